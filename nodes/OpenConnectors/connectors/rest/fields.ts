/** The fields of a credential, as n8n gives them. */
export type Fields = Readonly<Record<string, unknown>>;

/** A field as it was typed; empty where there is none. */
export function textOf(fields: Fields, name: string): string {
	const value = fields[name];
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** A field without the blanks and line ends that come along with a pasted value. */
export function valueOf(fields: Fields, name: string): string {
	return textOf(fields, name).trim();
}
