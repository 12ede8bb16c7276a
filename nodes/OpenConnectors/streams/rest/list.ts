import type { ListAnswer, Paginator } from '../paging/paginator';
import type { RemoteList } from '../remoteList';
import type { SettingsList } from '../requester';
import { SourceError } from '../sourceError';
import type { PageSize } from '../stream';

/** A page that is asked for to make sure that there is none. */
const DOUBTED = '~?';
/** A position that could be taken for one of those. */
const PLAIN = '~!';

/** Refusals of a page behind the last. */
const BEHIND_LAST: ReadonlySet<number> = new Set([400, 404, 416, 422]);
const NOT_FOUND = 404;

/**
 * A list of which nobody knows how it really ends. What answers say of the last page is checked where
 * it would be expensive to be wrong:
 *
 * | the page | the next one |
 * |---|---|
 * | is said not to be the last | is read; an answer that says so and names none is refused |
 * | is said to be the last, and is full | is asked for, to make sure |
 * | is said to be the last, and is not full | there is none |
 * | nothing is said, and it is as large as any so far | is asked for: the API may give fewer records than asked for |
 * | nothing is said, and it is smaller than another | there is none |
 *
 * @param limit records that are asked for; Infinity where the API decides
 */
export function doubtfulEnd(list: SettingsList, limit: number, size: PageSize): RemoteList {
	const { paginator } = list;
	return {
		...list,
		request: (since, position, until) => list.request(since, plainOf(position), until),
		next: (answer, position) => nextOf(paginator, answer, plainOf(position), { limit, size }),
		endsWith: (status, position) => {
			if (isDoubted(position)) return BEHIND_LAST.has(status);
			return paginator.isCounted && status === NOT_FOUND;
		},
	};
}

/**
 * A list whose first page is looked at where the list ends with it by its settings, and no page held more.
 *
 * @param look says whether that shows further pages
 */
export function watchedEnd(
	list: RemoteList,
	size: PageSize,
	look: (answer: ListAnswer) => boolean,
): RemoteList {
	return {
		...list,
		next: (answer, position) => {
			const next = list.next(answer, position);
			const count = answer.records.length;
			const isDoubtful = next === undefined && position === undefined && count > 0;
			if (isDoubtful && count >= size.largest && !size.isSaidToGoOn)
				size.isSaidToGoOn = look(answer);
			return next;
		},
	};
}

function nextOf(
	paginator: Paginator,
	answer: ListAnswer,
	position: string | undefined,
	{ limit, size }: { readonly limit: number; readonly size: PageSize },
): string | undefined {
	const count = answer.records.length;
	const isFull = count >= limit;
	const isLargest = count >= size.largest;
	size.largest = Math.max(size.largest, count);
	const isLast = paginator.isLast(answer, position);
	const next = () => marked(PLAIN, paginator.beyond(answer, position));
	const nextInDoubt = () => {
		const beyond = paginator.beyond(answer, position);
		return beyond === position ? undefined : marked(DOUBTED, beyond);
	};
	if (isLast === true) return isFull ? nextInDoubt() : undefined;
	if (isLast === false && !paginator.isCounted) return next() ?? refuseWithoutNext();
	if (isLast === false || !paginator.isCounted || isFull) return next();
	return count > 0 && isLargest ? nextInDoubt() : undefined;
}

function refuseWithoutNext(): never {
	const promised = 'though it says that there is one';
	throw new SourceError('no-list', `an answer that names no next page, ${promised},`);
}

function marked(mark: string, position: string | undefined): string | undefined {
	if (position === undefined) return undefined;
	return mark === DOUBTED || position.startsWith('~') ? mark + position : position;
}

function isDoubted(position: string): boolean {
	return position.startsWith(DOUBTED);
}

function plainOf(position: string | undefined): string | undefined {
	return position?.startsWith('~') ? position.slice(DOUBTED.length) : position;
}
