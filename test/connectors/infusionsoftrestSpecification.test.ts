/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads a copy of the vendor's specification, where there is one beside the repository */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { infusionsoftrest } from '../../nodes/OpenConnectors/connectors/infusionsoftrest';
import type {
	NativeDate,
	PageStyle,
	ResourceDefinition,
} from '../../nodes/OpenConnectors/connectors/definition';
import { compileDateFormat } from '../../nodes/OpenConnectors/dates/dateFormat';
import { UTC } from '../../nodes/OpenConnectors/dates/zone';
import { createRecordReader } from '../../nodes/OpenConnectors/polling/reader';
import { recordSelector } from '../../nodes/OpenConnectors/sources/records';
import { listingOf } from '../sources/native';

/** Not part of the repository. */
const FOLDER = resolve(__dirname, '../../../shared/specs/keap');
const FILES = { '/v1': 'keap-rest-v1.openapi.yml', '/v2': 'keap-rest-v2.swagger.yml' } as const;
type Version = keyof typeof FILES;

const AT = Date.UTC(2026, 0, 5, 14, 3, 9);
const present = Object.values(FILES).every((file) => existsSync(resolve(FOLDER, file)));
const read = (file: string) =>
	present ? readFileSync(resolve(FOLDER, file), 'utf8').split(/\r?\n/) : [];
const lines = { '/v1': read(FILES['/v1']), '/v2': read(FILES['/v2']) };

const isVersion = (text: string): text is Version => text in FILES;

/** The lines below a key that stands alone on a line with such an indentation. */
function below(within: readonly string[], key: string, indent: number): readonly string[] {
	const start = within.indexOf(`${' '.repeat(indent)}${key}:`);
	if (start < 0) return [];
	const rest = within.slice(start + 1);
	// The entries of a list stand as far in as its key.
	const isEntry = (line: string) => line.startsWith(`${' '.repeat(indent)}- `);
	const end = rest.findIndex(
		(line) => line.trim() !== '' && line.search(/\S/) <= indent && !isEntry(line),
	);
	return rest.slice(0, end < 0 ? undefined : end);
}

function versionOf({ versionPath }: ResourceDefinition): Version {
	const version = versionPath ?? infusionsoftrest.versionPath;
	if (isVersion(version)) return version;
	throw new Error(`There is no version ${version}`);
}

/** The documented list: what may be asked, and what comes. */
function operationOf(resource: ResourceDefinition) {
	const version = versionOf(resource);
	const path = resource.path.replace(/\{tagId\}/, version === '/v2' ? '{tag_id}' : '{tagId}');
	const get = below(
		below(lines[version], version === '/v2' ? `/rest/v2${path}` : path, 2),
		'get',
		4,
	);
	const parameters = new Map<string, string>();
	let name = '';
	for (const line of below(get, 'parameters', 6)) {
		name = /^ {6}- name: (\w+)$/.exec(line)?.[1] ?? name;
		parameters.set(name, `${parameters.get(name) ?? ''}\n${line.trim()}`);
	}
	const schema = /schemas\/(\w+)/.exec(get.find((line) => line.includes('$ref')) ?? '')?.[1] ?? '';
	return { parameters, answer: propertiesOf(version, schema), version };
}

/** The lines of each property of a schema. */
function propertiesOf(version: Version, schema: string): ReadonlyMap<string, string> {
	const properties = new Map<string, string>();
	let name = '';
	for (const line of below(below(lines[version], schema, 4), 'properties', 6)) {
		name = /^ {8}(\w+):/.exec(line)?.[1] ?? name;
		properties.set(name, `${properties.get(name) ?? ''}\n${line.trim()}`);
	}
	return properties;
}

/** The documented fields of the records of a list. */
function recordOf(resource: ResourceDefinition): ReadonlyMap<string, string> {
	const { answer, version } = operationOf(resource);
	const list = answer.get(resource.recordsField ?? '') ?? '';
	return propertiesOf(version, /schemas\/(\w+)/.exec(list)?.[1] ?? '');
}

const pagingOf = (resource: ResourceDefinition): PageStyle =>
	resource.paging ?? infusionsoftrest.paging;

