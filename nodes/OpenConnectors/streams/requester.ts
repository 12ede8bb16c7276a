import { parseDuration } from '../configuration/duration';
import { decodeLeniently } from '../configuration/encode';
import {
	parseUrlTemplate,
	renderParameter,
	renderPath,
	renderText,
	type TemplatePart,
	type TemplateSettings,
	type UrlTemplate,
} from '../configuration/urlTemplate';
import { parseFieldPath } from '../core/fieldPath';
import type { EpochMs, JsonValue } from '../core/page';
import { UTC } from '../dates/zone';
import type { HttpRequest } from './http';
import { paginatorOf } from './paging';
import { linksBelow, linksOfServer } from './paging/link';
import type { PageParameter, PageRequest, Paginator } from './paging/paginator';
import { isRecord } from './records';
import type { Asked, RemoteList } from './remoteList';
import { withQuery } from './url';

/** A list, with the way it goes from page to page. */
export interface SettingsList extends RemoteList {
	readonly paginator: Paginator;
}

/**
 * A list that its settings describe: an address with parameters, headers and a body. The templates
 * are parsed once; each request is rendered from them.
 *
 * @throws UrlTemplateError for a path variable without a value, or with one that leads out of the path
 */
export const settingsRequester = (asked: Asked): SettingsList => {
	const { list, variables, apiUrl } = asked;
	const settings = { zone: asked.zone, ...(asked.format ? { format: asked.format } : {}) };
	const method = list.method ?? 'GET';
	const paging = list.paging ?? { type: 'none' };
	const place = ('in' in paging && paging.in) || 'query';
	const joinLink = asked.hasPlainLinks ? linksOfServer(asked.root) : linksBelow(() => asked.root);
	const paginator = paginatorOf(paging, asked.pageSize, joinLink);
	const url = parseUrlTemplate(list.url, settings);
	const query = queryWriter(asked, url);
	const headers = headersWriter(list.headers ?? {}, settings);
	const body = bodyWriter(list.body, settings);
	// What is wrong with a path shows before anything is asked for.
	renderPath(url, 0, variables);
	const step = asked.earlierMs ?? parseDuration(list.since?.granularity ?? '') ?? 0;
	const following = addressWriter(asked, settings);
	const toRequest = ({ since: at, until }: Window, position: string | undefined): HttpRequest => {
		const page = paginator.ask(position);
		const isAlone = page.alone === true;
		const written = writer(page.parameters);
		const parameters = isAlone
			? []
			: withoutNames(query(at, until), place === 'query' ? page : NO_PAGE);
		const path =
			page.url === undefined
				? apiUrl() + renderPath(url, at, variables, until)
				: following(at, until);
		const address = withParameters(path, parameters);
		const sent =
			place === 'body'
				? written.body(isAlone ? {} : body(at, variables, until))
				: body(at, variables, until);
		const sentHeaders = {
			...headers(at, variables, until),
			...(place === 'header' ? written.texts() : {}),
		};
		return {
			method,
			url: page.link ?? (place === 'query' ? written.url(address) : address),
			...(Object.keys(sentHeaders).length > 0 ? { headers: sentHeaders } : {}),
			...(sent === undefined || method === 'GET' ? {} : { body: JSON.stringify(sent) }),
		};
	};
	return {
		overlap: paginator.overlap,
		// Nothing was ever stamped before 1970, and not every provider reads such a date.
		request: (since, position, until) => {
			const at = Math.max(0, since - step);
			return toRequest({ since: at, until }, position);
		},
		next: (answer, position) => paginator.next(answer, position),
		paginator,
	};
};

interface Window {
	readonly since: EpochMs;
	readonly until: EpochMs | undefined;
}

const NO_PAGE: PageRequest = { parameters: [] };

/** A parameter that the page has stands once. */
function withoutNames(query: readonly string[], { parameters }: PageRequest): readonly string[] {
	const names = new Set(parameters.map(([name]) => name));
	return query.filter((text) => !names.has(decodeLeniently(text.split('=', 1)[0])));
}

function withParameters(address: string, parameters: readonly string[]): string {
	if (parameters.length === 0) return address;
	return address + (address.includes('?') ? '&' : '?') + parameters.join('&');
}

/** The address of the pages behind the first, where it is another: below the API's, or whole. */
function addressWriter(
	{ list: { paging }, apiUrl, variables }: Asked,
	settings: TemplateSettings,
): (at: EpochMs, until?: EpochMs) => string {
	const path = paging?.type === 'cursor' ? (paging.cursorUrl ?? '') : '';
	const template = parseUrlTemplate(path, settings);
	const isWhole = /^https?:/i.test(path);
	return (at, until) =>
		withParameters(
			(isWhole ? '' : apiUrl()) + renderPath(template, at, variables, until),
			(template.query ?? []).map((part) => renderParameter(template, part, at, variables, until)),
		);
}

