import { formatDigits } from '../../core/digits';
import { fingerprintOf, NOTHING_IGNORED } from '../../core/fingerprint';
import { PagePositionError, type EpochMs, type JsonValue, type RawRecord } from '../../core/page';
import type { HttpRequest } from '../../streams/http';
import type { RemoteList } from '../../streams/remoteList';
import { keyOfRecordBefore, placeOf, type OctopusPlace, type PlaceOf } from './octopusPlace';
import { textAt } from '../../streams/paging/bodyField';
import { recordSelector } from '../../streams/records';
import { SourceError } from '../../streams/sourceError';

export interface OctopusRead {
	/** Such as `AbEntry`. */
	readonly entity: string;
	/** `Scope.Fields`. */
	readonly fields: JsonValue;
	/** Conditions of every search. */
	readonly conditions?: readonly JsonValue[];
	/** Date by which changes are asked for, and the list is sorted, ascending; absent: all records are asked for. */
	readonly sinceField?: string;
	readonly drivers?: Readonly<Record<string, string>>;
	readonly compatibility?: Readonly<Record<string, string>>;
	/** Of the audit log: entries that are deletions, of an address book entry of this type or of `any` object. */
	readonly deletedType?: string;
}

export interface OctopusSearch {
	/** Address of `/Read`. */
	readonly url: () => string;
	readonly read: OctopusRead;
	readonly pageSize: number;
	/** The condition for records changed since an instant; absent: all records. */
	readonly since?: OctopusSince;
	/** Conditions beside those of every search. */
	readonly conditions: readonly JsonValue[];
}

export interface OctopusSince {
	readonly field: string;
	/** Writes an instant as the provider reads it. */
	readonly format: (at: EpochMs) => string;
	/** Reads the field's text out of a record, as it is. */
	readonly textOf: (record: unknown) => string | undefined;
}

/** Most records that a window shares with the one before, so that one of them is there again. */
const SHARED = 7;
/** A page of so many records, or a multiple, may have been cut by a limit that the provider keeps to itself. */
const ROUND = 10;
/** The same where a suspicion becomes an error. */
const VERY_ROUND = 100;
const SECOND_MS = 1_000;

/**
 * A list that is asked for by a search in the body.
 *
 * By date, a page is followed by a window that begins at one of its last dates, as the provider
 * wrote it: records that change while the list is read move to its end, where a page key, which
 * counts records, would leave others out. A window that is full of one date is asked for with twice
 * the room, and by page keys where the provider keeps to less. One that does not join on, because
 * the provider reads dates in another zone than it writes them in, or does not sort, is given up
 * for all records since the beginning, with more and more room.
 *
 * Without a date, and in that case, a page is followed by the one that its key leads to.
 *
 * @throws SourceError `incomplete` from `next` where the provider holds more than it can be asked for;
 *   PagePositionError where a list moved while it was read
 */
export function octopusList(search: OctopusSearch): RemoteList {
	const keyOf = keyReader(search);
	const recordsIn = recordSelector(`${search.read.entity}.Data`, true);
	return {
		overlap: 0,
		asksAgain: (position) => {
			const { kind, room } = placeOf(position, search);
			return kind === 'whole' || kind === 'keys' || kind === 'second' || room > search.pageSize;
		},
		request: (at, position) => toRequest(search, at, placeOf(position, search)),
		next: ({ body }, position) => {
			const place = placeOf(position, search);
			// Of a list of deletions the records that came were picked out: all of them count here.
			const records = recordsIn(body);
			const page: OctopusPage = {
				count: records.length,
				key: keyOf(body, place),
				texts: records.map((record) => search.since?.textOf(record) ?? ''),
				first: nameOf(records[0]),
				last: nameOf(records[records.length - 1]),
			};
			const next = behind(search, page, place);
			return next && JSON.stringify(next);
		},
	};
}

