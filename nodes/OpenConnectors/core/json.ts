/** The value of JSON text; undefined for what is none. */
export function valueOfJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
