import { PollError } from '../core/error';
import { compileDateFormat, type DateFormat } from '../dates/dateFormat';
import { lastShownOnce, namesItsZone } from '../dates/dstOverlap';
import { parseZone, UTC, type Zone } from '../dates/zone';
import { quote } from '../core/text';
import { climbs } from './climb';
import { encodeOnce, encodeValue } from './encode';

/** One `${…}` of a url: how the instant of the last poll is written there. */
export interface Placeholder {
	/** As it stands in the url, braces included. */
	readonly text: string;
	/** The text for an instant (epoch ms), not yet encoded. */
	render(at: number): string;
	/** The step in which instants are written, in ms. */
	readonly stepMs: number;
	/** Whether JSON that holds nothing else takes it as a number. */
	readonly isNumber?: boolean;
	/** Whether it is the upper end of the window that is written, `${until:…}`; else it is the lower. */
	readonly isUntil?: boolean;
}

export type TemplatePart =
	| { readonly kind: 'literal'; readonly text: string }
	| { readonly kind: 'instant'; readonly placeholder: Placeholder }
	| { readonly kind: 'variable'; readonly name: string };

/** The `url` of a poller configuration, taken apart once. */
export interface UrlTemplate {
	readonly text: string;
	readonly parts: readonly TemplatePart[];
	/** What stands before the `?`. */
	readonly path: readonly TemplatePart[];
	/** What stands between `?`, `&` and the end; absent where there is no `?`. */
	readonly query?: ReadonlyArray<readonly TemplatePart[]>;
	/** Names of the `{…}` that the user has to fill. */
	readonly variables: readonly string[];
}

export interface TemplateSettings {
	/** Zone of `${date:…}`. */
	readonly zone: Zone;
	/** Format of a placeholder without a pattern, such as `${date}`; the resource's own date format. */
	readonly format?: string;
	/** Whether it is a header or a text of a body, which has no path that could be left. */
	readonly isText?: boolean;
}

/** A url that cannot be used; the message names the part and what to write instead. */
export class UrlTemplateError extends PollError {
	constructor(message: string) {
		super('url-template', message);
	}
}

/** In characters: no server takes a longer one. Both bounds keep what a url becomes within memory. */
const LONGEST_URL = 20_000;
const LONGEST_VALUE = 4_000;

