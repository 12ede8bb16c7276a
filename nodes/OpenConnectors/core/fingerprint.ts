import { parseFieldPath, pathBelow } from './fieldPath';
import type { JsonValue, RawRecord } from './page';

/*
 * A fingerprint is 53 bits, so that a number holds it: 21 of one lane of 32 bits and all of another.
 * Content is hashed as it lies in memory. Writing it as JSON first would cost more than reading the
 * answer of the provider did.
 */

const HIGH_PRIME = 0x9e3779b1;
const LOW_PRIME = 0x5f356495;
/** Values of different types differ, even where their bits are the same: `1`, `"1"`, `[1]`. */
const TEXT = 0x2f9be6cc;
const NUMBER = 0x41c6ce57;
const LIST = 0x7b3d9c15;
const OBJECT = 0x1656abfd;
const CONSTANTS = { null: 0x3c6ef372, true: 0x510e527f, false: 0x6a09e667 } as const;
/** Fields are told apart down to this depth. */
const DEEPEST_FIELD = 8;
/** Looked up once: it is called for every character of every record. */
const { imul } = Math;

/** What lies deeper than this in a record does not count. */
const DEEPEST = 200;
/** Names whose hashes are kept. Records of one resource have tens; some are keyed by what they hold. */
const MOST_NAMES = 5_000;

/** The second lane of the latest hash. Every function below returns the first and leaves the second here. */
let lowLane = 0;

function finish(high: number, low: number): number {
	let first = imul(high ^ (high >>> 16), 0x85ebca6b);
	first = imul(first ^ (first >>> 13), 0xc2b2ae35);
	let second = imul(low ^ (low >>> 15), 0x2c1b3c6d);
	second = imul(second ^ (second >>> 12), 0x297a2d39);
	lowLane = second ^ (second >>> 15) ^ first;
	return first ^ (first >>> 16);
}

/** A rotation and a product a step: no step forgets anything of what came before. */
function hashText(text: string): number {
	const { length } = text;
	let high = TEXT ^ length;
	let low = TEXT;
	let at = 1;
	for (; at < length; at += 2) {
		const pair = (text.charCodeAt(at - 1) << 16) | text.charCodeAt(at);
		high = imul(((high << 5) | (high >>> 27)) ^ pair, HIGH_PRIME);
		low = imul(((low << 13) | (low >>> 19)) ^ pair, LOW_PRIME);
	}
	if (at === length) {
		const last = text.charCodeAt(at - 1);
		high = imul(((high << 5) | (high >>> 27)) ^ last, HIGH_PRIME);
		low = imul(((low << 13) | (low >>> 19)) ^ last, LOW_PRIME);
	}
	return finish(high, low);
}

const asDouble = new Float64Array(1);
const asWords = new Uint32Array(asDouble.buffer);

function hashNumber(value: number): number {
	// Adding 0 makes the two zeros one.
	asDouble[0] = value + 0;
	const high = imul(NUMBER ^ asWords[0], HIGH_PRIME) ^ asWords[1];
	const low = imul(NUMBER ^ asWords[1], LOW_PRIME) ^ asWords[0];
	return finish(high, low);
}

type Lanes = readonly [high: number, low: number];

const names = new Map<string, Lanes>();

function lanesOf(name: string): Lanes {
	const known = names.get(name);
	if (known) return known;
	if (names.size >= MOST_NAMES) names.clear();
	// Not the hashes of the same texts as values: a name and a value that swap places would go unseen.
	const high = imul(hashText(name), LOW_PRIME);
	const lanes: Lanes = [high, imul(lowLane, HIGH_PRIME)];
	names.set(name, lanes);
	return lanes;
}

/** The names of the latest record with their hashes, by place: the next record most likely has the same. */
const placeNames: string[] = [];
const placeLanes: Lanes[] = [];

function hashObject(
	value: Readonly<Record<string, JsonValue>>,
	ignored: Ignored,
	depth: number,
): number {
	let high = OBJECT;
	let low = OBJECT;
	let place = 0;
	for (const name in value) {
		if (ignored.names.size > 0 && ignored.names.has(name)) continue;
		let lanes: Lanes;
		if (depth > 0) {
			lanes = lanesOf(name);
		} else {
			if (placeNames[place] !== name) {
				placeNames[place] = name;
				placeLanes[place] = lanesOf(name);
			}
			lanes = placeLanes[place];
			place += 1;
		}
		const valueHigh = hashValue(value[name], ignored.below(name), depth + 1);
		// A sum, so that the order of the names does not count: some providers change it.
		const entryHigh = imul(valueHigh ^ lanes[0], HIGH_PRIME);
		const entryLow = imul(lowLane ^ lanes[1], LOW_PRIME);
		high = (high + (entryHigh ^ (entryHigh >>> 15))) | 0;
		low = (low + (entryLow ^ (entryLow >>> 13))) | 0;
	}
	return finish(high, low);
}