/** Parameters of a request: the first page or a later one, with or without the filter by time. */
function asked(resource: ResourceDefinition, isFiltered: boolean, position?: string) {
	const { equality } = resource;
	const names = equality?.kind === 'part' ? equality.names : [];
	const request = {
		resource,
		equalities: names.map((name): readonly [string, string] => [name, 'x']),
	};
	const listing = listingOf({
		definition: infusionsoftrest,
		request,
		isFiltered,
		pageSize: pagingOf(resource).maxPageSize,
		variables: { tagId: '91' },
	});
	return new URL(listing.request(AT, position).url).searchParams;
}

const resources = infusionsoftrest.resources.map((resource): [string, ResourceDefinition] => [
	resource.name,
	resource,
]);

const CALLS = [
	['the first page', true, undefined],
	['the first page of all', false, undefined],
	['a second page', true, '1000'],
] as const;

const title = present
	? 'the specification of Infusionsoft (Keap)'
	: `the specification of Infusionsoft (Keap) (skipped: no copies of ${Object.values(FILES).join(' and ')} beside the repository)`;

(present ? describe : describe.skip)(title, () => {
	describe.each(resources)('%s', (_name, resource) => {
		it.each(CALLS)('has the list and every parameter of %s', (_call, isFiltered, position) => {
			const { parameters } = operationOf(resource);
			for (const name of asked(resource, isFiltered, position).keys())
				expect([...parameters.keys()]).toContain(name);
			if (position !== undefined && pagingOf(resource).style === 'token')
				expect(asked(resource, isFiltered, position).get('page_token')).toBe(position);
		});

		it('is filtered by documented names, joined as documented', () => {
			const filter = asked(resource, true).get('filter');
			if (filter === null) return;
			const documented = operationOf(resource).parameters.get('filter') ?? '';
			for (const part of filter.split(';')) {
				const [, name = part] = /^(\w+)==\S+$/.exec(part) ?? [];
				expect(documented).toMatch(new RegExp(`(\`|\\) )${name}(\`|$)`, 'm'));
			}
			const { since } = resource;
			if (since) expect(filter.endsWith('==2026-01-05T14:03:09.000Z')).toBe(true);
		});

		it('is ordered by a documented name, in a documented direction', () => {
			const order = asked(resource, true).get('order_by');
			if (order === null) return expect(versionOf(resource)).toBe('/v1');
			const documented = operationOf(resource).parameters.get('order_by') ?? '';
			for (const word of order.split(' ')) expect(documented).toContain(`\`${word}\``);
			return expect(order.endsWith(' desc')).toBe(resource.order === 'descending');
		});

		it('names documented fields', () => {
			const fields = asked(resource, true).get('fields');
			if (fields === null) return;
			const documented = operationOf(resource).parameters.get('fields') ?? '';
			const record = [...recordOf(resource).keys()];
			for (const name of fields.split(',')) {
				const isNamed = new RegExp(`\\b${name}\\b`).test(documented);
				expect({ name, known: isNamed || record.includes(name) }).toEqual({ name, known: true });
			}
		});

		it('asks for no more records a page than are given', () => {
			const { parameters, version } = operationOf(resource);
			if (version === '/v1') return;
			const [, most] = /maximum: (\d+)/.exec(parameters.get('page_size') ?? '') ?? [];
			expect(pagingOf(resource).maxPageSize).toBeLessThanOrEqual(Number(most));
		});

		it('finds the list, the way on, the id and the dates where they are documented', () => {
			const { answer, version } = operationOf(resource);
			expect(answer.get(resource.recordsField ?? '')).toContain('type: array');
			expect([...answer.keys()]).toContain(version === '/v2' ? 'next_page_token' : 'count');
			const record = recordOf(resource);
			// The documented appointment has no id, though one appointment is asked for by it.
			const id = resource.name === 'appointments' ? [] : [resource.idField].flat();
			const dates = [resource.updated, resource.created].flatMap((date) => date?.field ?? []);
			for (const field of [...id, ...dates, ...(resource.volatile ?? [])])
				expect([...record.keys()]).toContain(field);
		});

		it('reads the dates of the documented examples', () => {
			const record = recordOf(resource);
			for (const date of [resource.updated, resource.created].flatMap((known) => known ?? [])) {
				const [, example] = /example: '?([^']+)'?/.exec(record.get(date.field) ?? '') ?? [];
				if (example === undefined) continue;
				expect(instantOf(date, example)).toBe(Date.parse(example.replace('+0000', 'Z')));
			}
		});
	});

	it('has no path that is not there', () => {
		const [resource] = infusionsoftrest.resources;
		const { parameters, answer } = operationOf({ ...resource, path: '/nothing' });
		expect([...parameters.keys(), ...answer.keys()]).toEqual([]);
	});

	it('names all documented fields of contacts', () => {
		const [resource] = infusionsoftrest.resources.filter(({ name }) => name === 'contacts');
		const text = operationOf(resource).parameters.get('fields')?.replace(/\s+/g, '') ?? '';
		const [, documented = ''] = /Availablefieldsare:([\w,]+)/.exec(text) ?? [];
		const named = asked(resource, true).get('fields') ?? '';
		expect(named.split(',').sort()).toEqual(documented.split(',').sort());
	});

	it('has ids in the address of one appointment', () => {
		expect(lines['/v1']).toContain('  /appointments/{appointmentId}:');
	});

	it('has neither appointments nor ids of transactions in version 2', () => {
		expect(lines['/v2'].filter((line) => line.startsWith('  /rest/v2/appointments'))).toEqual([]);
		expect([...propertiesOf('/v2', 'TransactionV2').keys()]).not.toContain('id');
	});
});