/** Where a placeholder begins, or a variable. */
const MARK = /\$\{|\{([A-Za-z_][\w.-]{0,97})\}/g;

const MOST_KEPT = 500;
const kept = new Map<string, UrlTemplate>();

/**
 * Takes a url apart into literal text, poll-time placeholders and path variables. The latest are kept,
 * as the same urls are asked for in every poll.
 *
 * Placeholders, in either letter case: `${gmtDate:PATTERN}`, `${date:PATTERN}`,
 * `${dateTimeZone:ZONE:PATTERN}`, `${epoch}`, `${epoch:ms|s|us}`, `${milliseconds}`, and
 * `${gmtDate}` or `${date}` alone, written in the resource's date format; with `until:` before any of
 * them the upper end of the window. `{name}` is a variable.
 *
 * @throws UrlTemplateError, DatePatternError
 */
export function parseUrlTemplate(text: string, settings: TemplateSettings): UrlTemplate {
	const name = JSON.stringify([text, settings.format, settings.zone.name, settings.isText]);
	const known = kept.get(name);
	if (known) return known;
	const template = toTemplate(text, settings);
	if (kept.size >= MOST_KEPT) kept.clear();
	kept.set(name, template);
	return template;
}

function toTemplate(text: string, settings: TemplateSettings): UrlTemplate {
	if (text.length > LONGEST_URL) {
		throw new UrlTemplateError(
			`The url "${quote(text)}" has ${text.length} characters, and ${LONGEST_URL} are the most. Check what was pasted there.`,
		);
	}
	const parts: TemplatePart[] = [];
	let at = 0;
	const addLiteral = (end: number) => {
		if (at < end) parts.push({ kind: 'literal', text: text.slice(at, end) });
	};
	const marks = new RegExp(MARK);
	for (let mark = marks.exec(text); mark; mark = marks.exec(text)) {
		const [, name] = mark;
		addLiteral(mark.index);
		if (name === undefined) {
			marks.lastIndex = closingBrace(text, mark.index + 1) + 1;
			const placeholder = toPlaceholder(text.slice(mark.index, marks.lastIndex), settings);
			parts.push({ kind: 'instant', placeholder });
		} else parts.push({ kind: 'variable', name });
		at = marks.lastIndex;
	}
	addLiteral(text.length);
	if (settings.isText !== true) checkLiteralPath(text, parts);
	const variables = parts.flatMap((part) => (part.kind === 'variable' ? [part.name] : []));
	return { text, parts, ...splitQuery(parts), variables: [...new Set(variables)] };
}

function splitQuery(parts: readonly TemplatePart[]): Pick<UrlTemplate, 'path' | 'query'> {
	const path: TemplatePart[] = [];
	const query: TemplatePart[][] = [];
	let current = path;
	const begin = () => query.push((current = []));
	const add = (text: string) => {
		if (text !== '') current.push({ kind: 'literal', text });
	};
	for (const part of parts) {
		if (part.kind !== 'literal') {
			current.push(part);
			continue;
		}
		let { text } = part;
		const mark = query.length === 0 ? text.indexOf('?') : -1;
		if (mark >= 0) {
			add(text.slice(0, mark));
			begin();
			text = text.slice(mark + 1);
		}
		if (query.length === 0) add(text);
		else
			text.split('&').forEach((piece, index) => {
				if (index > 0) begin();
				add(piece);
			});
	}
	return query.length === 0 ? { path } : { path, query };
}

/** Stands for what is filled in later; a private-use character, never in a url. */
const FILLED_IN = '\uE000';

function checkLiteralPath(text: string, parts: readonly TemplatePart[]): void {
	const literal = parts.map((part) => (part.kind === 'literal' ? part.text : FILLED_IN)).join('');
	if (climbs(literal.split(/[?#]/, 1)[0])) throw climbing(text);
}

function climbing(url: string): UrlTemplateError {
	return new UrlTemplateError(
		`The url "${quote(url)}" has "." or ".." between slashes, which leads out of its path. ` +
			'Write the path without them.',
	);
}

type Variables = Readonly<Record<string, string>>;

/**
 * The path for an instant, without the parameters. What is put in is percent-encoded once; literal
 * text keeps the escapes it already has.
 *
 * @param at epoch ms
 * @param until upper end of the window, epoch ms
 * @throws UrlTemplateError when a variable has no value, or one that leads out of the path
 */
export function renderPath(
	template: UrlTemplate,
	at: number,
	variables: Variables,
	until = at,
): string {
	const path = render(template.path, at, until, (name) => {
		const value = variableValue(template, name, variables);
		if (!climbs(value)) return encodeValue(value);
		throw new UrlTemplateError(
			`The path variable "${quote(name)}" is "${quote(value)}", and "." or ".." leads out of the path of the url. ` +
				'Write a value without them.',
		);
	});
	// `.{name}` is a climb that neither of its parts is.
	if (climbs(path)) throw climbing(template.text);
	return path;
}

/** A parameter of the query, `name=value`, encoded. */
export function renderParameter(
	template: Pick<UrlTemplate, 'text'>,
	parts: readonly TemplatePart[],
	at: number,
	variables: Variables,
	until = at,
): string {
	return render(parts, at, until, (name) => encodeValue(variableValue(template, name, variables)));
}

function render(
	parts: readonly TemplatePart[],
	at: number,
	until: number,
	valueOf: (name: string) => string,
): string {
	return parts
		.map((part) => {
			if (part.kind === 'literal') return encodeOnce(part.text);
			return part.kind === 'instant'
				? encodeValue(renderInstant(part.placeholder, at, until))
				: valueOf(part.name);
		})
		.join('');
}

function renderInstant(placeholder: Placeholder, at: number, until: number): string {
	return placeholder.render(placeholder.isUntil === true ? until : at);
}

/** The text outside of a url, where nothing is encoded and braces that are no variable stay. */
export function renderText(
	{ parts }: UrlTemplate,
	at: number,
	variables: Variables,
	until = at,
): string {
	const values = new Map(Object.entries(variables));
	return parts
		.map((part) => {
			if (part.kind === 'literal') return part.text;
			return part.kind === 'instant'
				? renderInstant(part.placeholder, at, until)
				: (values.get(part.name) ?? `{${part.name}}`);
		})
		.join('');
}

/** @throws UrlTemplateError when the variable has no value, or one that no url has room for */
export function variableValue(
	template: Pick<UrlTemplate, 'text'>,
	name: string,
	variables: Variables,
): string {
	const value = new Map(Object.entries(variables)).get(name);
	if (value === undefined || value === '') {
		throw new UrlTemplateError(
			`The url "${quote(template.text)}" holds {${name}}, and no value is given for it. ` +
				`Add a path variable named "${name}" under Options.`,
		);
	}
	if (value.length > LONGEST_VALUE) {
		throw new UrlTemplateError(
			`The path variable "${quote(name)}" has ${value.length} characters, and ${LONGEST_VALUE} are the most. Check what was pasted there.`,
		);
	}
	return value;
}

function closingBrace(text: string, open: number): number {
	let depth = 0;
	for (let at = open; at < text.length; at += 1) {
		if (text[at] === '{') depth += 1;
		if (text[at] === '}') depth -= 1;
		if (depth === 0) return at;
	}
	throw new UrlTemplateError(
		`The url "${quote(text)}" opens a placeholder at position ${open} that is never closed. Add the missing "}".`,
	);
}

const UNITS_PER_MS: ReadonlyMap<string, number> = new Map([
	['ms', 1],
	['s', 1 / 1_000],
	['us', 1_000],
]);

const UNTIL = /^until\s*:\s*/i;

function toPlaceholder(text: string, settings: TemplateSettings): Placeholder {
	const inner = text.slice(2, -1).trim();
	if (!UNTIL.test(inner)) return instantIn(text, inner, settings);
	return { ...instantIn(text, inner.replace(UNTIL, ''), settings), isUntil: true };
}

function instantIn(text: string, inner: string, settings: TemplateSettings): Placeholder {
	const colon = inner.indexOf(':');
	const name = (colon < 0 ? inner : inner.slice(0, colon)).toLowerCase();
	const argument = colon < 0 ? '' : inner.slice(colon + 1);
	switch (name) {
		case 'gmtdate':
			return dated(text, argument, UTC, settings);
		case 'date':
			return dated(text, argument, settings.zone, settings);
		case 'datetimezone': {
			const split = zoneAndPattern(text, argument);
			return dated(text, split.pattern, split.zone, settings);
		}
		case 'epoch':
		case 'milliseconds': {
			const [, unit, number] = /^(\w*)(:number)?$/i.exec(argument) ?? [];
			const units = UNITS_PER_MS.get(unit?.toLowerCase() || 'ms');
			if (unit === undefined || units === undefined || (name === 'milliseconds' && argument)) break;
			const isNumber = number !== undefined;
			const stepMs = Math.max(1, 1 / units);
			return { text, stepMs, render: (at) => String(Math.floor(at * units)), isNumber };
		}
	}
	throw unknownPlaceholder(text);
}

export function unknownPlaceholder(text: string): UrlTemplateError {
	return new UrlTemplateError(
		`The placeholder ${quote(text)} is not known. Use \${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}, \${date:…}, ` +
			`\${dateTimeZone:ZONE:…}, \${epoch}, \${epoch:s}, \${epoch:us} or \${milliseconds}.`,
	);
}

function dated(text: string, pattern: string, zone: Zone, settings: TemplateSettings): Placeholder {
	const chosen = pattern || settings.format;
	if (!chosen) {
		throw new UrlTemplateError(
			`The placeholder ${quote(text)} has no date pattern. Write one, for example \${gmtDate:yyyy-MM-dd HH:mm:ss}, ` +
				'or give the resource an updatedDateFormat.',
		);
	}
	const format: DateFormat = compileDateFormat(chosen);
	const { granularityMs: stepMs } = format;
	if (namesItsZone(chosen)) return { text, stepMs, render: (at) => format.format(at, zone) };
	return { text, stepMs, render: (at) => format.format(lastShownOnce(at, zone), zone) };
}

/** An offset with a colon, and the colon behind it. */
const COLON_OFFSET = /^(?:GMT|UTC)?[+-]\d{1,2}:\d{2}:/i;

/** `PST:yyyy…`, `-6:00:yyyy…`, `GMT-6:00:yyyy…` or `America/Denver:yyyy…`: the zone may itself hold a colon. */
function zoneAndPattern(text: string, argument: string): { zone: Zone; pattern: string } {
	const start = argument.trimStart();
	const end = (COLON_OFFSET.exec(start)?.[0].length ?? start.indexOf(':') + 1) - 1;
	const zone = end < 0 ? undefined : parseZone(start.slice(0, end));
	if (!zone) {
		throw new UrlTemplateError(
			`The placeholder ${quote(text)} names no known time zone. Write an IANA name, an offset or an abbreviation, ` +
				'for example ${dateTimeZone:America/Denver:yyyy-MM-dd HH:mm:ss}.',
		);
	}
	return { zone, pattern: start.slice(end + 1) };
}
