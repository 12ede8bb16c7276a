import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';
import type { Sandbox } from '../../sandbox/server';
import { pass } from '../harness/clock';
import { textOf } from '../harness/host';
import {
	Host,
	pasted,
	startOnStoppedClock,
	stopWithClock,
	viaPlatformTo,
	viaProviderTo,
} from '../harness/sandbox';

let sandbox: Sandbox;
beforeEach(async () => (sandbox = await startOnStoppedClock()));
afterEach(async () => await stopWithClock(sandbox));

const insightly = (parameters: INodeParameters) =>
	viaProviderTo('insightly')(sandbox, 'in-memory', parameters);
const platform = (parameters: INodeParameters) =>
	viaPlatformTo('insightly')(sandbox, 'in-memory', parameters);

const seen = (items: readonly INodeExecutionData[]) =>
	items.map(({ json }) => `${json.eventType} ${json.objectType}`);
const noticesOf = ([first]: readonly INodeExecutionData[]) => [first.json.notices ?? []].flat();
const refusalOf = async (host: Host) =>
	textOf(await host.fetchTestEvent().catch((error: unknown) => error));

const CONTACTS = {
	url: "/hubs/crm/contacts?where=updated_after_utc='${gmtDate:yyyy-MM-dd HH:mm:ss}'",
	idField: 'CONTACT_ID',
	datesConfiguration: {
		updatedDateField: 'DATE_UPDATED_UTC',
		updatedDateFormat: 'yyyy-MM-dd HH:mm:ss',
		updatedDateTimezone: 'GMT',
		createdDateField: 'DATE_CREATED_UTC',
		createdDateFormat: 'yyyy-MM-dd HH:mm:ss',
		createdDateTimezone: 'GMT',
	},
};

describe('samples', () => {
	/** An account in which nothing was made or changed for two months. */
	const quiet = () => pass(60 * 24 * 60 * 60_000);

	it.each([['created'], ['updated']])(
		'an account that is full shows something %s',
		async (kind) => {
			const { world } = sandbox.insightly;
			for (const id of world.ids('contacts')) world.edit('contacts', id);
			world.create('leads');
			quiet();
			const items = await insightly({
				resources: ['contacts', 'leads'],
				events: [kind],
			}).fetchTestEvent();
			expect(new Set(seen(items))).toEqual(
				new Set([`${kind.toUpperCase()} contacts`, `${kind.toUpperCase()} leads`]),
			);
			expect(items.every(({ json }) => json.sample === true)).toBe(true);
			expect(noticesOf(items)).toContain(
				`${kind === 'created' ? 'contacts' : 'leads'}: existing records, shown as if they had just been ${kind}`,
			);
		},
	);

	it.each([['long ago'], ['one of them lately'], ['all of them lately']])(
		'are as many whenever the records were changed: %s',
		async (when) => {
			const { world } = sandbox.insightly;
			quiet();
			const [first, ...others] = world.ids('contacts');
			if (when !== 'long ago') world.edit('contacts', first);
			if (when === 'all of them lately') for (const id of others) world.edit('contacts', id);
			const items = await insightly({ resources: ['contacts'] }).fetchTestEvent();
			expect(items).toHaveLength(5);
			expect(new Set(items.map(({ json }) => json.objectId)).size).toBe(5);
		},
	);

	it('one record is one item', async () => {
		const { world } = sandbox.insightly;
		for (const id of world.ids('contacts').slice(1)) world.remove('contacts', id);
		expect(await insightly({ resources: ['contacts'] }).fetchTestEvent()).toHaveLength(1);
	});

	it('of a list that is compared whole, what is deleted has no more than its id', async () => {
		const items = await viaProviderTo('icontact')(sandbox, 'in-memory', {
			resources: ['contacts'],
			events: ['deleted'],
		}).fetchTestEvent();
		expect(seen(items)).toContain('DELETED contacts');
		for (const { json } of items) expect(json.record).toEqual({ contactId: json.objectId });
	});

	it('existing records do not stand for deleted ones where there are any', async () => {
		const { world } = sandbox.maximizer;
		world.remove('cases', world.ids('cases')[0]);
		const items = await viaProviderTo('maximizer')(sandbox, 'in-memory', {
			resources: ['cases'],
			events: ['deleted'],
		}).fetchTestEvent();
		expect(seen(items)).toEqual(['DELETED cases']);
		expect(items[0].json.notices).toBeUndefined();
	});

	it('are marked beside the fields of a record too', async () => {
		const [{ json }] = await insightly({
			resources: ['contacts'],
			output: 'record',
		}).fetchTestEvent();
		expect(json._event).toMatchObject({ objectType: 'contacts', sample: true });
	});

	it('a resource without records is named', async () => {
		const { world } = sandbox.insightly;
		for (const id of [...world.ids('leads')]) world.remove('leads', id);
		const items = await insightly({
			resources: ['leads', 'contacts'],
			events: ['created', 'updated'],
		}).fetchTestEvent();
		expect(noticesOf(items)).toEqual(['leads: there are no records yet']);
	});
});