/** A sum as well: no edit puts only the tags of a record in another order, but some providers do. */
function hashList(values: readonly JsonValue[], ignored: Ignored, depth: number): number {
	let high = LIST ^ values.length;
	let low = LIST;
	for (const value of values) {
		const entryHigh = imul(hashValue(value, ignored, depth + 1), HIGH_PRIME);
		const entryLow = imul(lowLane, LOW_PRIME);
		high = (high + (entryHigh ^ (entryHigh >>> 15))) | 0;
		low = (low + (entryLow ^ (entryLow >>> 13))) | 0;
	}
	return finish(high, low);
}

function hashValue(value: JsonValue, ignored: Ignored, depth: number): number {
	if (typeof value === 'string') return hashText(unsigned(value));
	if (typeof value === 'number') return hashNumber(value);
	if (value === null || typeof value === 'boolean' || depth > DEEPEST) {
		lowLane = value === null ? CONSTANTS.null : value ? CONSTANTS.true : CONSTANTS.false;
		return lowLane;
	}
	return isList(value) ? hashList(value, ignored, depth) : hashObject(value, ignored, depth);
}

function isList(value: JsonValue): value is readonly JsonValue[] {
	return Array.isArray(value);
}

function toFingerprint(high: number): number {
	return (high & 0x1fffff) * 0x100000000 + (lowLane >>> 0);
}

/** Fields that do not count, at one depth of a record. */
export interface Ignored {
	readonly names: ReadonlySet<string>;
	/** What does not count below a field. */
	readonly below: (name: string) => Ignored;
}

/**
 * @param fields a name stands for a field at any depth, `owner.seenAt` and `$.seenAt` for that one; entries of lists are no step
 * @throws FieldPathError
 */
export function ignoredFields(fields: readonly string[]): Ignored {
	const steps = fields.map((field) => parseFieldPath(field.replace(/\[(?:\*|\d*)\]/g, '')));
	const anywhere = steps.filter(
		(path, index) => path.length === 1 && !fields[index].trim().startsWith('$'),
	);
	const plain: Ignored = {
		names: new Set(anywhere.map(([name]) => name)),
		below: () => plain,
	};
	return anywhere.length === steps.length ? plain : ignoredBelow(steps, plain);
}

function ignoredBelow(paths: ReadonlyArray<readonly string[]>, plain: Ignored): Ignored {
	const inner = new Map<string, Ignored>();
	for (const [name] of paths.filter((path) => path.length > 1))
		if (!inner.has(name))
			inner.set(
				name,
				ignoredBelow(
					paths.filter((path) => path.length > 1 && path[0] === name).map((path) => path.slice(1)),
					plain,
				),
			);
	const own = paths.filter((path) => path.length === 1).map(([name]) => name);
	return {
		names: new Set([...plain.names, ...own]),
		below: (name) => inner.get(name) ?? plain,
	};
}

/** Nothing of a record is ignored. */
export const NOTHING_IGNORED = ignoredFields([]);

/** Parameters of a link that is made anew for each reader: who signed it, and until when it holds. */
const SIGNED = /[?&](?:[\w.-]*(?:signature|expires?|expiry|expiration|hmac)|sig|exp|se|oe)=/i;

/** A link that carries a signature or an expiry, without its query: the same file under another link is no edit. */
function unsigned(text: string): string {
	if (!text.startsWith('http') || !SIGNED.test(text)) return text;
	return text.slice(0, text.indexOf('?'));
}

/**
 * A short name for the content of a record: equal content gives equal numbers, on any machine, in
 * whatever order its fields and the entries of its lists are sent, and however its links are signed.
 * An integer of 53 bits.
 */
export function fingerprintOf(record: RawRecord, ignored: Ignored): number {
	return toFingerprint(hashObject(record, ignored, 0));
}

/** What each field of a record holds, by path: `owner.seenAt`. The entries of a list are one field. */
export function fieldFingerprints(record: RawRecord): ReadonlyMap<string, number> {
	const fields = new Map<string, number>();
	addFields(fields, '', record, 0);
	return fields;
}

function addFields(
	fields: Map<string, number>,
	path: string,
	value: JsonValue,
	depth: number,
): void {
	if (typeof value === 'object' && value !== null && depth < DEEPEST_FIELD) {
		const entries = isList(value)
			? value.map((entry) => [path, entry] as const)
			: Object.entries(value).map(([name, entry]) => [pathBelow(path, name), entry] as const);
		for (const [inner, entry] of entries) addFields(fields, inner, entry, depth + 1);
		if (entries.length > 0) return;
	}
	const content = toFingerprint(hashValue(value, NOTHING_IGNORED, depth));
	fields.set(path, (fields.get(path) ?? 0) + content);
}

/** A short name for a text, an integer of 53 bits. */
export function hash53(text: string): number {
	return toFingerprint(hashText(text));
}
