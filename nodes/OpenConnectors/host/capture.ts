/** Runs `work` and gives its error back instead of throwing it. */
export async function capture<Value>(
	work: () => Promise<Value>,
): Promise<{ value: Value } | { error: unknown }> {
	try {
		return { value: await work() };
	} catch (error) {
		return { error };
	}
}

/** What is said by something that was thrown. */
export function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
