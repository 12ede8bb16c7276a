import { DIGITS_LENGTH, formatDigits, parseDigits } from '../core/digits';
import { decodeId } from './listed';

/** Records whose contents are kept: those that changed last. */
const MOST_RECORDS = 500;
/** Contents kept of a record. */
const MOST_CONTENTS = 8;
/** Stands for the content of a record that is gone. */
export const GONE = 0;

/**
 * What records held that changed lately, and how often each of it was reported: a → b → a → b are
 * three events with names of their own, and the third of them is the second `b`.
 *
 * Saved it is one string: `id:content*times+content*times`, by comma.
 */
export class ContentHistory {
	/** By record, in the order of the latest change: how often it came to each content. */
	private readonly records = new Map<string, Map<number, number>>();

	/** Reads what {@link toText} wrote. @returns undefined for any other text */
	static read(text: string): ContentHistory | undefined {
		const history = new ContentHistory();
		for (const entry of text === '' ? [] : text.split(',')) {
			const [id, contents, ...rest] = entry.split(':');
			if (contents === undefined || rest.length > 0) return undefined;
			const times = new Map<number, number>();
			for (const part of contents.split('+')) {
				const content = parseDigits(part, 0);
				const count = Number(part.slice(DIGITS_LENGTH + 1));
				if (Number.isNaN(content) || part[DIGITS_LENGTH] !== '*' || !(count >= 1)) return undefined;
				times.set(content, count);
			}
			history.records.set(decodeId(id), times);
		}
		return history;
	}

	/**
	 * A record came to hold something else.
	 *
	 * @param before what it held; {@link GONE} where it was not there, undefined where that is not known
	 * @param now what it holds; {@link GONE} when it is gone
	 * @returns how often it has come to hold it, 1 the first time
	 */
	occurrence(id: string, before: number | undefined, now: number): number {
		const times = this.records.get(id) ?? new Map<number, number>();
		this.records.delete(id);
		this.records.set(id, times);
		// What a record held when it was first seen was never reported, and counts all the same.
		if (before !== undefined && before !== GONE && !times.has(before)) times.set(before, 1);
		const count = (times.get(now) ?? 0) + 1;
		times.delete(now);
		times.set(now, count);
		for (const content of times.keys()) if (times.size > MOST_CONTENTS) times.delete(content);
		for (const record of this.records.keys())
			if (this.records.size > MOST_RECORDS) this.records.delete(record);
		return count;
	}

	toText(): string {
		return [...this.records]
			.map(([id, times]) => {
				const contents = [...times].map(([content, count]) => `${formatDigits(content)}*${count}`);
				return `${encodeURIComponent(id)}:${contents.join('+')}`;
			})
			.join(',');
	}
}

/** Names a version that is told apart by its content: the content, and which time the record holds it. */
export function contentVersion(content: number, occurrence: number): string {
	const name = content === GONE ? 'deleted' : formatDigits(content);
	return occurrence > 1 ? `${name}-${occurrence}` : name;
}