describe('where a beginning is chosen', () => {
	const BEGINNING = { resources: ['contacts', 'leads'], startFrom: 'beginning' };

	it.each([
		['insightly', 'event'],
		['insightly', 'record'],
		['icontact', 'event'],
	] as const)('shows what publishing sends: %s, %s', async (connector, output) => {
		const resources = connector === 'insightly' ? BEGINNING.resources : ['contacts', 'lists'];
		const host = viaProviderTo(connector)(sandbox, 'in-memory', {
			...BEGINNING,
			resources,
			output,
			options: { maxItems: 7 },
		});
		const shown = await host.fetchTestEvent();
		await host.publish();
		const text = (items: readonly unknown[]) =>
			items.map((item) =>
				JSON.stringify(item, (key, value: unknown) =>
					['pollDate', 'notices'].includes(key) ? undefined : value,
				),
			);
		expect(text(shown.map(({ json }) => json))).toEqual(text(host.items));
		expect(shown.length).toBeGreaterThan(0);
	});

	it('shows no samples beside what publishing sends of the same resource', async () => {
		const items = await viaProviderTo('maximizer')(sandbox, 'in-memory', {
			resources: ['cases'],
			startFrom: 'beginning',
		}).fetchTestEvent();
		expect(items.length).toBeGreaterThan(0);
		expect(items.some(({ json }) => json.sample)).toBe(false);
	});

	it('shows samples of what has not changed since the date', async () => {
		const { world } = sandbox.insightly;
		pass(60 * 60_000);
		const { id } = world.create('leads');
		const items = await insightly({
			...BEGINNING,
			startFrom: 'date',
			startDate: new Date(Date.now() - 60_000).toISOString(),
		}).fetchTestEvent();
		const leads = items.filter(({ json }) => json.objectType === 'leads');
		expect(leads.map(({ json }) => [json.objectId, json.sample])).toEqual([[id, undefined]]);
		const contacts = items.filter(({ json }) => json.objectType === 'contacts');
		expect(contacts.map(({ json }) => json.sample)).toEqual(Array(5).fill(true));
	});

	it('neither reads nor writes the state', async () => {
		const host = insightly(BEGINNING);
		await host.fetchTestEvent();
		expect(host.saved).toEqual({ staticData: {}, cursor: {} });
	});
});

