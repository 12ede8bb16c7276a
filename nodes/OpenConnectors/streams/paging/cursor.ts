import { attempt } from '../../configuration/attempt';
import { compileFieldPath } from '../../core/fieldPath';
import { PagePositionError, type JsonValue } from '../../core/page';
import type { CursorPaging } from '../../configuration/language';
import { quote } from '../../core/text';
import { isRecord } from '../records';
import { SourceError } from '../sourceError';
import { pointerAt } from './bodyField';
import { endReader } from './end';
import { limitOf, type ListAnswer, type Paginator } from './paginator';

/**
 * Pages by a value that each answer holds for the next. An empty page with a cursor is not the end,
 * unless the cursor is a value of its last record.
 */
export function cursorPaginator(paging: CursorPaging, pageSize: number): Paginator {
	const { cursorParam, limitParam, cursorUrl, alone } = paging;
	const limit = limitOf(limitParam, pageSize);
	const isEnd = endReader(paging);
	// A body has types: there the cursor is kept as JSON.
	const isTyped = paging.in === 'body';
	const nextCursor = isTyped ? typedCursor(paging) : textCursor(paging);
	const checkPlace = placeCheck(paging);
	return {
		overlap: 0,
		ask: (position) => {
			if (position === undefined) return { parameters: limit };
			const cursor = [cursorParam, isTyped ? parsed(position) : position] as const;
			return { parameters: [...limit, cursor], url: cursorUrl, alone };
		},
		next: (answer, position) => {
			const end = isEnd(answer);
			if (end === true) return undefined;
			const next = nextCursor(answer);
			if (next === undefined) checkPlace(answer, { isFirst: position === undefined, end });
			return next;
		},
		isLast: isEnd,
		beyond: (answer, position) => {
			const next = nextCursor(answer);
			if (next === undefined)
				checkPlace(answer, { isFirst: position === undefined, end: isEnd(answer) });
			return next;
		},
		isCounted: false,
	};
}

type Next = (answer: ListAnswer) => string | undefined;

function textCursor({ cursorField, cursorHeader, lastRecordField }: CursorPaging): Next {
	if (cursorHeader !== undefined)
		return ({ headers }) => headers[cursorHeader.toLowerCase()] || undefined;
	if (lastRecordField === undefined) {
		const read = pointerAt(cursorField ?? '');
		return ({ body }) => read(body);
	}
	const read = pointerAt(lastRecordField);
	return ({ records }) => (records.length === 0 ? undefined : read(records[records.length - 1]));
}

/**
 * Tells a list that ends from a cursor that is looked for in the wrong place: a field that the last record
 * lacks, or that the first page lacks although it says that more follows.
 */
function placeCheck({ cursorField, lastRecordField }: CursorPaging) {
	const read = compileFieldPath(lastRecordField ?? cursorField ?? '');
	return (
		{ body, records }: ListAnswer,
		{ isFirst, end }: { readonly isFirst: boolean; readonly end: boolean | undefined },
	): void => {
		if (records.length === 0) return;
		if (lastRecordField !== undefined && end !== true) {
			const place = `its last record has nothing in ${quote(lastRecordField)}`;
			throw new SourceError(
				'no-list',
				`no place of the next page: ${place} (paging.lastRecordField),`,
			);
		}
		const isMissing = cursorField !== undefined && isRecord(body) && read(body) === undefined;
		if (isFirst && end === false && isMissing) {
			const place = `it has nothing in ${quote(cursorField)} (paging.cursorField)`;
			throw new SourceError(
				'no-list',
				`no place of the next page: it says that more follows, and ${place},`,
			);
		}
	};
}

function typedCursor(paging: CursorPaging): Next {
	const next = textCursor(paging);
	const { cursorField, lastRecordField } = paging;
	const read = compileFieldPath(lastRecordField ?? cursorField ?? '');
	return (answer) => {
		const text = next(answer);
		const { body, records } = answer;
		const holder = lastRecordField === undefined ? body : records[records.length - 1];
		const value = isRecord(holder) ? read(holder) : undefined;
		return text === undefined ? undefined : JSON.stringify(value ?? text);
	};
}

function parsed(position: string): JsonValue {
	const { value, error } = attempt((): JsonValue => JSON.parse(position));
	if (value !== undefined) return value;
	throw new PagePositionError(error);
}
