import { parseZone, UTC, type Zone } from '../../nodes/OpenConnectors/dates/zone';
import { findConnector } from '../../nodes/OpenConnectors/connectors';
import { createStreams } from '../../nodes/OpenConnectors/streams';
import type { StreamParameters } from '../../nodes/OpenConnectors/streams/stream';

const DATES = {
	updatedDateField: 'updated',
	updatedDateFormat: 'yyyy-MM-dd HH:mm:ss',
	createdDateField: 'created',
	createdDateFormat: 'yyyy-MM-dd HH:mm:ss',
};
const URL = "/hubs/crm/{kind}?where=updated>='${date:yyyy-MM-dd HH:mm:ss}' AND open='a  b'&x=1";
const RESOURCE = { url: URL, idField: 'id', datesConfiguration: DATES };

const PARAMETERS: StreamParameters = {
	connector: 'other',
	connection: 'openConnectors',
	selection: { kind: 'json', source: { things: RESOURCE } },
	events: new Set(['created', 'updated', 'deleted']),
	start: { kind: 'now' },
	zone: UTC,
	variables: { kind: 'things' },
};

function keysOf(parameters: StreamParameters): readonly string[] {
	const { streams } = createStreams({
		parameters,
		definition: findConnector(parameters.connector),
		credential: {
			baseUrl: 'https://api.example.com',
			userSecret: 'u',
			organizationSecret: 'o',
			elementToken: 'e',
			apiKey: 'a',
		},
		send: async () => await Promise.reject(new Error('No key asks the provider')),
		memory: { queues: new Map(), accountIds: new Map() },
		report: () => undefined,
	});
	return streams.map(({ key }) => key);
}

interface Edit extends Partial<StreamParameters> {
	/** Of the resource. */
	readonly resource?: Readonly<Record<string, unknown>>;
}

function edited({ resource, ...parameters }: Edit): StreamParameters {
	const source = { things: { ...RESOURCE, ...resource } };
	return { ...PARAMETERS, selection: { kind: 'json', source }, ...parameters };
}

/** The parts of the key that an edit changes, beside those of another one. */
function changed(edit: Edit, before: Edit = {}): readonly string[] {
	const [from = '', to = ''] = [before, edit].map((each) => keysOf(edited(each))[0]);
	const parts = from.split('.');
	return ['identity', 'reading', 'filter'].filter(
		(_part, index) => parts[index] !== to.split('.')[index],
	);
}

const zone = (name: string): Zone => parseZone(name) ?? UTC;
const url = (text: string): Edit => ({ resource: { url: text } });
const dates = (some: object): Edit => ({ resource: { datesConfiguration: { ...DATES, ...some } } });

it.each<[string, Edit]>([
	['a variable that is not used', { variables: { kind: 'things', other: '1' } }],
	['another name of the zone', { zone: zone('Etc/UTC') }],
	['an offset for the zone', { zone: zone('+00:00') }],
	['the beginning', { start: { kind: 'at', at: 0 } }],
	['the page size', { pageSize: 7, resource: { pageSize: 9 } }],
	['the lookback', { lookbackMs: 9, resource: { pollDelay: 300 } }],
	['the events', { events: new Set(['created']) }],
	['blanks around an operator', url(URL.replace('>=', ' >=  '))],
	['blanks as plus signs', url(URL.replace(' AND ', '+AND+'))],
	['escapes', url(URL.replace('>=', '%3E%3D').replace(/'/g, '%27'))],
	['a page size in the url', url(`${URL}&pageSize=100`)],
	[
		'the order of parameters',
		url("/hubs/crm/{kind}?x=1&where=updated>='${date:yyyy-MM-dd HH:mm:ss}' AND open='a  b'"),
	],
	['a slash behind the path', url(URL.replace('{kind}?', '{kind}/?'))],
	['a variable in place of its value', url(URL.replace('{kind}', 'things'))],
	['another placeholder for the same time', url(URL.replace('${date:', '${gmtDate:'))],
	['the path of the id written otherwise', { resource: { idField: "['id']" } }],
	['the created date', dates({ createdDateField: 'made' })],
])('the key stays as it is under another way to write the settings: %s', (_name, edit) => {
	expect(changed(edit)).toEqual([]);
});

it.each<[string, Edit, string]>([
	['another list', url(URL.replace('{kind}', 'others')), 'identity'],
	['the value of a variable of the path', { variables: { kind: 'others' } }, 'identity'],
	['another id field', { resource: { idField: 'number' } }, 'identity'],
	['another connector', { connector: 'insightly' }, 'identity'],
	['another date', dates({ updatedDateField: 'modified' }), 'reading'],
	['another zone of the date', dates({ updatedDateTimezone: 'America/Denver' }), 'reading'],
	['another step of the date', dates({ updatedDateFormat: 'yyyy-MM-dd HH:mm' }), 'reading'],
	['no date', { resource: { datesConfiguration: undefined } }, 'reading'],
	['another condition', url(URL.replace('a  b', 'a b')), 'filter'],
	['a further parameter', url(`${URL}&y=2`), 'filter'],
])('%s is seen as such', (_name, edit, part) => {
	expect(changed(edit)).toEqual([part]);
});

it('the zone of the node counts where dates name none, and not where they do', () => {
	const zoned = dates({ updatedDateFormat: 'yyyy-MM-dd HH:mm:ssXXX' });
	const fixed = url(URL.replace('${date:', '${gmtDate:'));
	expect(changed({ ...fixed, zone: zone('America/Denver') }, fixed)).toEqual(['reading']);
	const both = { resource: { ...zoned.resource, ...fixed.resource } };
	expect(changed({ ...both, zone: zone('America/Denver') }, both)).toEqual([]);
});

it('a list of the provider is the same whether it is ticked or written, and its deletions are another', () => {
	const chosen = (selection: StreamParameters['selection']): StreamParameters => ({
		...PARAMETERS,
		connector: 'maximizer',
		connection: 'provider',
		selection,
	});
	const ticked = keysOf(chosen({ kind: 'resources', names: ['contacts'] }));
	const written = keysOf(chosen({ kind: 'json', source: { contacts: {} } }));
	expect(written).toEqual(ticked);
	expect(new Set(ticked.map((key) => key.split('.')[0])).size).toBe(2);
});
