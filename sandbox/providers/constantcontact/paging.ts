import type { EpochMs } from '../../clock';
import type { Rank } from './order';
import type { Parameters } from './parameters';
import { invalid } from './refusal';

/** Where a list goes on; only the vendor reads it. It carries the filters, so that links need not. */
export interface Place {
	/** The path below `/v3` that the cursor is good for. */
	readonly path: string;
	readonly parameters: Parameters;
	/** How many records came before. */
	readonly skip: number;
	/** The last of them; none where a page backwards was asked for. */
	readonly after?: Rank;
	readonly issuedAt: EpochMs;
}

export const formatCursor = (place: Place): string =>
	Buffer.from(JSON.stringify(place)).toString('base64url');

/** Refuses a cursor that is none, belongs elsewhere, or is older than `lifeMs`. */
export const readCursor = (cursor: string, path: string, now: EpochMs, lifeMs: number): Place => {
	const place = parsePlace(cursor);
	if (place?.path !== path) throw invalid('cursor does not have a valid value.');
	if (now - place.issuedAt > lifeMs) throw invalid('cursor has expired.');
	return place;
};

const isPlace = (value: unknown): value is Place =>
	typeof value === 'object' &&
	value !== null &&
	'path' in value &&
	'parameters' in value &&
	'skip' in value &&
	'issuedAt' in value;

const parsePlace = (cursor: string): Place | undefined => {
	try {
		const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
		return isPlace(place) ? place : undefined;
	} catch {
		return undefined;
	}
};
