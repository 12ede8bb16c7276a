import { maximizer } from '../../nodes/OpenConnectors/connectors/maximizer/definition';
import { compareWithOracle, type Sandbox } from '../../sandbox/server';
import { MINUTE, pass } from '../harness/clock';
import {
	inWorld,
	received,
	startUnhurried,
	viaOAuth2,
	viaPlatform,
	viaProvider,
} from './maximizerHost';
import { kinds, pasted, refusalOf, stopWithClock, tick, type Host } from '../harness/sandbox';
import { itAtLength } from '../length';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startUnhurried();
});
afterEach(async () => await stopWithClock(sandbox));

const bodies = (): readonly string[] =>
	sandbox.maximizer.requests.map(({ body }) => JSON.stringify(body));

/** As printed in the documentation of the platform. */
const printed = (resource: string, end = '') => ({
	url: `/hubs/crm/${resource}?where=LastModifyDate>'\${date:yyyy-MM-dd'T'HH:mm:ssXXX}'${end}`,
	idField: 'Key',
	datesConfiguration: {
		updatedDateField: 'LastModifyDate',
		updatedDateFormat: "yyyy-MM-dd'T'HH:mm:ssXXX",
	},
});

const CONTACTS_AND_COMPANIES = { contacts: printed('contacts'), companies: printed('companies') };
const EMPTY = { 'addressbook-entries': {}, opportunities: {} };

/** As one copy of the documentation spells it, with a blank at the end of the url. */
const otherSpelling = (resource: string) => ({
	url: printed(resource, ' ').url,
	idField: 'Key',
	datesConfiguration: {
		updatedAtField: 'LastModifyDate',
		updatedAtFormat: "yyyy-MM-dd'T'HH:mm:ssXXX",
	},
});

/** Makes and edits records in the resources, and polls. */
async function run(host: Host, resources: readonly string[]): Promise<void> {
	const { world } = sandbox.maximizer;
	await host.publish();
	for (const resource of resources.flatMap(inWorld)) {
		const { id } = world.create(resource);
		await tick(host);
		world.edit(resource, id);
		await tick(host);
	}
	await tick(host);
	expect(host.errors).toEqual([]);
	const comparison = compareWithOracle(world, received(host), {
		resources: resources.flatMap(inWorld),
	});
	expect(comparison).toMatchObject({ missing: [], twice: [], unknown: [], sharedEventIds: [] });
	expect(comparison.received).toBe(comparison.made);
}

const CONNECTIONS = [
	['straight from Maximizer', viaProvider],
	['through Open Connectors', viaPlatform],
] as const;

describe('the documented configuration', () => {
	it('is the one of the definition; what is printed as {} follows by analogy', () => {
		const known = maximizer.resources.flatMap(({ name, hubConfiguration }) =>
			hubConfiguration ? [[name, hubConfiguration]] : [],
		);
		expect(Object.fromEntries(known)).toEqual({
			...CONTACTS_AND_COMPANIES,
			'addressbook-entries': printed('addressbook-entries'),
			opportunities: printed('opportunities'),
		});
	});

	it.each(CONNECTIONS)('works word for word, as updated alone: %s', async (_name, via) => {
		const host = via(sandbox, 'durable', pasted(CONTACTS_AND_COMPANIES));
		await run(host, ['contacts', 'companies']);
		expect(new Set(kinds(host))).toEqual(new Set(['UPDATED contacts', 'UPDATED companies']));
		expect(host.items[0]).toMatchObject({ elementKey: 'maximizer', hubKey: 'crm' });
	});

	it.each(CONNECTIONS)('works as the other copy spells it: %s', async (_name, via) => {
		const other = { contacts: otherSpelling('contacts'), companies: otherSpelling('companies') };
		await run(via(sandbox, 'durable', pasted(other)), ['contacts', 'companies']);
	});

	it.each(CONNECTIONS)('works where it is {}: %s', async (_name, via) => {
		const host = via(sandbox, 'durable', pasted(EMPTY));
		await run(host, ['addressbook-entries', 'opportunities']);
		const provider = ['CREATED opportunities', 'UPDATED opportunities'];
		expect(kinds(host).slice(-2)).toEqual(
			via === viaProvider ? provider : [provider[1], provider[1]],
		);
	});

	it('is told to name the id in a way that does not last', async () => {
		const host = viaProvider(sandbox, 'durable', pasted({ contacts: printed('contacts') }));
		const [first] = await host.fetchTestEvent();
		expect(first.json.notices).toEqual([
			'contacts.idField: the provider calls Key Key.ID and Key.Number.',
			'Events: contacts cannot show new records.',
		]);
		expect(first.json.objectId).toMatch(/^\w{22}-\d+$/);
	});

	it('may have conditions beside the poll time', async () => {
		const { world } = sandbox.maximizer;
		const url = printed('contacts').url + " AND Department='Sales'";
		const host = viaProvider(sandbox, 'durable', pasted({ contacts: { url } }));
		await host.publish();
		expect(bodies()[0]).toContain('{"Department":{"$EQ":"Sales"}}');
		world.create('contacts', { fields: { Department: 'Service' } });
		world.create('contacts', { fields: { Department: 'Sales' } });
		await tick(host);
		expect(kinds(host)).toEqual(['CREATED contacts']);
	});

	it('cannot be a path of the provider', async () => {
		const host = viaProvider(sandbox, 'durable', pasted({ contacts: { url: '/AbEntryRead' } }));
		expect((await refusalOf(host)).message).toBe(
			'contacts.url: Maximizer is asked by a search, not by a path. Write /hubs/crm/ and the name of a resource.',
		);
	});
});

