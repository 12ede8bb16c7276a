import { infusionsoftrest } from '../../nodes/OpenConnectors/connectors/infusionsoftrest/definition';
import { pathOf, type ResourceDefinition } from '../../nodes/OpenConnectors/streams/definition';
import { datesOf } from '../../nodes/OpenConnectors/configuration/dateSettings';
import type { DateSetting } from '../../nodes/OpenConnectors/configuration/types';
import { compileDateFormat } from '../../nodes/OpenConnectors/dates/dateFormat';
import { parseZone, UTC } from '../../nodes/OpenConnectors/dates/zone';
import { createRecordReader } from '../../nodes/OpenConnectors/streams/reader';
import { recordSelector } from '../../nodes/OpenConnectors/streams/records';
import type { FieldFacts, KeapTable, ListFacts } from '../../scripts/specificationTables';
import { listOf as listWith } from '../streams/native';
import { expectTableOf } from './specificationTable';
import table from './specifications/infusionsoftrest.json';

const AT = Date.UTC(2026, 0, 5, 14, 3, 9);
const versions: KeapTable = table;
type Version = keyof KeapTable;

const isVersion = (text: string): text is Version => text in versions;

function versionOf({ versionPath }: ResourceDefinition): Version {
	const version = versionPath ?? infusionsoftrest.versionPath;
	if (isVersion(version)) return version;
	throw new Error(`There is no version ${version}`);
}

/** The documented list; undefined where there is none. */
function listOf(resource: ResourceDefinition): ListFacts | undefined {
	const version = versionOf(resource);
	const path = pathOf(resource).replace(/\{tagId\}/, version === '/v2' ? '{tag_id}' : '{tagId}');
	return versions[version].lists[path];
}

const namesIn = (text: string | undefined): readonly string[] => text?.split(' ') ?? [];

/** What the documentation lets a parameter be made of. */
const namesFor = (parameter: string, resource: ResourceDefinition): readonly string[] =>
	namesIn(listOf(resource)?.parameters[parameter]?.names);

const fieldsIn = (facts: FieldFacts | undefined): readonly string[] =>
	Object.values(facts ?? {}).flatMap(namesIn);

/** The documented fields of the records of a list. */
const recordOf = (resource: ResourceDefinition): readonly string[] =>
	fieldsIn(listOf(resource)?.records[resource.recordsField ?? '']);

const dateSettings = ({ datesConfiguration }: ResourceDefinition): readonly DateSetting[] => {
	const { updated, created } = datesOf(datesConfiguration);
	return [updated, created].flatMap((date) => date ?? []);
};

