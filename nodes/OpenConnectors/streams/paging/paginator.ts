import type { JsonValue, RawRecord } from '../../core/page';

/** A page of a list as it came. */
export interface ListAnswer {
	readonly records: readonly RawRecord[];
	readonly body: JsonValue;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	/** What was asked for. */
	readonly url?: string;
}

export type PageParameter = readonly [name: string, value: JsonValue];

/** What a page is asked for by, beside what the list is. */
export interface PageRequest {
	readonly parameters: readonly PageParameter[];
	/** Whole address that stands for all else. */
	readonly link?: string;
	/** Path in place of the list's. */
	readonly url?: string;
	/** Whether the parameters of the list are left out. */
	readonly alone?: boolean;
}

/** How one list goes on from page to page. */
export interface Paginator {
	/** @throws PagePositionError, SourceError for a position that is none */
	ask(position: string | undefined): PageRequest;
	/** Where the page behind this one begins; undefined behind the last. */
	next(answer: ListAnswer, position: string | undefined): string | undefined;
	/** Whether the answer says that nothing follows, or that something does; undefined where it says neither. */
	isLast(answer: ListAnswer, position: string | undefined): boolean | undefined;
	/** Where the page behind this one would begin, whatever the answer says about being the last. */
	beyond(answer: ListAnswer, position: string | undefined): string | undefined;
	/** Whether the number of its records tells the last page, where the answer does not say it. */
	readonly isCounted: boolean;
	/** Records that neighbouring pages share, so that a shift of the list is seen; 0 for tokens. */
	readonly overlap: number;
}

/** The parameter for the number of records a page, where there is one, and a number is wanted. */
export function limitOf(
	limitParam: string | undefined,
	pageSize: number,
): readonly PageParameter[] {
	return limitParam === undefined || pageSize === Infinity ? [] : [[limitParam, pageSize]];
}

type Counted = Pick<Paginator, 'isLast' | 'beyond'>;

/** Of pages that are counted, the last is the one that says so, or, where it says nothing, the first that is not full. */
export function counted(
	{ isLast, beyond }: Counted,
	pageSize: number,
): Counted & Pick<Paginator, 'next' | 'isCounted'> {
	return {
		isLast,
		beyond,
		isCounted: true,
		next: (answer, position) => {
			const count = answer.records.length;
			const ends = isLast(answer, position) ?? count < pageSize;
			return ends || count === 0 ? undefined : beyond(answer, position);
		},
	};
}
