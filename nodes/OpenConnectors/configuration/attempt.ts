/** What became of a step: its value, or the error that it threw. */
export type Attempt<Value> =
	| { readonly value: Value; readonly error?: undefined }
	| { readonly value?: undefined; readonly error: unknown };

/** Runs a step that may throw, for callers that tell errors apart. */
export function attempt<Value>(step: () => Value): Attempt<Value> {
	try {
		return { value: step() };
	} catch (error) {
		return { error };
	}
}