/** What matters of a page to find the one behind it. */
interface OctopusPage {
	readonly count: number;
	/** Of the next page. */
	readonly key: string | undefined;
	/** Dates of the records, as they were written. */
	readonly texts: readonly string[];
	/** Names of its first and last record. */
	readonly first: string;
	readonly last: string;
}

function behind(
	search: OctopusSearch,
	page: OctopusPage,
	place: OctopusPlace,
): OctopusPlace | undefined {
	switch (place.kind) {
		case 'window':
			return behindWindow(search, page, place);
		case 'ties':
			return behindTies(search, page, place);
		case 'second':
			return refuseCut(page, place);
		case 'whole':
			return behindWhole(search, page, place);
		case 'key':
			return behindKey(page, place);
		case 'keys':
			if (page.key === undefined) throw tooMany(place.count);
			return undefined;
	}
}

function behindWindow(
	search: OctopusSearch,
	page: OctopusPage,
	place: PlaceOf<'window'>,
): OctopusPlace | undefined {
	const { texts, count } = page;
	const joinsOn = place.last === '' || (count > 0 && texts[0] <= place.last);
	const isFull = count >= place.room;
	const isEnd = !isFull && page.key === undefined && count % ROUND > 0;
	if (joinsOn && (isEnd || count === 0)) return undefined;
	if (!joinsOn || !isAscending(texts)) return { kind: 'whole', room: place.room * 2, count: 0 };
	if (lastOf(texts) > place.from) return windowBehind(search, page, place.from);
	if (isFull) return { ...place, room: place.room * 2 };
	return behindTies(search, page, { kind: 'ties', room: place.room, from: place.from, key: '' });
}

/** A page of more records of one date than a window has room for. */
function behindTies(
	search: OctopusSearch,
	page: OctopusPage,
	place: PlaceOf<'ties'>,
): OctopusPlace | undefined {
	const { texts, key, count, last } = page;
	checkJoint(page, place.last);
	if (count > 0 && lastOf(texts) > place.from) return windowBehind(search, page, place.from);
	if (key !== undefined) return { ...place, ...keyBehind(key, last, place.room) };
	const second = secondBehind(place.from);
	if (second === undefined) throw tooMany(count);
	// By keys, all records of the date were read: what is behind is a window as any other.
	return place.key === ''
		? { kind: 'second', room: place.room, from: second, count }
		: { kind: 'window', room: search.pageSize, from: second, last: '' };
}

/** A page that was not full and has nothing behind it, though there is something: it was cut. */
function refuseCut({ texts }: OctopusPage, place: PlaceOf<'second'>): undefined {
	if (texts.some((text) => text >= place.from)) throw tooMany(place.count, place.from);
	return undefined;
}

/** Begins at a date that some of the last records have, so that one is there again if all is well. */
function windowBehind(search: OctopusSearch, page: OctopusPage, before: string): OctopusPlace {
	const { texts, count } = page;
	const last = lastOf(texts);
	const shared = texts[count - Math.min(SHARED, Math.ceil(count / 2))];
	return { kind: 'window', room: search.pageSize, from: shared > before ? shared : last, last };
}

function behindWhole(
	search: OctopusSearch,
	{ count, key, last }: OctopusPage,
	place: PlaceOf<'whole'>,
): OctopusPlace | undefined {
	if (key !== undefined)
		return { kind: 'key', room: place.room, ...keyBehind(key, last, place.room) };
	if (count >= place.room) return { kind: 'whole', room: place.room * 2, count };
	// No more than before, with more room: all there is, if the provider is one that gives keys.
	if (count > 1 && count === place.count) return { kind: 'keys', room: 1, count };
	const isGivenUpWindow = search.since !== undefined && count > 0;
	if (!isGivenUpWindow || count % VERY_ROUND > 0) return undefined;
	return { kind: 'whole', room: place.room * 2, count };
}

