import { quote } from '../core/text';
import { ConfigurationError } from './types';

/** A resource as it stands in the configuration, not yet read. */
export type Entry = readonly [name: string, value: unknown];

/** What the columns of a legacy line behind the resource mean, as keys of the JSON form. */
const COLUMNS = [
	'url',
	'xPath',
	'updatedDateField',
	'updatedDateFormat',
	'updatedDateTimezone',
	'createdDateField',
	'createdDateFormat',
	'createdDateTimezone',
] as const;

const LINE_FORM =
	'resource|url|xPathFilter|updatedDateField|updatedDateFormat|updatedDateTimeZone|createdDateField|createdDateFormat|createdDateTimeZone';

/** Line ends, also as a JSON text writes them. */
const LINE_END = /\r\n|\r|\n|\\r|\\n/;
const SEPARATOR = /[|,\r\n]|\\[rn]/;
const URL_COLUMN = /^(?:\/|hubs\/|https?:)/i;
const NAME = /^\/?(?!hubs\/)[A-Za-z_][\w.{}/-]*$/;

/** JSON, or markup. */
const OTHER_TEXT = /^[\s\uFEFF]*(?:[{["<]|$)/;

/** What the text of `event.poller.urls` may be. */
export type ResourceLines =
	| { readonly kind: 'lines'; readonly entries: readonly Entry[] }
	| { readonly kind: 'names'; readonly names: readonly string[] };

/**
 * Reads `event.poller.urls`: either one resource a line, in up to nine columns separated by `|` of
 * which the last may be missing, or bare names of resources separated by `|`, commas or line ends.
 *
 * @returns undefined for text that is neither
 * @throws ConfigurationError naming the line
 */
export function readResourceLines(text: string): ResourceLines | undefined {
	if (OTHER_TEXT.test(text)) return undefined;
	const lines = text.includes('|') ? toLines(text) : [];
	if (lines.some(({ columns }) => columns.length > 1 && URL_COLUMN.test(columns[1])))
		return { kind: 'lines', entries: toEntries(lines) };
	return toNames(text.split(SEPARATOR).map((name) => name.trim()));
}

/** @returns undefined when one of them cannot be the name of a resource */
export function toNames(values: readonly unknown[]): ResourceLines | undefined {
	const names = values.filter((value) => value !== '');
	if (names.length === 0 || !names.every(isName)) return undefined;
	return { kind: 'names', names: [...new Set(names)] };
}

function isName(value: unknown): value is string {
	return typeof value === 'string' && NAME.test(value);
}

interface Line {
	/** From 1. */
	readonly number: number;
	readonly columns: readonly string[];
}

function toLines(text: string): readonly Line[] {
	return text
		.split(LINE_END)
		.map((line, index) => ({ number: index + 1, columns: line.split('|') }))
		.map(({ number, columns }) => ({ number, columns: columns.map((column) => column.trim()) }))
		.filter(({ columns }) => columns.some((column) => column !== ''));
}

function toEntries(lines: readonly Line[]): readonly Entry[] {
	const lineOf = new Map<string, number>();
	return lines.map(({ number, columns: [name, ...values] }): Entry => {
		checkLine(name, values, number);
		const earlier = lineOf.get(name);
		if (earlier !== undefined) {
			throw lineError(
				number,
				`names the resource ${quote(name)} again, after line ${earlier}. Keep one of the two.`,
			);
		}
		lineOf.set(name, number);
		const [url, xPath, ...dates] = COLUMNS.map((key, column) => [key, values[column]] as const);
		return [
			name,
			{ ...Object.fromEntries([url, xPath]), datesConfiguration: Object.fromEntries(dates) },
		];
	});
}

function checkLine(name: string, values: readonly string[], line: number): void {
	if (name === '') throw lineError(line, `names no resource. Write ${LINE_FORM}.`);
	const columns = values.reduce((last, value, index) => (value === '' ? last : index + 2), 1);
	if (columns > COLUMNS.length + 1) {
		throw lineError(
			line,
			`has ${columns} columns; expected at most ${COLUMNS.length + 1}: ${LINE_FORM}.`,
		);
	}
	if (values.length > 0 && values[0] !== '' && !URL_COLUMN.test(values[0])) {
		throw lineError(
			line,
			`has "${values[0].slice(0, 60)}" as its url; expected a path, for example ${quote(name)}|/hubs/crm/${quote(name)}.`,
		);
	}
}

function lineError(line: number, problem: string): ConfigurationError {
	return new ConfigurationError('event.poller.urls', `line ${line} ${problem}`);
}
