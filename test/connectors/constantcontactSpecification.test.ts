/* eslint-disable @n8n/community-nodes/no-restricted-imports -- reads a copy of the vendor's specification, where there is one beside the repository */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { constantcontact } from '../../nodes/OpenConnectors/connectors/constantcontact/definition';
import {
	pathOf,
	type ListDefinition,
	type ResourceDefinition,
} from '../../nodes/OpenConnectors/streams/definition';
import { datesOf } from '../../nodes/OpenConnectors/configuration/dateSettings';
import { UTC } from '../../nodes/OpenConnectors/dates/zone';
import { readingOf } from '../../nodes/OpenConnectors/streams/reading';
import { compileFieldPath } from '../../nodes/OpenConnectors/core/fieldPath';
import { isRecord, recordSelector } from '../../nodes/OpenConnectors/streams/records';
import { listOf } from '../streams/native';
import { COPIES } from '../../scripts/specificationSources';
import { describeUnlessMissing } from './specificationTable';

/** Not part of the repository: the vendor gives no right to pass it on. */
const SPECIFICATION = join(COPIES, 'constant-contact/constant-contact-v3.openapi.yaml');

const present = existsSync(SPECIFICATION);
const lines = present ? readFileSync(SPECIFICATION, 'utf8').split(/\r?\n/) : [];

const ROOT = 'https://api.cc.email';
const API = `${ROOT}/v3`;
const SINCE = Date.UTC(2026, 0, 5, 12, 30, 9, 800);
const VARIABLES = { campaignActivityId: 'a1', eventId: 'e1', trackId: 't1' };

/** A part of the file: a name at a depth of indentation with all that is below it. */
function sectionAt(depth: number, name: string): Readonly<Record<string, unknown>> {
	const begins = (line: string) => /^ *[^ -]/.test(line) && line.search(/\S/) <= depth;
	const start = lines.indexOf(`${' '.repeat(depth)}${name}:`);
	if (start < 0) return {};
	const length = lines.slice(start + 1).findIndex(begins);
	const section: unknown = parse(lines.slice(start + 1, start + 1 + length).join('\n'));
	return isRecord(section) ? section : {};
}

function at(value: unknown, ...names: readonly string[]): unknown {
	return names.reduce<unknown>((part, name) => (isRecord(part) ? part[name] : undefined), value);
}

interface QueryParameter {
	readonly name: string;
	readonly enum?: readonly string[];
	readonly maximum?: number;
	readonly format?: string;
}

const parametersOf = new Map<string, ReadonlyMap<string, QueryParameter>>();

/** The query parameters that the vendor documents for reading a path; undefined where there is no such path. */
function documented(path: string): ReadonlyMap<string, QueryParameter> | undefined {
	const known = parametersOf.get(path);
	if (known) return known;
	const name = lines.find((line) => namesPath(line, path));
	if (name === undefined) return undefined;
	const list = at(sectionAt(2, name.trim().slice(0, -1)), 'get', 'parameters');
	const entries: readonly unknown[] = Array.isArray(list) ? list : [];
	const query = entries.filter((entry) => at(entry, 'in') === 'query').map(toParameter);
	const parameters = new Map(query.map((parameter) => [parameter.name, parameter]));
	parametersOf.set(path, parameters);
	return parameters;
}

/** `/events/e1` is documented as `/events/{event_id}`. */
function namesPath(line: string, path: string): boolean {
	const [, template] = /^ {2}(\/\S*):$/.exec(line) ?? [];
	if (template === undefined) return false;
	const steps = template.split('/');
	const asked = path.split('/');
	return (
		steps.length === asked.length &&
		steps.every((step, index) =>
			step.startsWith('{') ? /^[aet]1$/.test(asked[index]) : step === asked[index],
		)
	);
}

function toParameter(entry: unknown): QueryParameter {
	const schema = at(entry, 'schema');
	const values = at(schema, 'enum');
	// Of tags the specification calls the greatest number a greatest length.
	const maximum = at(schema, 'maximum') ?? at(schema, 'maxLength');
	const format = at(schema, 'format');
	return {
		name: String(at(entry, 'name')),
		...(Array.isArray(values) ? { enum: values.map(String) } : {}),
		...(typeof maximum === 'number' ? { maximum } : {}),
		...(typeof format === 'string' ? { format } : {}),
	};
}

const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/;

/** What is wrong with a request by the vendor's word. */
function faultsIn(url: string): readonly string[] {
	const { origin, pathname, searchParams } = new URL(url);
	const parameters = documented(pathname.replace(/^\/v3/, ''));
	if (origin !== ROOT || !pathname.startsWith('/v3/') || !parameters) return [`there is no ${url}`];
	return [...searchParams].flatMap(([name, value]) => {
		const parameter = parameters.get(name);
		if (!parameter) return [`${pathname} has no parameter ${name}`];
		const { enum: values, maximum, format } = parameter;
		const isAllowed =
			(!values || value.split(',').every((part) => values.includes(part))) &&
			(name !== 'limit' || maximum === undefined || Number(value) <= maximum) &&
			(format !== 'date-time' || MOMENT.test(value));
		return isAllowed ? [] : [`${name} of ${pathname} cannot be ${value}`];
	});
}

const listsOf = (resource: ResourceDefinition): readonly ListDefinition[] => [
	resource,
	...(resource.additionalLists ?? []),
	...(resource.deletions ? [resource.deletions] : []),
];

