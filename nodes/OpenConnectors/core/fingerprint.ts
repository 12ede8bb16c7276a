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
/** What lies deeper than this in a record does not count. */
const DEEPEST = 200;
/** Names whose hashes are kept. Records of one resource have tens; some are keyed by what they hold. */
const MOST_NAMES = 5_000;

/** The second lane of the latest hash. Every function below returns the first and leaves the second here. */
let lowLane = 0;

function finish(high: number, low: number): number {
	let first = Math.imul(high ^ (high >>> 16), 0x85ebca6b);
	first = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
	let second = Math.imul(low ^ (low >>> 15), 0x2c1b3c6d);
	second = Math.imul(second ^ (second >>> 12), 0x297a2d39);
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
		high = Math.imul(((high << 5) | (high >>> 27)) ^ pair, HIGH_PRIME);
		low = Math.imul(((low << 13) | (low >>> 19)) ^ pair, LOW_PRIME);
	}
	if (at === length) {
		const last = text.charCodeAt(at - 1);
		high = Math.imul(((high << 5) | (high >>> 27)) ^ last, HIGH_PRIME);
		low = Math.imul(((low << 13) | (low >>> 19)) ^ last, LOW_PRIME);
	}
	return finish(high, low);
}

const asDouble = new Float64Array(1);
const asWords = new Uint32Array(asDouble.buffer);

function hashNumber(value: number): number {
	// Adding 0 makes the two zeros one.
	asDouble[0] = value + 0;
	const high = Math.imul(NUMBER ^ asWords[0], HIGH_PRIME) ^ asWords[1];
	const low = Math.imul(NUMBER ^ asWords[1], LOW_PRIME) ^ asWords[0];
	return finish(high, low);
}

type Lanes = readonly [high: number, low: number];

const names = new Map<string, Lanes>();

function lanesOf(name: string): Lanes {
	const known = names.get(name);
	if (known) return known;
	if (names.size >= MOST_NAMES) names.clear();
	const high = hashText(name);
	const lanes: Lanes = [high, lowLane];
	names.set(name, lanes);
	return lanes;
}

/** The names of the latest record with their hashes, by place: the next record most likely has the same. */
const placeNames: string[] = [];
const placeLanes: Lanes[] = [];

function hashObject(
	value: Readonly<Record<string, JsonValue>>,
	ignored: ReadonlySet<string>,
	depth: number,
): number {
	let high = OBJECT;
	let low = OBJECT;
	let place = 0;
	for (const name in value) {
		if (ignored.size > 0 && ignored.has(name)) continue;
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
		const valueHigh = hashValue(value[name], ignored, depth + 1);
		// A sum, so that the order of the names does not count: some providers change it.
		const entryHigh = Math.imul(valueHigh ^ lanes[0], HIGH_PRIME);
		const entryLow = Math.imul(lowLane ^ lanes[1], LOW_PRIME);
		high = (high + (entryHigh ^ (entryHigh >>> 15))) | 0;
		low = (low + (entryLow ^ (entryLow >>> 13))) | 0;
	}
	return finish(high, low);
}

function hashList(
	values: readonly JsonValue[],
	ignored: ReadonlySet<string>,
	depth: number,
): number {
	let high = LIST ^ values.length;
	let low = LIST;
	for (const value of values) {
		const valueHigh = hashValue(value, ignored, depth + 1);
		high = Math.imul(((high << 5) | (high >>> 27)) ^ valueHigh, HIGH_PRIME);
		low = Math.imul(((low << 13) | (low >>> 19)) ^ lowLane, LOW_PRIME);
	}
	return finish(high, low);
}

function hashValue(value: JsonValue, ignored: ReadonlySet<string>, depth: number): number {
	if (typeof value === 'string') return hashText(value);
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

/**
 * A short name for the content of a record: equal content gives equal numbers, on any machine, in
 * whatever order its fields are sent. An integer of 53 bits. Fields named in `ignored`, at any
 * depth, do not count.
 */
export function fingerprintOf(record: RawRecord, ignored: ReadonlySet<string>): number {
	return toFingerprint(hashObject(record, ignored, 0));
}

/** A short name for a text, an integer of 53 bits. */
export function hash53(text: string): number {
	return toFingerprint(hashText(text));
}
