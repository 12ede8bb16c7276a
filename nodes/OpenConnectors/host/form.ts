import { ConfigurationError } from '../configuration/types';
import { quote } from '../core/text';

/** The form of one list, as n8n keeps it: texts, and what is nested below `pagingSettings` and `more`. */
export type FormList = Readonly<Record<string, unknown>>;

/** The language, as JSON. */
type Settings = Readonly<Record<string, unknown>>;

/** How a key of the language is typed into a field of the form. */
interface FieldKind {
	/** @returns undefined for a field that is blank */
	readonly read: (typed: unknown, path: string) => unknown;
	readonly write: (value: unknown) => unknown;
}

type FieldKinds = Readonly<Record<string, FieldKind>>;

const text: FieldKind = { read: textIn, write: (value) => value };
const flag: FieldKind = {
	read: (typed) => (typed === '' ? undefined : typed),
	write: (value) => value,
};
const number: FieldKind = { read: numberIn, write: (value) => value };
/** One path, or JSON of several. */
const paths: FieldKind = {
	read: pathsIn,
	write: (value) => (Array.isArray(value) ? JSON.stringify(value) : value),
};
const names: FieldKind = {
	read: (typed) => entriesIn(typed)?.map((entry) => entry.trim()),
	write: (value) => (Array.isArray(value) ? value.join(', ') : value),
};
const values: FieldKind = { read: valuesIn, write: valuesOut };
const json: FieldKind = { read: jsonIn, write: (value) => JSON.stringify(value, null, 2) };

/** Keys that stand in the form of a list itself. */
const LIST: FieldKinds = { url: text, recordsField: text, idField: paths };
const DATES: FieldKinds = {
	updatedDateField: paths,
	updatedDateFormat: text,
	createdDateField: text,
	createdDateFormat: text,
};
const ZONES: FieldKinds = { updatedDateTimezone: text, createdDateTimezone: text };
const PAGING: FieldKinds = {
	pageParam: text,
	offsetParam: text,
	cursorParam: text,
	cursorField: text,
	cursorHeader: text,
	lastRecordField: text,
	linkField: paths,
	linkHeader: text,
	limitParam: text,
	firstPage: number,
	firstOffset: number,
	hasMoreField: text,
	endField: text,
	totalField: text,
	totalHeader: text,
	totalPagesField: text,
	totalPagesHeader: text,
	maximumPage: number,
	maximumOffset: number,
	cursorUrl: text,
	alone: flag,
	in: text,
};
const MORE: FieldKinds = {
	method: text,
	body: json,
	headers: json,
	order: text,
	granularity: text,
	pollDelay: number,
	pageSize: number,
	watch: text,
	record: text,
	retention: text,
	step: text,
	since: json,
	filterByUpdatedDate: flag,
	volatile: names,
	values: json,
	errors: json,
	rateLimit: json,
	none: json,
};

/**
 * The poller configuration that a form stands for.
 *
 * @param form the value of the parameter `lists`
 * @throws ConfigurationError for a list without a name, and for a field that cannot be read
 */
export function settingsOfForm(form: unknown): Readonly<Record<string, Settings>> {
	const entries = objectOf(form).list;
	const lists: readonly unknown[] = Array.isArray(entries) ? entries : [];
	if (lists.length === 0)
		throw new ConfigurationError('Lists', 'none is added. Add a list, with its name and its URL.');
	const settings = new Map<string, Settings>();
	for (const list of lists.map(objectOf)) {
		const name = textIn(list.name);
		if (name === undefined)
			throw new ConfigurationError('Lists', 'a list has no name. Write one, for example issues.');
		if (settings.has(name))
			throw new ConfigurationError('Lists', `two lists are called "${quote(name)}". Rename one.`);
		settings.set(name, toSettings(name, list));
	}
	return Object.fromEntries(settings);
}

/** The settings of a list. @throws ConfigurationError */
export function toSettings(name: string, list: FormList): Settings {
	const more = objectOf(list.more);
	const dates = { ...readAll(DATES, list, name), ...readAll(ZONES, more, name) };
	return {
		...readAll(LIST, list, name),
		...(Object.keys(dates).length > 0 ? { datesConfiguration: dates } : {}),
		...readDeleted(list, name),
		...readPaging(list, name),
		...readAll(MORE, more, name),
	};
}

function readDeleted(list: FormList, name: string): Settings {
	const field = textIn(list.deletedField);
	if (field === undefined) return {};
	const read = values.read(list.deletedValues, `${name}.deleted.values`);
	return { deleted: { field, ...(read === undefined ? {} : { values: read }) } };
}

