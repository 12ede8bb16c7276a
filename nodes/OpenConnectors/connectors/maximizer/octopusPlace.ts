import { z } from 'zod';
import { valueOfJson } from '../../core/json';
import { PagePositionError } from '../../core/page';

const room = z.number();

/** Where a page of an Octopus list is; kept as JSON. */
const placeSchema = z.discriminatedUnion('kind', [
	/**
	 * All from a date on. `last` is the latest date of the page before, which has to be there again;
	 * both are empty at the beginning, which the instant asked for decides.
	 */
	z.object({ kind: z.literal('window'), room, from: z.string(), last: z.string() }),
	/** Of a window that holds more records of one date than it has room for, the page of a key. */
	z.object({
		kind: z.literal('ties'),
		room,
		from: z.string(),
		key: z.string(),
		last: z.string().optional(),
	}),
	/** Behind a date of which `count` records came: whether there is anything. */
	z.object({ kind: z.literal('second'), room, from: z.string(), count: z.number() }),
	/** All, or all since the instant asked for; `count` came with less room. */
	z.object({ kind: z.literal('whole'), room, count: z.number() }),
	/** The page of a key; `last` names the record that it begins with, where that is known. */
	z.object({ kind: z.literal('key'), room, key: z.string(), last: z.string().optional() }),
	/** One record: whether the provider gives keys at all, after `count` came without one. */
	z.object({ kind: z.literal('keys'), room, count: z.number() }),
]);

export type OctopusPlace = Readonly<z.infer<typeof placeSchema>>;

export type PlaceOf<Kind extends OctopusPlace['kind']> = Extract<OctopusPlace, { kind: Kind }>;

/**
 * Reads a position.
 *
 * @param list decides where a list without a position begins
 * @throws PagePositionError for one that is none
 */
export function placeOf(
	position: string | undefined,
	list: { readonly pageSize: number; readonly since?: unknown },
): OctopusPlace {
	if (position === undefined) {
		return list.since === undefined
			? { kind: 'whole', room: list.pageSize, count: 0 }
			: { kind: 'window', room: list.pageSize, from: '', last: '' };
	}
	const place = placeSchema.safeParse(valueOfJson(position));
	if (place.success) return place.data;
	throw new PagePositionError(place.error);
}

/**
 * The key that leads to one record before that of a key that counts records, as the vendor's sample
 * `MTA=`, base64 of 10, seems to; undefined for any other.
 */
export function keyOfRecordBefore(key: string): string | undefined {
	const text = Buffer.from(key, 'base64').toString('latin1');
	if (!/^[1-9]\d{0,9}$/.test(text)) return undefined;
	const isCanonical = Buffer.from(text, 'latin1').toString('base64') === key;
	return isCanonical
		? Buffer.from(String(Number(text) - 1), 'latin1').toString('base64')
		: undefined;
}
