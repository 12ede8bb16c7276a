import type { HttpRequest } from '../../nodes/OpenConnectors/streams/http';
import type { Thing } from './shop';

/** What an API sees of a request. */
export interface Asked {
	readonly url: URL;
	readonly query: URLSearchParams;
	readonly headers: Readonly<Record<string, string>>;
	/** Parsed; undefined for a GET. */
	readonly body: unknown;
	/** Epoch ms of the API's clock. */
	readonly now: number;
}

export interface Reply {
	readonly status?: number;
	readonly headers?: Readonly<Record<string, string>>;
	readonly body: unknown;
}

/** An API as small as its recipe needs it, and as odd as its documents say. */
export interface Face {
	/** Method and path of its list, with the values of the path variables. */
	readonly list: string;
	readonly variables?: Readonly<Record<string, string>>;
	/** Further paths that it serves, such as that of the next page. */
	readonly alsoAt?: RegExp;
	/** Whether deleted records are still in the list, as such. */
	readonly traces?: boolean;
	/** Whether the recipe compares the whole list, which shows deletions. */
	readonly compares?: boolean;
	/** `updates`: it has no creation date. `news`: its records are never edited. */
	readonly tells?: 'updates' | 'news';
	readonly idOf?: (thing: Thing) => string;
	/** @param things what is visible, by id; deleted ones only where it leaves traces */
	readonly answer: (asked: Asked, things: readonly Thing[]) => Reply;
}

/** A request that an API refuses; the test fails by the message. */
export class Refused extends Error {
	constructor(
		message: string,
		readonly status = 400,
	) {
		super(message);
	}
}

export function toAsked({ url, headers = {}, body }: HttpRequest, now: number): Asked {
	const address = new URL(url);
	const small = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
	return {
		url: address,
		query: address.searchParams,
		headers: Object.fromEntries(small),
		body: body === undefined ? undefined : JSON.parse(body),
		now,
	};
}

/** The value of a parameter that has to be there. */
export function needed({ query }: Asked, name: string): string {
	const value = query.get(name);
	if (value === null || value === '') throw new Refused(`The parameter ${name} is missing.`);
	return value;
}

/** Refuses what is asked for in another way than the documents say. */
export function expectAll(given: Readonly<Record<string, unknown>>): void {
	for (const [what, isRight] of Object.entries(given))
		if (isRight !== true) throw new Refused(`Asked for in another way: ${what}.`);
}

/** The value at a path in a body; undefined where there is none. */
export function at(body: unknown, path: string): unknown {
	return path.split('.').reduce<unknown>((value, name) => {
		const isContainer = typeof value === 'object' && value !== null;
		return isContainer ? new Map(Object.entries(value)).get(name) : undefined;
	}, body);
}

export function instantOf(text: unknown, form: RegExp): number {
	if (typeof text !== 'string' || !form.test(text))
		throw new Refused(`This is no instant as it is read here: ${String(text)}.`);
	return Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text.replace(' ', 'T')}Z`);
}

export const ISO_SECONDS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
export const ISO_MS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

const [SECOND, MINUTE, DAY] = [1_000, 60_000, 86_400_000];
export { SECOND, MINUTE, DAY };

export const floored = (instant: number, step: number): number => Math.floor(instant / step) * step;

/** `2026-01-05T12:00:00Z` */
export const seconds = (instant: number): string =>
	new Date(floored(instant, SECOND)).toISOString().replace('.000', '');
/** `2026-01-05T12:00:00.123Z` */
export const millis = (instant: number): string => new Date(instant).toISOString();
export const epoch = (instant: number): number => Math.floor(instant / SECOND);
/** `2026-01-05 12:00:00` */
export const plain = (instant: number): string => seconds(instant).slice(0, 19).replace('T', ' ');

export interface Bound {
	readonly step?: number;
	/** Whether records stamped at the bound are left out. */
	readonly strict?: boolean;
}

/** What was changed since, as a filter of such a step sees it, oldest first. */
export function changedSince(
	things: readonly Thing[],
	since: number,
	{ step = 1, strict = false }: Bound = {},
): readonly Thing[] {
	const bound = floored(since, step);
	return oldestFirst(things).filter(({ changedAt }) => {
		const stamp = floored(changedAt, step);
		return strict ? stamp > bound : stamp >= bound;
	});
}

export function oldestFirst(things: readonly Thing[]): readonly Thing[] {
	return [...things].sort((one, other) => one.changedAt - other.changedAt || one.id - other.id);
}

export interface Slice {
	readonly page: readonly Thing[];
	/** How many were listed up to its end; undefined on the last page. */
	readonly next: number | undefined;
}

export function slice(things: readonly Thing[], skip: number, size: number): Slice {
	const end = skip + size;
	return { page: things.slice(skip, end), next: end < things.length ? end : undefined };
}

/** `<https://…?page=2>; rel="next"`; nothing on the last page. */
export function linkHeader(url: URL, next: number | undefined): Readonly<Record<string, string>> {
	return next === undefined ? {} : { link: `<${withParameter(url, 'page', next)}>; rel="next"` };
}

export function withParameter(url: URL, name: string, value: string | number): string {
	const address = new URL(url);
	address.searchParams.set(name, String(value));
	return address.href;
}

/** Pages by number and size, as `page` and `per_page` ask for them. */
export function numbered(asked: Asked, things: readonly Thing[], size: number): Slice {
	const page = Number(asked.query.get('page') ?? 1);
	const { page: shown, next } = slice(things, (page - 1) * size, size);
	return { page: shown, next: next === undefined ? undefined : page + 1 };
}

/** Records a page where the API alone decides. */
export const FEW = 2;

export const number = (asked: Asked, name: string): number => Number(needed(asked, name));

/** The number of records that a page is asked for with. */
export const sizeOf = (limit: unknown): number => Number(limit ?? FEW);

/** Tokens of pages are offsets in disguise. */
export const offsetOf = (token: unknown): number =>
	Number(String(token ?? 'at0').replace('at', ''));
export const tokenOf = (next: number | undefined): string | null =>
	next === undefined ? null : `at${next}`;
