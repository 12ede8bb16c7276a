import { CONNECTORS, findConnector } from '../../nodes/OpenConnectors/connectors';
import type { ChangeKind } from '../../nodes/OpenConnectors/core/rules';
import { UTC } from '../../nodes/OpenConnectors/dates/zone';
import { createStreams } from '../../nodes/OpenConnectors/streams';
import { kindsOfResource } from '../../nodes/OpenConnectors/streams/kinds';
import type { StreamParameters } from '../../nodes/OpenConnectors/streams/stream';

type Chosen = Pick<StreamParameters, 'connector' | 'selection'> & Partial<StreamParameters>;

const missedOf = (events: readonly ChangeKind[], chosen: Chosen) =>
	createStreams({
		parameters: {
			connection: 'provider',
			start: { kind: 'now' },
			zone: UTC,
			variables: {},
			...chosen,
			events: new Set(events),
		},
		definition: findConnector(chosen.connector),
		credential: { baseUrl: 'https://api.example.com' },
		send: () => Promise.reject(new Error('Nothing is sent')),
		memory: { queues: new Map(), accountIds: new Map() },
		report: () => {},
	}).missed;

const ticked = (connector: string, ...names: string[]): Chosen => ({
	connector,
	selection: { kind: 'resources', names },
});
const pasted = (connector: string, list: object): Chosen => ({
	connector,
	selection: { kind: 'json', source: { list } },
});

it.each([
	['insightly', 'contacts', 'provider', 'created updated'],
	['insightly', 'emails', 'provider', 'created'],
	['icontact', 'contacts', 'provider', 'created updated deleted'],
	['icontact', 'contacts', 'openConnectors', 'created'],
	['icontact', 'new-contacts', 'provider', 'created'],
	['constantcontact', 'contacts', 'provider', 'created updated deleted'],
	['constantcontact', 'campaigns', 'openConnectors', 'created updated'],
	['constantcontact', 'email-opens', 'provider', 'created'],
	['infusionsoftrest', 'transactions', 'provider', 'created'],
	['maximizer', 'leads', 'provider', 'created updated deleted'],
	['maximizer', 'contacts', 'openConnectors', 'updated'],
	['freshdesk', 'tickets', 'provider', 'created updated deleted'],
	['freshdesk', 'tickets', 'openConnectors', 'created updated'],
] as const)('%s %s, by %s: %s', (connector, name, connection, shown) => {
	const definition = CONNECTORS[connector];
	const resource = definition?.resources.find((candidate) => candidate.name === name);
	if (!definition || !resource) throw new Error(`There is no ${name}`);
	expect([...kindsOfResource(definition, resource, connection)].join(' ')).toBe(shown);
});

it.each([
	[
		'deletions of Insightly',
		['deleted'],
		ticked('insightly', 'contacts', 'leads'),
		/contacts, leads cannot show deleted records\. Insightly shows no deleted records: choose another event/,
	],
	[
		'deletions of Freshdesk contacts',
		['deleted'],
		ticked('freshdesk', 'contacts'),
		/Resources that show deleted records: Tickets\./,
	],
	[
		'edits of what is only new',
		['updated', 'deleted'],
		ticked('icontact', 'new-contacts'),
		/changed or deleted records\. Resources that show changed records: Campaigns, Contacts,/,
	],
	[
		'deletions through the platform',
		['deleted'],
		{ ...ticked('freshdesk', 'tickets'), connection: 'openConnectors' },
		/Open Connectors shows no deleted records/,
	],
	[
		'deletions of a path',
		['deleted'],
		pasted('insightly', { url: '/Tags', idField: 'ID' }),
		/list cannot show deleted/,
	],
	[
		'what is new without a created date',
		['created'],
		pasted('rest', {
			url: '/items',
			idField: 'id',
			datesConfiguration: { updatedDateField: 'at', updatedDateFormat: 'seconds' },
		}),
		/name their created date/,
	],
	[
		'deletions of any API',
		['deleted'],
		pasted('rest', { url: '/items', idField: 'id' }),
		/name a deleted field/,
	],
] as ReadonlyArray<readonly [string, readonly ChangeKind[], Chosen, RegExp]>)(
	'refuses %s',
	(_what, events, chosen, error) => {
		expect(() => missedOf(events, chosen)).toThrow(error);
		expect(() => missedOf(events, chosen)).toThrow(/^Events: the workflow would never start/);
	},
);

it('says which events some of the resources do not show', () => {
	expect(
		missedOf(['created', 'updated', 'deleted'], ticked('freshdesk', 'contacts', 'tickets')),
	).toEqual(['Events: contacts cannot show deleted records.']);
	expect(missedOf(['created', 'updated'], ticked('freshdesk', 'contacts', 'tickets'))).toEqual([]);
});

it.each([
	['a list that is compared', { url: '/items', idField: 'id', watch: 'snapshot' }],
	[
		'a list with a mark',
		{ url: '/items?since=${epoch:s}', idField: 'id', deleted: { field: 'gone' } },
	],
])('believes %s to show deletions', (_what, list) => {
	expect(missedOf(['deleted'], pasted('rest', list))).toEqual([]);
});

it('believes a date that a user names as updated, whatever the created one is', () => {
	const date = 'modified_date';
	const datesConfiguration = {
		updatedDateField: date,
		updatedDateFormat: 'seconds',
		createdDateField: date,
		createdDateFormat: 'seconds',
	};
	expect(
		missedOf(
			['updated'],
			pasted('other', { url: '/hubs/crm/items', idField: 'id', datesConfiguration }),
		),
	).toEqual([]);
});