function instantOf(date: NativeDate, text: string): number | undefined {
	return compileDateFormat(date.format).parse(text, UTC);
}

describe('recorded answers', () => {
	/** Of version 1, condensed. */
	const CONTACTS = {
		contacts: [
			{
				id: 1576,
				given_name: 'Johnny',
				date_created: '2022-09-29T00:42:39.000+0000',
				last_updated: '2022-09-29T00:42:42.000+0000',
				last_updated_utc_millis: 1_664_412_162_239,
			},
		],
		count: 1,
		next: 'https://api.infusionsoft.com/crm/rest/v1/contacts/?limit=1&offset=1000',
	};

	it.each([
		['2022-09-29T00:42:42.000+0000', 1_664_412_162_000],
		['2025-04-16T20:33:02.321Z', Date.UTC(2025, 3, 16, 20, 33, 2, 321)],
		['2024-03-15T10:30:00Z', Date.UTC(2024, 2, 15, 10, 30)],
	])('the date %s is read', (text, at) => {
		for (const { updated, created } of infusionsoftrest.resources)
			for (const date of [updated, created].flatMap((known) => known ?? []))
				expect(instantOf(date, text)).toBe(at);
	});

	it('the end of a list of version 1 is told by its count, not by its links', () => {
		const [resource] = infusionsoftrest.resources.filter(({ name }) => name === 'transactions');
		const request = { resource, equalities: [] };
		const listing = listingOf({ definition: infusionsoftrest, request, pageSize: 1 });
		const records = recordSelector('contacts')(CONTACTS);
		const answer = { records, body: CONTACTS, headers: {} };
		expect(listing.next(answer, undefined)).toBeUndefined();
		const more = { ...answer, body: { ...CONTACTS, count: 2 } };
		expect(listing.next(more, undefined)).toBe('1');
	});

	it.each([[{ next_page_token: '' }], [{ next_page_token: null }], [{}]])(
		'the end of a list of version 2 may be %j',
		(end) => {
			const [resource] = infusionsoftrest.resources.filter(({ name }) => name === 'contacts');
			const request = { resource, equalities: [] };
			const listing = listingOf({ definition: infusionsoftrest, request });
			const answer = { records: [{ id: '1' }], body: { contacts: [], ...end }, headers: {} };
			expect(listing.next(answer, undefined)).toBeUndefined();
		},
	);

	it.each([
		['campaigns', { active_contact_count: 3, completed_contact_count: 4 }],
		['automations', { active_contacts: 3 }],
		['emails', { opened_time: '2024-05-21T15:00:00Z', clicked_time: '2024-05-21T15:05:00Z' }],
	])('%s: what contacts do is no change of the record', (name, moved) => {
		const [resource] = infusionsoftrest.resources.filter((known) => known.name === name);
		const { fingerprint } = createRecordReader({
			id: resource.idField,
			...(resource.volatile ? { volatile: resource.volatile } : {}),
		});
		const record = { id: '41', name: 'Welcome' };
		expect(fingerprint({ ...record, ...moved })).toBe(fingerprint(record));
		expect(fingerprint({ ...record, name: 'Goodbye' })).not.toBe(fingerprint(record));
	});
});
