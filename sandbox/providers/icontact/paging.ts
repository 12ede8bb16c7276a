import type { JsonRecord } from '../../json';
import { Refusal } from '../../mount';
import type { IContactBehaviour } from './behaviour';
import type { Parameters } from './terms';

const DEFAULT_LIMIT = 20;

/** Where a page begins and how many records it holds at most. */
export interface Page {
	readonly limit: number;
	readonly offset: number;
}

/** The query parameters; of one given several times the last counts. */
export const readParameters = (query: unknown): Parameters => {
	const entries: readonly [string, unknown][] =
		typeof query === 'object' && query !== null ? Object.entries(query) : [];
	return Object.fromEntries(
		entries.map(([name, value]) => [name, String(Array.isArray(value) ? value.at(-1) : value)]),
	);
};

export const readPage = (
	parameters: Parameters,
	behaviour: Pick<IContactBehaviour, 'limitMaximum' | 'limitAboveMaximum'>,
): Page => {
	const { limitMaximum, limitAboveMaximum } = behaviour;
	const limit = readCount(parameters, 'limit', 1) ?? DEFAULT_LIMIT;
	if (limit > limitMaximum && limitAboveMaximum === 'refuse') {
		throw new Refusal(400, `The limit must not be greater than ${limitMaximum}.`);
	}
	return {
		limit: Math.min(limit, limitMaximum),
		offset: readCount(parameters, 'offset', 0) ?? 0,
	};
};

const readCount = (parameters: Parameters, name: string, least: number): number | undefined => {
	const text = parameters[name];
	if (text === undefined) return undefined;
	if (/^\d{1,9}$/.test(text) && Number(text) >= least) return Number(text);
	throw new Refusal(400, `The value of ${name} cannot be read.`);
};

/** A list as it is sent: the records under their name, figures beside them, warnings when there are any. */
export const toEnvelope = (
	name: string,
	records: readonly JsonRecord[],
	place: Page & {
		readonly total: number;
		readonly ignored?: readonly string[];
		readonly emptyList?: IContactBehaviour['emptyList'];
	},
): JsonRecord => {
	const { limit, offset, total, ignored = [], emptyList = 'array' } = place;
	return {
		[name]: records.length === 0 && emptyList === 'null' ? null : records,
		limit,
		offset,
		total,
		...(ignored.length > 0 ? { warnings: [toWarning(ignored)] } : {}),
	};
};

const toWarning = (ignored: readonly string[]): string =>
	`The answer may hold more than you asked for: these terms are unknown here and were left out (${ignored.join(', ')}).`;