/** Conditions hold values that were written for once and all. */
const NO_DATES: TemplateSettings = { zone: UTC };

type Variables = Asked['variables'];

/** Writes the parameters of a page to where they go. */
function writer(parameters: readonly PageParameter[]) {
	const texts = () => parameters.map(([name, value]) => [name, textOf(value)] as const);
	return {
		url: (url: string) => withQuery(url, texts()),
		texts: () => Object.fromEntries(texts()),
		body: (body: JsonValue | undefined) =>
			parameters.reduce<JsonValue>(
				(whole, [name, value]) => withValueAt(whole, parseFieldPath(name), value),
				body ?? {},
			),
	};
}

function textOf(value: JsonValue): string {
	return typeof value === 'string' ? value : JSON.stringify(value);
}

function withValueAt(whole: JsonValue, steps: readonly string[], value: JsonValue): JsonValue {
	const [step, ...rest] = steps;
	if (step === undefined) return value;
	if (isList(whole) && /^\d+$/.test(step)) {
		const index = Number(step);
		const missing = Array.from({ length: Math.max(0, index + 1 - whole.length) }, () => ({}));
		const entries: JsonValue[] = [...whole, ...missing];
		entries[index] = withValueAt(entries[index], rest, value);
		return entries;
	}
	const fields = isRecord(whole) ? whole : {};
	return { ...fields, [step]: withValueAt(fields[step] ?? {}, rest, value) };
}

/** The parameters of the list, encoded, those of the user's conditions first. */
function queryWriter(
	asked: Asked,
	url: UrlTemplate,
): (at: EpochMs, until?: EpochMs) => readonly string[] {
	const { variables, isFiltered, hubConditions } = asked;
	const conditions = conditionsOf(asked);
	const join = hubConditions?.join;
	const asks = new Set(conditions.map(([name]) => name));
	const isKept = (parts: readonly TemplatePart[]) =>
		isFiltered || !parts.some(({ kind }) => kind === 'instant');
	const parts = (url.query ?? []).filter(isKept);
	return (at, until) => {
		const own = parts
			.map((parameter) => renderParameter(url, parameter, at, variables, until))
			.map((text) => [text.split('=', 1)[0], text] as const);
		if (join === undefined) {
			const kept = own.filter(([name]) => !asks.has(name)).map(([, text]) => text);
			return [...conditions.map(([, text]) => text), ...kept];
		}
		const texts = new Map<string, string>();
		for (const [name, text] of [...conditions, ...own]) {
			const before = texts.get(name);
			texts.set(name, before === undefined ? text : before + join + text.slice(name.length + 1));
		}
		return [...texts.values()];
	};
}

/** Parameters that the user's conditions become, by name. */
function conditionsOf({ equalities, hubConditions }: Asked) {
	const { query = '{field}={value}' } = hubConditions ?? {};
	const template = parseUrlTemplate(`?${query}`, NO_DATES);
	return equalities.flatMap(([field, value]) =>
		(template.query ?? []).map((parts) => {
			const text = renderParameter(template, parts, 0, { field, value });
			return [text.split('=', 1)[0], text] as const;
		}),
	);
}

type Write<Value> = (at: EpochMs, variables: Variables, until?: EpochMs) => Value;

function headersWriter(
	headers: Readonly<Record<string, string>>,
	settings: TemplateSettings,
): Write<Readonly<Record<string, string>>> {
	const written = Object.entries(headers).map(
		([name, text]) => [name, parseUrlTemplate(text, { ...settings, isText: true })] as const,
	);
	return (at, variables, until) =>
		Object.fromEntries(
			written.map(([name, text]) => [name, renderText(text, at, variables, until)]),
		);
}

function bodyWriter(
	body: JsonValue | undefined,
	settings: TemplateSettings,
): Write<JsonValue | undefined> {
	if (body === undefined) return () => undefined;
	return valueWriter(body, settings);
}

function valueWriter(value: JsonValue, settings: TemplateSettings): Write<JsonValue> {
	if (typeof value === 'string') {
		const text = parseUrlTemplate(value, { ...settings, isText: true });
		const [part] = text.parts;
		const isNumber =
			text.parts.length === 1 && part.kind === 'instant' && part.placeholder.isNumber === true;
		return (at, variables, until) => {
			const written = renderText(text, at, variables, until);
			return isNumber ? Number(written) : written;
		};
	}
	if (isList(value)) {
		const entries = value.map((entry) => valueWriter(entry, settings));
		return (at, variables, until) => entries.map((write) => write(at, variables, until));
	}
	if (!isRecord(value)) return () => value;
	const fields = Object.entries(value).map(
		([name, field]) => [name, valueWriter(field, settings)] as const,
	);
	return (at, variables, until) =>
		Object.fromEntries(fields.map(([name, write]) => [name, write(at, variables, until)]));
}

function isList(value: JsonValue): value is readonly JsonValue[] {
	return Array.isArray(value);
}