describe('what fits none of the records', () => {
	it.each<[string, object, RegExp]>([
		[
			'an id that is not there',
			{ idField: 'nosuch' },
			/contacts: idField: none of the \d+ records has an id in "nosuch"\. The answer has CONTACT_ID \(/,
		],
		[
			'a date that is not there',
			{ datesConfiguration: { ...CONTACTS.datesConfiguration, updatedDateField: 'changed' } },
			/updatedDateField: none of the \d+ records has "changed"\. The answer has .*DATE_UPDATED_UTC/,
		],
		[
			'a created date that is not there',
			{ datesConfiguration: { ...CONTACTS.datesConfiguration, createdDateField: 'made' } },
			/createdDateField: none of the \d+ records has "made"/,
		],
		[
			'a format that does not fit',
			{ datesConfiguration: { ...CONTACTS.datesConfiguration, updatedDateFormat: 'seconds' } },
			/updatedDateFormat: seconds does not read what "DATE_UPDATED_UTC" holds, .*Its format is yyyy-MM-dd/,
		],
	])('%s is an error that names the choices', async (_name, part, words) => {
		const parameters = pasted({ contacts: { ...CONTACTS, ...part } });
		expect(await refusalOf(platform(parameters))).toMatch(words);
		expect(await refusalOf(insightly(parameters))).toMatch(words);
	});

	it('does not hide the other resources', async () => {
		const leads = { ...CONTACTS, url: '/hubs/crm/leads', idField: 'LEAD_ID' };
		const parameters = pasted({ contacts: { ...CONTACTS, idField: 'nosuch' }, leads });
		const items = await platform(parameters).fetchTestEvent();
		expect(items.every(({ json }) => json.objectType === 'leads')).toBe(true);
		expect(noticesOf(items)[0]).toMatch(/^contacts: idField: none of the .* CONTACT_ID \(/);
	});
});

describe('a resource that cannot be polled', () => {
	it.each<[string, readonly string[], RegExp]>([
		['lacks a path variable', ['custom-objects', 'contacts'], /custom-objects.*\{objectName\}/],
		['is of another connector', ['nosuch', 'contacts'], /"nosuch" is not a resource/],
	])('does not hide the others: one that %s', async (_name, resources, words) => {
		const items = await insightly({
			resources: [...resources],
			events: ['created', 'updated'],
		}).fetchTestEvent();
		expect(new Set(items.map(({ json }) => json.objectType))).toEqual(new Set(['contacts']));
		expect(noticesOf(items)).toEqual([expect.stringMatching(words)]);
	});

	it('is an error where there is no other, and when the workflow is published', async () => {
		expect(await refusalOf(insightly({ resources: ['custom-objects'] }))).toMatch(/\{objectName\}/);
		await expect(
			insightly({ resources: ['custom-objects', 'contacts'] }).publish(),
		).rejects.toThrow(/\{objectName\}/);
	});

	it('is reported first, before the fields of the first record', async () => {
		const items = await insightly({
			resources: ['custom-objects', 'contacts'],
			output: 'record',
		}).fetchTestEvent();
		expect(Object.keys(items[0].json)[0]).toBe('notices');
		expect(items.filter(({ json }) => 'notices' in json)).toHaveLength(1);
	});

	it('where all fail, the first error is the error of the test', async () => {
		sandbox.insightly.faults.set({ fail: { status: 403 } });
		expect(await refusalOf(insightly({ resources: ['contacts', 'leads'] }))).toMatch(
			/contacts: Insightly forbids reading this/,
		);
	});
});

describe('of the published workflow, a test says', () => {
	const ofPublished = (items: readonly INodeExecutionData[]) =>
		noticesOf(items).filter((notice) => String(notice).startsWith('The published workflow'));

	it('nothing before it was polled', async () => {
		expect(ofPublished(await insightly({ resources: ['contacts'] }).fetchTestEvent())).toEqual([]);
	});

	it('up to when it has read, and what fails', async () => {
		const host = insightly({ resources: ['contacts', 'leads'] });
		await host.publish();
		const [polled, failed] = [1, 2].map((minutes) =>
			new Date(Date.now() + minutes * 60_000).toISOString().slice(0, 16),
		);
		pass(60_000);
		await host.tick();
		const told = `The published workflow has read everything up to ${polled}`;
		expect(ofPublished(await host.fetchTestEvent())).toEqual([expect.stringContaining(told)]);
		pass(60_000);
		sandbox.insightly.faults.set({ fail: { status: 403, path: '/Leads' } });
		await host.tick();
		expect(ofPublished(await host.fetchTestEvent())).toEqual([
			expect.stringContaining(told),
			expect.stringMatching(
				`^The published workflow fails since ${failed}:\\d\\dZ: leads: Insightly forbids`,
			),
		]);
	});
});