/** Parameters of a request: the first page or a later one, with or without the filter by time. */
function asked(resource: ResourceDefinition, isFiltered: boolean, position?: string) {
	const { hubConditions } = resource;
	const fields = hubConditions?.query ? hubConditions.fields : [];
	const names = fields === 'any' ? [] : fields;
	const request = {
		resource,
		equalities: names.map((name): readonly [string, string] => [name, 'x']),
	};
	const list = listWith({
		definition: infusionsoftrest,
		request,
		isFiltered,
		pageSize: resource.pageSize ?? 0,
		variables: { tagId: '91' },
	});
	return new URL(list.request(AT, position).url).searchParams;
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

describe('the specification of Infusionsoft (Keap)', () => {
	describe.each(resources)('%s', (_name, resource) => {
		it.each(CALLS)('has the list and every parameter of %s', (_call, isFiltered, position) => {
			const documented = Object.keys(listOf(resource)?.parameters ?? {});
			for (const name of asked(resource, isFiltered, position).keys())
				expect(documented).toContain(name);
			if (position !== undefined && resource.paging?.type === 'cursor')
				expect(asked(resource, isFiltered, position).get('page_token')).toBe(position);
		});

		it('is filtered by documented names, joined as documented', () => {
			const filter = asked(resource, true).get('filter');
			if (filter === null) return;
			for (const part of filter.split(';')) {
				const [, name = part] = /^(\w+)==\S+$/.exec(part) ?? [];
				expect(namesFor('filter', resource)).toContain(name);
			}
			if (resource.url.includes('${'))
				expect(filter.endsWith('==2026-01-05T14:03:09.000Z')).toBe(true);
		});

		it('is filtered in UTC, whatever the zone of the node', () => {
			const request = { resource, equalities: [] };
			const call = { definition: infusionsoftrest, request, variables: { tagId: '91' } };
			const [utc, east] = [UTC, parseZone('Asia/Tokyo')].map((zone = UTC) =>
				listWith({ ...call, zone }).request(AT, undefined),
			);
			expect(east).toEqual(utc);
		});

		it('is ordered by a documented name, in a documented direction', () => {
			const order = asked(resource, true).get('order_by');
			if (order === null) return expect(versionOf(resource)).toBe('/v1');
			for (const word of order.split(' ')) expect(namesFor('order_by', resource)).toContain(word);
			return expect(order.endsWith(' desc')).toBe(resource.order === 'descending');
		});

		it('names documented fields', () => {
			const fields = asked(resource, true).get('fields');
			if (fields === null) return;
			const documented = [...namesFor('fields', resource), ...recordOf(resource)];
			for (const name of fields.split(',')) expect(documented).toContain(name);
		});

		it('asks for no more records a page than are given', () => {
			if (versionOf(resource) === '/v1') return;
			const most = listOf(resource)?.parameters.page_size?.maximum ?? 0;
			expect(resource.pageSize).toBeLessThanOrEqual(most);
		});

		it('finds the list, the way on, the id and the dates where they are documented', () => {
			const answer = listOf(resource)?.answer;
			expect(namesIn(answer?.array)).toContain(resource.recordsField);
			const wayOn = versionOf(resource) === '/v2' ? 'next_page_token' : 'count';
			expect(fieldsIn(answer)).toContain(wayOn);
			// The documented appointment has no id, though one appointment is asked for by it.
			const id = resource.name === 'appointments' ? [] : [resource.idField].flat();
			const dates = dateSettings(resource).map(({ field }) => field);
			for (const field of [...id, ...dates, ...(resource.volatile ?? [])])
				expect(recordOf(resource)).toContain(field);
		});

		it('reads the dates of the documented examples', () => {
			for (const date of dateSettings(resource)) {
				const example = listOf(resource)?.dates?.[date.field];
				if (example === undefined) continue;
				expect(instantOf(date, example)).toBe(Date.parse(example.replace('+0000', 'Z')));
			}
		});
	});

	it('has no path that is not there', () => {
		const [resource] = infusionsoftrest.resources;
		expect(listOf({ ...resource, url: '/nothing' })).toBeUndefined();
	});

	it('names all documented fields of contacts', () => {
		const [resource] = infusionsoftrest.resources.filter(({ name }) => name === 'contacts');
		const named = asked(resource, true).get('fields') ?? '';
		expect(named.split(',').sort()).toEqual([...namesFor('fields', resource)].sort());
	});

	it('has ids in the address of one appointment', () => {
		expect(namesIn(versions['/v1'].paths)).toContain('/appointments/{appointmentId}');
	});

	it('has neither appointments nor ids of transactions in version 2', () => {
		const paths = namesIn(versions['/v2'].paths);
		expect(paths.filter((path) => path.startsWith('/appointments'))).toEqual([]);
		const transactions = versions['/v2'].lists['/sales/transactions'];
		expect(fieldsIn(transactions?.records.transactions)).toContain('amount');
		expect(fieldsIn(transactions?.records.transactions)).not.toContain('id');
	});
});

expectTableOf('infusionsoftrest', table);

function instantOf(date: DateSetting, text: string): number | undefined {
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
		for (const resource of infusionsoftrest.resources)
			for (const date of dateSettings(resource)) expect(instantOf(date, text)).toBe(at);
	});

	it('the end of a list of version 1 is told by its count, not by its links', () => {
		const [resource] = infusionsoftrest.resources.filter(({ name }) => name === 'transactions');
		const request = { resource, equalities: [] };
		const list = listWith({ definition: infusionsoftrest, request, pageSize: 1 });
		const records = recordSelector('contacts')(CONTACTS);
		const answer = { records, body: CONTACTS, headers: {} };
		expect(list.next(answer, undefined)).toBeUndefined();
		const more = { ...answer, body: { ...CONTACTS, count: 2 } };
		expect(list.next(more, undefined)).toBe('1');
	});

	it.each([[{ next_page_token: '' }], [{ next_page_token: null }], [{}]])(
		'the end of a list of version 2 may be %j',
		(end) => {
			const [resource] = infusionsoftrest.resources.filter(({ name }) => name === 'contacts');
			const request = { resource, equalities: [] };
			const list = listWith({ definition: infusionsoftrest, request });
			const answer = { records: [{ id: '1' }], body: { contacts: [], ...end }, headers: {} };
			expect(list.next(answer, undefined)).toBeUndefined();
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
