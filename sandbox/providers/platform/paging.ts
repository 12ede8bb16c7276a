import type { EpochMs } from '../../clock';
import { PlatformRefusal } from './element';

/** Where a list goes on; only the platform reads it. */
export interface PagePlace {
	readonly resource: string;
	readonly where: string;
	readonly orderBy: string;
	readonly skip: number;
	readonly top: number;
	readonly issuedAt: EpochMs;
}

export interface PageRequest {
	readonly resource: string;
	readonly parameters: Readonly<Record<string, string>>;
	readonly pageSize: { readonly standard: number; readonly maximum: number };
	readonly now: EpochMs;
	/** Tokens older than this are refused with 400, milliseconds. */
	readonly tokenLifeMs: number;
}

const refuse = (name: string, value: string): PlatformRefusal =>
	new PlatformRefusal(400, `Invalid value '${value}' for parameter ${name}`);

/**
 * The place a list request asks for: `nextPage` with the token of the page before, or `page` from 1,
 * and `pageSize`. A token carries the clause of its first request, so `where` and `orderBy` need not be repeated.
 */
export const readPlace = (request: PageRequest): PagePlace => {
	const { resource, parameters, pageSize, now, tokenLifeMs } = request;
	const { nextPage, where = '', orderBy = parameters.orderby ?? '' } = parameters;
	if (nextPage !== undefined) {
		const place = parseToken(nextPage);
		if (place?.resource !== resource || now - place.issuedAt > tokenLifeMs) {
			throw refuse('nextPage', nextPage);
		}
		return { ...place, issuedAt: now };
	}
	const wanted = readCount(parameters, 'pageSize') ?? pageSize.standard;
	const top = Math.min(wanted, pageSize.maximum);
	const skip = ((readCount(parameters, 'page') ?? 1) - 1) * top;
	return { resource, where, orderBy, skip, top, issuedAt: now };
};

/** The token of the page after `place`. */
export const formatToken = (place: PagePlace): string =>
	Buffer.from(JSON.stringify({ ...place, skip: place.skip + place.top })).toString('base64url');

const readCount = (
	parameters: Readonly<Record<string, string>>,
	name: string,
): number | undefined => {
	const text = parameters[name];
	if (text === undefined) return undefined;
	if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
	throw refuse(name, text);
};

const isPlace = (value: unknown): value is PagePlace =>
	typeof value === 'object' &&
	value !== null &&
	'resource' in value &&
	'where' in value &&
	'orderBy' in value &&
	'skip' in value &&
	'top' in value &&
	'issuedAt' in value;

const parseToken = (token: string): PagePlace | undefined => {
	try {
		const place: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
		return isPlace(place) ? place : undefined;
	} catch {
		return undefined;
	}
};
