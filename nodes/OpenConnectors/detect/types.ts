/** One answer of a list endpoint, and the request that it answers. */
export interface Answer {
	readonly body: unknown;
	readonly headers?: Readonly<Record<string, unknown>>;
	readonly status?: number;
	readonly request?: AskedRequest;
}

/** Parameters of paging are proposed where the request asked with them. */
export interface AskedRequest {
	readonly method?: string;
	readonly url?: string;
	/** Parsed JSON, or its text. */
	readonly body?: unknown;
}

/** A date field and how it is read: a Java pattern, `seconds` or `milliseconds`. */
export interface DateProposal {
	readonly field: string;
	readonly format: string;
}

/** Keys of `paging` in the language of resources. */
export interface PagingProposal {
	readonly type: 'page_number' | 'offset' | 'cursor' | 'link';
	readonly in?: 'body';
	readonly pageParam?: string;
	readonly firstPage?: number;
	readonly offsetParam?: string;
	readonly cursorParam?: string;
	readonly cursorField?: string;
	readonly cursorHeader?: string;
	readonly lastRecordField?: string;
	readonly linkField?: string;
	readonly linkHeader?: string;
	readonly limitParam?: string;
	readonly hasMoreField?: string;
	readonly endField?: string;
	readonly totalField?: string;
	readonly totalHeader?: string;
	readonly totalPagesField?: string;
	readonly totalPagesHeader?: string;
}

/** A list in the answer. `field` is null for the answer itself. */
export interface ListProposal {
	readonly field: string | null;
	readonly count: number;
}

/** A field of the records, with what stands in the first of them. */
export interface FieldProposal {
	readonly field: string;
	/** Of the first records that have it, at most three, each once. */
	readonly samples: ReadonlyArray<string | number | boolean>;
	/** Present where the values are dates. */
	readonly format?: string;
}

/** What can be read from one answer. Null: the answer does not show it. */
export interface Detection {
	/** Path of the list; null: the answer is the list, or holds none. */
	readonly recordsField: string | null;
	/** Several where one alone does not tell the records apart. */
	readonly idField: string | readonly string[] | null;
	readonly updatedDateField: string | null;
	readonly updatedDateFormat: string | null;
	readonly createdDateField: string | null;
	readonly createdDateFormat: string | null;
	readonly paging: PagingProposal | null;
	/** What else could be meant, the likeliest first; what was proposed comes first. */
	readonly alternatives: {
		readonly lists: readonly ListProposal[];
		readonly ids: ReadonlyArray<string | readonly string[]>;
		readonly updated: readonly DateProposal[];
		readonly created: readonly DateProposal[];
		readonly paging: readonly PagingProposal[];
	};
	/** The fields of the records of the proposed list. */
	readonly fields: readonly FieldProposal[];
}