function behindKey(page: OctopusPage, place: PlaceOf<'key'>): OctopusPlace | undefined {
	const { key, last } = page;
	checkJoint(page, place.last);
	return key === undefined ? undefined : { ...place, ...keyBehind(key, last, place.room) };
}

/** A key that counts records is set back by one, so that a list that moved meanwhile is noticed. */
function keyBehind(key: string, last: string, room: number): { key: string; last?: string } {
	const before = last === '' || room < 2 ? undefined : keyOfRecordBefore(key);
	return before === undefined ? { key, last: undefined } : { key: before, last };
}

function checkJoint({ first }: OctopusPage, expected: string | undefined): void {
	if (expected !== undefined && expected !== first)
		throw new PagePositionError(new Error('The list moved while it was read'));
}

function tooMany(count: number, at?: string): SourceError {
	const more = at === undefined ? '' : `, and more were changed in the second before ${at}`;
	return new SourceError(
		'incomplete',
		`It gives no more than ${count} records at once and no key for the next page${more}.`,
	);
}

function isAscending(texts: readonly string[]): boolean {
	return texts.every((text, index) => text !== '' && (index === 0 || texts[index - 1] <= text));
}

function lastOf(texts: readonly string[]): string {
	return texts[texts.length - 1];
}

/** The next whole second, as text; undefined for what is not written as the provider writes dates. */
function secondBehind(text: string): string | undefined {
	const at = text.endsWith('Z') ? Date.parse(text) : NaN;
	if (Number.isNaN(at)) return undefined;
	const next = Math.floor(at / SECOND_MS + 1) * SECOND_MS;
	return new Date(next).toISOString().replace('.000Z', 'Z');
}

/** What distinguishes a record from others; empty where nothing does. */
function nameOf(record: RawRecord | undefined): string {
	const key = record?.Key;
	if (key === undefined) return '';
	// However deep it is nested, which JSON.stringify does not bear.
	return typeof key === 'object'
		? formatDigits(fingerprintOf({ key }, NOTHING_IGNORED))
		: JSON.stringify(key);
}

/**
 * Where the key of the next page may be, below the body and below its entity: it is not documented.
 * Where none holds a key, a full page is followed by one that begins at its last date.
 */
const KEY_FIELDS = ['OrderBy.PageKey', 'NextPageKey', 'PageKey'];

/** Reads the key of the next page; an answer that repeats the one it was asked for has none. */
function keyReader({ read }: OctopusSearch) {
	const readers = KEY_FIELDS.flatMap((field) => [textAt(field), textAt(`${read.entity}.${field}`)]);
	return (body: JsonValue, place: OctopusPlace): string | undefined => {
		const asked = 'key' in place ? place.key : undefined;
		const keys = readers.map((keyOf) => keyOf(body));
		return keys.find((key) => key !== undefined && key !== asked);
	};
}

function toRequest(search: OctopusSearch, at: EpochMs, place: OctopusPlace): HttpRequest {
	const { url, read, since } = search;
	const key = 'key' in place && place.key !== '' ? place.key : null;
	const from = 'from' in place && place.from !== '' ? place.from : since?.format(at);
	const conditions: readonly JsonValue[] = [
		...(read.conditions ?? []),
		...search.conditions,
		...(since && from !== undefined ? [{ [since.field]: { $GE: from } }] : []),
	];
	const body: JsonValue = {
		[read.entity]: {
			Scope: { Fields: read.fields },
			Criteria: {
				...(conditions.length > 0 ? { SearchQuery: { $AND: conditions } } : {}),
				Top: place.room,
			},
			OrderBy: {
				...(read.sinceField === undefined ? {} : { Fields: [{ [read.sinceField]: 'ASC' }] }),
				PageSize: place.room,
				PageKey: key,
			},
		},
		...(read.compatibility ? { Compatibility: read.compatibility } : {}),
		...(read.drivers ? { Configuration: { Drivers: read.drivers } } : {}),
	};
	return { method: 'POST', url: url(), body: JSON.stringify(body) };
}