/** The type alone says the whole, where it was chosen from what the API answered. */
function readPaging(list: FormList, name: string): Settings {
	const type = textIn(list.paging);
	if (type === undefined || type === 'none') return {};
	const parameters = readAll(PAGING, objectOf(list.pagingSettings), `${name}.paging`);
	const seen = type.startsWith('{') ? objectOf(jsonIn(type, `${name}.paging`)) : { type };
	return { paging: { ...seen, ...parameters } };
}

function readAll(kinds: FieldKinds, typed: FormList, path: string): Settings {
	const read = Object.entries(kinds).map(
		([key, kind]) => [key, kind.read(typed[key], `${path}.${key}`)] as const,
	);
	return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}

/**
 * The form that stands for the settings of a list.
 *
 * @returns undefined where they hold what the form has no field for
 */
export function fromSettings(name: string, settings: Settings): FormList | undefined {
	const { datesConfiguration, deleted, paging, ...rest } = settings;
	const dates = objectOf(datesConfiguration);
	const { type = 'none', ...parameters } = objectOf(paging);
	const { field = '', values: traces, ...unknownTraces } = objectOf(deleted);
	const more = { ...writeAll(MORE, rest), ...writeAll(ZONES, dates) };
	const isWhole =
		holdsOnly(rest, { ...LIST, ...MORE }) &&
		holdsOnly(dates, { ...DATES, ...ZONES }) &&
		holdsOnly(parameters, PAGING) &&
		holdsOnly(unknownTraces, {});
	if (!isWhole) return undefined;
	return {
		name,
		...writeAll(LIST, rest),
		...writeAll(DATES, dates),
		...(field === '' ? {} : { deletedField: field }),
		...(traces === undefined ? {} : { deletedValues: values.write(traces) }),
		...(type === 'none' ? {} : { paging: type, pagingSettings: writeAll(PAGING, parameters) }),
		...(Object.keys(more).length > 0 ? { more } : {}),
	};
}

function writeAll(kinds: FieldKinds, settings: Settings): FormList {
	const written = Object.entries(kinds)
		.filter(([key]) => settings[key] !== undefined)
		.map(([key, kind]) => [key, kind.write(settings[key])] as const);
	return Object.fromEntries(written);
}

function holdsOnly(settings: Settings, kinds: FieldKinds): boolean {
	return Object.keys(settings).every((key) => key in kinds);
}

function textIn(typed: unknown): string | undefined {
	const written = typeof typed === 'string' || typeof typed === 'number' ? String(typed) : '';
	return written.trim() === '' ? undefined : written.trim();
}

function numberIn(typed: unknown, path: string): number | undefined {
	const written = textIn(typed);
	if (written === undefined) return undefined;
	const value = Number(written);
	if (Number.isFinite(value)) return value;
	throw new ConfigurationError(path, `found "${quote(written)}"; expected a number`);
}

/** `["Modified Time"]` is one path as well as a list of one: it is read as the path. */
function pathsIn(typed: unknown): string | readonly string[] | undefined {
	const written = textIn(typed);
	const several = written?.startsWith('[') ? parsed(written) : undefined;
	if (!Array.isArray(several) || several.length < 2) return written;
	const steps: readonly unknown[] = several;
	return steps.every((step) => typeof step === 'string') ? steps.map(String) : written;
}

function entriesIn(typed: unknown): readonly string[] | undefined {
	const entries = textIn(typed)
		?.split(',')
		.map((entry) => entry.trim())
		.filter(Boolean);
	return entries && entries.length > 0 ? entries : undefined;
}

/** Values separated by commas, or a list in JSON. What reads as a number, true, false or null is one. */
function valuesIn(typed: unknown): readonly unknown[] | undefined {
	const written = textIn(typed) ?? '';
	const list = written.startsWith('[') ? parsed(written) : undefined;
	if (Array.isArray(list)) return list;
	return entriesIn(written)?.map((entry) => parsed(entry) ?? (entry === 'null' ? null : entry));
}

function valuesOut(list: unknown): string {
	const entries: readonly unknown[] = Array.isArray(list) ? list : [list];
	const isPlain = (entry: unknown) =>
		typeof entry === 'string' && !/[,[\]{}"]/.test(entry) && parsed(entry) === undefined;
	return entries.every(isPlain) ? entries.join(', ') : JSON.stringify(entries);
}

function jsonIn(typed: unknown, path: string): unknown {
	if (typeof typed === 'object' && typed !== null) return typed;
	const written = textIn(typed);
	if (written === undefined) return undefined;
	const value = parsed(written);
	if (value !== undefined) return value;
	throw new ConfigurationError(path, `found "${quote(written)}", which is no JSON`);
}

function parsed(written: string): unknown {
	try {
		const value: unknown = JSON.parse(written);
		return value ?? undefined;
	} catch {
		return undefined;
	}
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null ? { ...value } : {};
}
