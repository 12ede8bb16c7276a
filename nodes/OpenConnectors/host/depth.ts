import type { JsonValue, RawRecord } from '../core/page';

/** Levels of a record that an event holds. n8n, and whoever reads JSON after it, calls itself for each level. */
const MOST_LEVELS = 100;

/** Stands in the place of what lies deeper. */
export const LEFT_OUT = `[left out: nested deeper than ${MOST_LEVELS} levels]`;

/**
 * A record that can be written as JSON: what lies deeper than 100 levels is left out.
 *
 * @returns the record itself where nothing does
 */
export function withinDepth(record: RawRecord): RawRecord {
	return withinLevels(record, MOST_LEVELS);
}

function withinLevels(record: RawRecord, levels: number): RawRecord {
	const changed = new Map<string, JsonValue>();
	for (const name in record) {
		const value = record[name];
		const kept = valueWithin(value, levels - 1);
		if (kept !== value) changed.set(name, kept);
	}
	if (changed.size === 0) return record;
	const entries = Object.entries(record);
	return Object.fromEntries(entries.map(([name, value]) => [name, changed.get(name) ?? value]));
}

function valueWithin(value: JsonValue, levels: number): JsonValue {
	if (typeof value !== 'object' || value === null) return value;
	if (levels <= 0) return LEFT_OUT;
	if (!isList(value)) return withinLevels(value, levels);
	const kept = value.map((entry) => valueWithin(entry, levels - 1));
	return kept.some((entry, index) => entry !== value[index]) ? kept : value;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
	return Array.isArray(value);
}