describe('a request', () => {
	it('asks for a Key by its parts, never by its text', async () => {
		const resources = maximizer.resources.map(({ name }) => name);
		await viaProvider(sandbox, 'durable', { resources }).publish();
		// Deletions have requests of their own, and of lists that are compared the first page is asked for twice.
		const compared = maximizer.resources.filter(({ watch }) => watch === 'snapshot');
		expect(bodies()).toHaveLength(resources.length + 7 + compared.length);
		for (const body of bodies()) {
			// Codes of choices are named Key too, and last.
			const rest = body.replaceAll('{"Key":1,"DisplayValue":1}', '');
			expect(rest).not.toMatch(/Key":1[,}]/);
			expect(rest).not.toContain('"Value"');
		}
	});

	it('asks 14 hours and the lookback of 12 before the last change, in the zone of the options', async () => {
		const options = { timezone: 'America/Los_Angeles' };
		const parameters = { resources: ['contacts'], options, events: ['created'] };
		const host = viaProvider(sandbox, 'durable', parameters);
		await host.publish();
		sandbox.maximizer.world.create('contacts');
		await tick(host);
		await tick(host);
		// Made at 06:00 in Los Angeles.
		expect(bodies().at(-1)).toContain('{"LastModifyDate":{"$GE":"2026-09-04T04:00:00Z"}}');
	});

	it.each([
		['contacts', 'Contact'],
		['companies', 'Company'],
		['individuals', 'Individual'],
	])('for %s asks for the type %s', async (name, type) => {
		await viaProvider(sandbox, 'durable', { resources: [name] }).publish();
		expect(bodies()[0]).toContain(`{"Type":{"$EQ":"${type}"}}`);
	});
});

describe('errors say what happened, where, and what to do', () => {
	const contacts = { resources: ['contacts'] };

	it.each(['status', 'code'] as const)('a token that ended, told by %s', async (badToken) => {
		const { accessToken } = sandbox.maximizer.credential;
		sandbox.maximizer.behaviour.set({ accessToken: 'expired', badToken });
		const error = await refusalOf(viaProvider(sandbox, 'in-memory', contacts));
		const status = badToken === 'status' ? 401 : 200;
		expect(error.message).toContain(
			`contacts: Maximizer does not accept the credential (HTTP ${status})`,
		);
		expect(error.description).toContain('enter its values again and test it');
		expect(error).toMatchObject({ failure: { cause: 'credential-invalid' } });
		expect(JSON.stringify(error)).not.toContain(accessToken);
	});

	it('a login that ends between two polls; after it is renewed nothing is lost', async () => {
		const { world, oauth2 } = sandbox.maximizer;
		const host = viaOAuth2(sandbox, 'durable', contacts);
		await host.publish();
		world.create('contacts');
		oauth2.expireAccessTokens();
		await tick(host);
		expect(host.items).toEqual([]);
		expect(host.errors).toEqual([
			expect.objectContaining({
				message: 'contacts: Maximizer does not accept the credential (HTTP 401)',
				failure: { cause: 'credential-invalid' },
			}),
		]);
		pass(60 * MINUTE);
		const { baseUrl, oauthTokenData } = sandbox.maximizer.oAuth2Credential;
		const renewed = { baseUrl, oauthTokenData: { ...oauthTokenData } };
		host.settings = {
			...host.settings,
			credentials: { openConnectorsMaximizerOAuth2Api: renewed },
		};
		await tick(host);
		expect(kinds(host)).toEqual(['CREATED contacts']);
	});

	it('403', async () => {
		sandbox.maximizer.faults.set({ fail: { status: 403, message: 'No.' } });
		const error = await refusalOf(viaProvider(sandbox, 'in-memory', contacts));
		expect(error.message).toContain('contacts: Maximizer forbids reading this (HTTP 403)');
		expect(error.description).toBe(`${maximizer.forbiddenHint} Maximizer said: No.`);
	});

	it.each([
		[429, 'is receiving too many requests', 'rate-limited'],
		[408, 'could not answer', 'temporarily-unavailable'],
		[500, 'could not answer', 'temporarily-unavailable'],
	])('%i: the next poll goes on', async (status, message, cause) => {
		const host = viaProvider(sandbox, 'durable', contacts);
		await host.publish();
		sandbox.maximizer.faults.set({ fail: { status } });
		sandbox.maximizer.world.create('contacts');
		await tick(host);
		expect(host.errors).toEqual([
			expect.objectContaining({
				message: `contacts: Maximizer ${message} (HTTP ${status})`,
				failure: expect.objectContaining({ cause }),
			}),
		]);
		sandbox.maximizer.faults.clear();
		pass(60 * MINUTE);
		await tick(host);
		expect(kinds(host)).toEqual(['CREATED contacts']);
	});

	it.each(['objects', 'strings'] as const)(
		'a field that cannot be searched, in its own words, told by %s',
		async (messages) => {
			sandbox.maximizer.behaviour.set({ notQueryable: ['AbEntry/LastModifyDate'], messages });
			const parameters = { ...contacts, events: ['created'] };
			const error = await refusalOf(viaProvider(sandbox, 'in-memory', parameters));
			expect(error.message).toContain('contacts: Maximizer rejects the request (HTTP 200)');
			expect(error.description).toContain(
				'Maximizer said: AbEntry: the field LastModifyDate cannot be searched.',
			);
			expect(error).toMatchObject({ failure: { cause: 'configuration-invalid' } });
		},
	);

	it('a field that cannot be sorted by', async () => {
		sandbox.maximizer.behaviour.set({ notSortable: ['Case/LastModifyDate'] });
		const error = await refusalOf(viaProvider(sandbox, 'in-memory', { resources: ['cases'] }));
		expect(error.description).toContain('the field LastModifyDate cannot be sorted by.');
	});

	itAtLength(
		'a list that is longer than what is compared, of which new records still come',
		async () => {
			const { world } = sandbox.maximizer;
			while (world.ids('notes').length <= 10_000) world.create('notes', { at: 0 });
			const host = viaProvider(sandbox, 'in-memory', { resources: ['notes'] });
			await host.publish();
			expect(host.warnings.join()).toContain('10000 of them are compared');
			world.create('notes');
			await tick(host, 5 * MINUTE);
			expect(kinds(host)).toEqual(['CREATED notes']);
		},
		60_000,
	);

	it('one row of an answer that comes bare is a list of one', async () => {
		const { world } = sandbox.maximizer;
		const host = viaProvider(sandbox, 'durable', contacts);
		await host.publish();
		pass(60 * 60 * MINUTE);
		world.create('contacts');
		await tick(host);
		expect(kinds(host)).toEqual(['CREATED contacts']);
	});
});

it('the editor shows the newest records, deletions among them', async () => {
	const { world } = sandbox.maximizer;
	world.remove('cases', world.ids('cases')[0]);
	const host = viaProvider(sandbox, 'in-memory', { resources: ['cases'] });
	const shown = await host.fetchTestEvent();
	expect(shown.map(({ json }) => json.eventType)).toContain('DELETED');
	expect(shown.map(({ json }) => json.eventType)).toContain('UPDATED');
});
