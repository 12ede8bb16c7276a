import type { EnvelopeField } from './envelope';
import { plainName } from './names';
import * as words from './pagingWords';
import type { AskedParameter } from './request';

export interface AskedTraces {
	readonly asked: readonly AskedParameter[];
	readonly envelope: readonly EnvelopeField[];
	/** Records on this page. */
	readonly count: number;
}

/** The parameters of paging that the request asked with. */
export interface Asked {
	readonly limit?: AskedParameter;
	readonly page?: AskedParameter;
	readonly offset?: AskedParameter;
	readonly cursor?: AskedParameter;
}

export function askedFor({ asked: parameters, envelope, count }: AskedTraces): Asked {
	const isNumber = ({ value }: AskedParameter) => /^\d+$/.test(String(value));
	const find = (name: RegExp, asNumber: boolean) =>
		parameters.find((one) => isCalled(one, name) && isNumber(one) === asNumber && one.value !== '');
	const page = find(words.PAGE_PARAM, true);
	const offset = find(words.OFFSET_PARAM, true);
	const cursor =
		parameters.find((one) => isCalled(one, words.CURSOR_PARAM) && !isDay(one.value)) ??
		find(words.PAGE_PARAM, false) ??
		find(words.OFFSET_PARAM, false);
	const others = parameters.filter((one) => one !== page && one !== offset && isNumber(one));
	// Called as it likes: as many as asked came, or the answer repeats it.
	const limit =
		find(words.LIMIT_PARAM, true) ??
		others.find(({ value, name }) => {
			const isEchoed = envelope.some(
				(field) => field.name === plainName(name) && String(field.value) === String(value),
			);
			return count > 1 && Number(value) >= count && (Number(value) === count || isEchoed);
		});
	return { limit, page, offset, cursor };
}

/** `after=2025-02-03` asks by time. */
function isDay(value: unknown): boolean {
	return /^\d{4}-\d\d-\d\d/.test(String(value));
}

export function isCalled({ words: names }: AskedParameter, name: RegExp): boolean {
	return names.some((word) => name.test(word));
}

/** The name of a parameter under a key of `paging`; nothing where it was not asked with. */
export function parameter<K extends string>(
	key: K,
	asked: AskedParameter | undefined,
): { [name in K]?: string } {
	const found: { [name in K]?: string } = {};
	if (asked) found[key] = asked.name;
	return found;
}
