/** A value as JSON knows it; records of every provider are made of these. */
export type JsonValue =
	| null
	| boolean
	| number
	| string
	| readonly JsonValue[]
	| { readonly [name: string]: JsonValue };

/** One record as a provider would send it. */
export type JsonRecord = { readonly [name: string]: JsonValue };
