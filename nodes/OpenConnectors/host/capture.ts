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