/** Every request that a definition can lead to, but for pages that a link leads to. */
function requestsOf(resource: ResourceDefinition, list: ListDefinition): readonly string[] {
	return [true, false].flatMap((isFiltered) => {
		const read = listOf({
			definition: constantcontact,
			request: { resource, equalities: [] },
			list,
			api: API,
			root: ROOT,
			pageSize: resource.pageSize ?? 0,
			variables: VARIABLES,
			isFiltered,
		});
		const pages = resource.paging?.type === 'link' ? [undefined] : [undefined, 'cursor'];
		return pages.map((position) => read.request(SINCE, position).url);
	});
}

const lists = constantcontact.resources.flatMap((resource) =>
	listsOf(resource).map((list): [string, ResourceDefinition, ListDefinition] => [
		`${resource.name}: ${list.url}`,
		resource,
		list,
	]),
);

const missing = present ? undefined : 'there is no copy of constant-contact-v3.openapi.yaml';

describeUnlessMissing('the specification of Constant Contact', missing, () => {
	it.each(lists)('has what is asked for %s', (_title, resource, list) => {
		const requests = requestsOf(resource, list);
		expect(requests.flatMap(faultsIn)).toEqual([]);
		const [filtered, ...others] = requests;
		expect(filtered.includes('2026-01-05')).toBe(list.url.includes('${'));
		for (const url of others.slice(others.length / 2)) expect(url).not.toContain('2026');
	});

	it.each(constantcontact.resources.filter(({ hubConditions }) => hubConditions))(
		'has every condition that $name can be narrowed by',
		(resource) => {
			const asked = pathOf(resource).replace(
				/\{(\w+)\}/g,
				(_whole, name: keyof typeof VARIABLES) => VARIABLES[name],
			);
			const known = [...(documented(asked)?.keys() ?? [])];
			const names = [...(resource.hubConditions?.fields ?? [])];
			expect(known).toEqual(expect.arrayContaining(names));
		},
	);

	it.each([
		['a path that is not there', `${API}/nothing?limit=5`],
		['another server', 'https://elsewhere.example/v3/contacts'],
		['no version', `${ROOT}/contacts`],
		['a parameter that is not there', `${API}/contact_lists?updated_after=2026-01-05T12:00:00Z`],
		['a value that is not there', `${API}/contacts?status=gone`],
		['a part of a value that is not there', `${API}/contacts?include=notes,teeth`],
		['too large a page', `${API}/contact_custom_fields?limit=101`],
		['a date without a zone', `${API}/contacts?updated_after=2026-01-05 12:00:00`],
	])('has not %s', (_name, url) => {
		expect(faultsIn(url)).toHaveLength(1);
	});
});

/** The vendor's sample of the answer to a path. */
function sampleOf(path: string): unknown {
	const asked = path.replace(/\{\w+\}/g, 'e1');
	const name =
		lines
			.find((line) => namesPath(line, asked))
			?.trim()
			.slice(0, -1) ?? '';
	const schema = at(
		sectionAt(2, name),
		'get',
		'responses',
		'200',
		'content',
		'application/json',
		'schema',
	);
	const [, reference] = /\/schemas\/(\w+)$/.exec(String(at(schema, '$ref'))) ?? [];
	return reference === undefined ? undefined : at(sectionAt(4, reference), 'example');
}

const expectDate = (field: string | undefined, record: unknown, read: number | undefined) => {
	const text = field && isRecord(record) ? compileFieldPath(field)(record) : undefined;
	if (text === undefined) return expect(read).toBeUndefined();
	return expect([field, read]).toEqual([field, Date.parse(String(text))]);
};

describeUnlessMissing('the samples in the specification of Constant Contact', missing, () => {
	const sampled = constantcontact.resources.map(
		(resource): [string, ResourceDefinition, unknown] => [
			resource.name,
			resource,
			sampleOf(pathOf(resource)),
		],
	);

	it('are there for all lists', () => {
		const without = sampled.filter(([, , sample]) => sample === undefined).map(([name]) => name);
		expect(without).toEqual([]);
	});

	it.each(sampled)('are read as they are meant: %s', (_name, resource, sample) => {
		const records = recordSelector(resource.recordsField)(sample);
		expect(records.length).toBeGreaterThan(0);
		const { reader } = readingOf({ name: resource.name }, resource, UTC);
		for (const record of records) {
			expect(String(reader.id(record))).toMatch(/^[\w-]{2,}/);
			const { updated, created } = datesOf(resource.datesConfiguration);
			expectDate(created?.field, record, reader.created(record));
			if (!resource.alsoUpdated) expectDate(updated?.field, record, reader.updated(record));
			expect(reader.deleted(record)).toBe(false);
		}
	});

	it('of contacts tell by the latest of three dates, and when they were deleted', () => {
		const contacts = constantcontact.resources.find(({ name }) => name === 'contacts');
		if (!contacts?.deletions) throw new Error('there are no contacts');
		const [record] = recordSelector('contacts')(sampleOf('/contacts'));
		const dates = ['updated_at', ...(contacts.alsoUpdated ?? [])].map((field) =>
			Date.parse(String(compileFieldPath(field)(record))),
		);
		expect(dates).toHaveLength(3);
		expect(readingOf({ name: 'contacts' }, contacts, UTC).reader.updated(record)).toBe(
			Math.max(...dates),
		);
		const deletions = {
			...contacts,
			...contacts.deletions,
			idField: contacts.idField,
			alsoUpdated: [],
		};
		const deletion = readingOf({ name: 'contacts' }, deletions, UTC).reader;
		expect(deletion.updated(record)).toBe(Date.parse(String(record.deleted_at)));
	});
});
