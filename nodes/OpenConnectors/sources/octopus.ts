import type { OctopusRead, PageKeyPaging } from '../connectors/definition';
import type { EpochMs, JsonValue } from '../polling/page';
import type { HttpRequest } from './http';
import type { Listing } from './listing';
import { textAt } from './paging/bodyField';

/** A search of Maximizer's Octopus API. */
export interface OctopusSearch {
	/** Address of `/Read`. */
	readonly url: () => string;
	readonly read: OctopusRead;
	readonly paging: PageKeyPaging;
	/** Records a page. */
	readonly pageSize: number;
	/** The condition for records changed since an instant; absent: all records. */
	readonly since?: {
		readonly field: string;
		/** Writes an instant as the provider reads it. */
		readonly format: (at: EpochMs) => string;
		/** Reads the field's text out of a record, as it is. */
		readonly textOf: (record: unknown) => string | undefined;
	};
	/** Conditions beside those of every search. */
	readonly conditions: readonly JsonValue[];
}

/** A position that is no key: all from a date on, with room for so many records. */
const WINDOW = /^from:(\d+):(.*)$/;

interface Window {
	readonly room: number;
	/** The date's text; empty for the beginning of the window. */
	readonly from: string;
}

/**
 * A list that is asked for by a search in the body, sorted by its date. The provider gives a key
 * for the next page; where the answer holds none, a full page is followed by one that begins at
 * its last date, and one that does not get any further by one with twice the room.
 */
export function octopusListing(search: OctopusSearch): Listing {
	const { read, paging, pageSize, since } = search;
	const keysOf = paging.keyFields.flatMap((field) => [
		textAt(field),
		textAt(`${read.entity}.${field}`),
	]);
	const windowAt = (position: string | undefined): Window | undefined => {
		if (position === undefined) return { room: pageSize, from: '' };
		const [, room, from] = WINDOW.exec(position) ?? [];
		return room === undefined ? undefined : { room: Number(room), from };
	};
	return {
		overlap: 0,
		request: (at, position) => {
			const window = windowAt(position);
			const from = window?.from ? window.from : since?.format(at);
			const key = window ? null : (position ?? null);
			return toRequest(search, from, window?.room ?? pageSize, key);
		},
		next: ({ body, records }, position) => {
			for (const keyOf of keysOf) {
				const key = keyOf(body);
				if (key !== undefined && key !== position) return key;
			}
			const window = windowAt(position);
			if (!window || records.length < pageSize) return undefined;
			const last = since?.textOf(records[records.length - 1]) ?? '';
			return last > window.from
				? `from:${pageSize}:${last}`
				: `from:${Math.max(window.room, records.length) * 2}:${window.from}`;
		},
	};
}

function toRequest(
	search: OctopusSearch,
	from: string | undefined,
	room: number,
	key: string | null,
): HttpRequest {
	const { url, read, since } = search;
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
				Top: room,
			},
			OrderBy: {
				...(read.orderBy === undefined ? {} : { Fields: [{ [read.orderBy]: 'ASC' }] }),
				PageSize: room,
				PageKey: key,
			},
		},
		...(read.compatibility ? { Compatibility: read.compatibility } : {}),
		...(read.drivers ? { Configuration: { Drivers: read.drivers } } : {}),
	};
	return { method: 'POST', url: url(), body: JSON.stringify(body) };
}
