import { icontact } from '../../nodes/OpenConnectors/connectors/icontact/definition';
import { compareWithOracle, isExact, type Sandbox } from '../../sandbox/server';
import { MINUTE, pass } from '../harness/clock';
import { itAtLength, rows } from '../length';
import { INTERRUPTIONS } from '../harness/misbehaviours';
import { received, viaPlatform, viaProvider } from './icontactHost';
import {
	kinds,
	pasted,
	refusalOf,
	startOnStoppedClock,
	stopWithClock,
	tick,
	withVariables,
} from '../harness/sandbox';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startOnStoppedClock();
});
afterEach(async () => await stopWithClock(sandbox));

const paths = () => sandbox.icontact.requests.map(({ url }) => url.replace('/icontact/icp', ''));

/** As printed in the documentation of the platform. */
const DOCUMENTED = {
	contacts: {
		url: "/hubs/general/contacts}'",
		idField: 'contactId',
		datesConfiguration: {
			updatedDateField: 'createDate',
			updatedDateFormat: "yyyy-MM-dd' 'HH:mm:ss",
			createdDateField: 'createDate',
			createdDateFormat: "yyyy-MM-dd' 'HH:mm:ss",
		},
	},
	message: {
		url: "/hubs/general/messages}'",
		idField: 'messageId',
		datesConfiguration: {
			updatedDateField: 'createDate',
			updatedDateFormat: "yyyy-MM-dd'T'HH:mm:ssXXX",
			createdDateField: 'createDate',
			createdDateFormat: "yyyy-MM-dd'T'HH:mm:ssXXX",
		},
	},
} as const;

describe('the documented configuration', () => {
	it('is the one of the definition', () => {
		const printed = icontact.resources.flatMap(({ hubConfiguration }) => hubConfiguration ?? []);
		expect(printed).toEqual([DOCUMENTED.contacts, DOCUMENTED.message]);
	});

	it.each([
		['straight from iContact', viaProvider],
		['through Open Connectors', viaPlatform],
	] as const)('works word for word, %s', async (_name, via) => {
		const { world } = sandbox.icontact;
		const host = via(sandbox, 'durable', pasted(DOCUMENTED));
		await host.publish();
		const after = world.mark();
		for (let round = 0; round < 4; round += 1) {
			world.create('contacts');
			world.create('messages');
			await tick(host);
		}
		expect(host.errors).toEqual([]);
		expect(kinds(host).slice(0, 2)).toEqual(['CREATED contacts', 'CREATED message']);
		const scope = { after, resources: ['contacts', 'messages'] };
		expect(isExact(compareWithOracle(world, received(host.items), scope))).toBe(true);
		expect(host.items[0]).toMatchObject({ elementKey: 'icontact', hubKey: 'general' });
	});

	it('is read newest first, whatever the size of the account', async () => {
		const host = viaProvider(sandbox, 'durable', pasted({ contacts: DOCUMENTED.contacts }));
		await host.publish();
		expect(paths().at(-1)).toBe(
			'/a/413301/c/124601/contacts?status=total&orderby=createDate:desc,contactId:desc&offset=0&limit=500',
		);
	});

	it('is told to hold stray characters', async () => {
		const host = viaProvider(sandbox, 'durable', pasted({ contacts: DOCUMENTED.contacts }));
		const [first] = await host.fetchTestEvent();
		expect(first.json.notices).toEqual([
			"contacts.url: the stray }' at its end is left out.",
			'Events: contacts cannot show deleted records.',
		]);
	});

	it('in its second example names the id of messages for contacts, and is put right', async () => {
		const second = { ...DOCUMENTED.message, url: '/hubs/general/contacts' };
		const host = viaProvider(sandbox, 'durable', pasted({ contacts: second }));
		const [first] = await host.fetchTestEvent();
		expect(first.json.notices).toEqual([
			'contacts.idField: the provider calls messageId contactId.',
			'Events: contacts cannot show deleted records.',
		]);
		await host.publish();
		const { id } = sandbox.icontact.world.create('contacts');
		await tick(host);
		expect(host.items).toEqual([expect.objectContaining({ objectId: id, eventType: 'CREATED' })]);
		expect(host.items[0].date).toBe('2026-01-05T12:00:00.000Z');
	});

	it('left empty means the whole list, edits and deletions included', async () => {
		const { world } = sandbox.icontact;
		const host = viaProvider(sandbox, 'durable', pasted({ contacts: {} }));
		await host.publish();
		const { id } = world.create('contacts');
		await tick(host);
		world.edit('contacts', id);
		await tick(host);
		world.remove('contacts', id);
		await tick(host);
		expect(kinds(host)).toEqual(['CREATED contacts', 'UPDATED contacts', 'DELETED contacts']);
	});
});

describe('the account', () => {
	const blank = { accountId: '', clientFolderId: ' ' };

	it('is found out where the credential leaves it blank, once, and said', async () => {
		const host = viaProvider(sandbox, 'durable', { resources: ['lists', 'campaigns'] }, blank);
		const [first] = await host.fetchTestEvent();
		expect(first.json.notices).toEqual([
			'Account ID 413301 is used, the only one there is.',
			'Client Folder ID 124601 is used, the only one there is.',
		]);
		await host.publish();
		await tick(host);
		const asked = paths().map((path) => path.split('?')[0]);
		expect(asked.slice(0, 2)).toEqual(['/a/', '/a/413301/c/']);
		expect(asked.filter((path) => /^\/a\/(\d+\/c\/)?$/.test(path))).toHaveLength(2);
		expect(new Set(asked.slice(2))).toEqual(
			new Set(['/a/413301/c/124601/lists', '/a/413301/c/124601/campaigns']),
		);
	});

	it.each(rows(Object.entries(INTERRUPTIONS), 10))(
		'is found out later when it cannot be asked for while publishing: %s',
		async (_name, by) => {
			const { faults, world } = sandbox.icontact;
			const host = viaProvider(sandbox, 'durable', { resources: ['lists'] }, blank);
			faults.set({ misbehave: { by } });
			await host.publish();
			await tick(host);
			faults.clear();
			expect(JSON.stringify([host.errors, host.warnings])).not.toMatch(
				/may see none|give it access/,
			);
			await tick(host, 60 * MINUTE);
			world.create('lists');
			await tick(host, 60 * MINUTE);
			expect(kinds(host)).toEqual(['CREATED lists']);
		},
	);

	it('may be named by the base url', async () => {
		const { baseUrl } = sandbox.icontact.credential;
		const named = { ...blank, baseUrl: `${baseUrl}/a/413301/c/124601/` };
		const host = viaProvider(sandbox, 'durable', { resources: ['lists'] }, named);
		await host.publish();
		const asked = new Set(paths().map((path) => path.split('?')[0]));
		expect([...asked]).toEqual(['/a/413301/c/124601/lists']);
	});

	it('whose folder is not needed is not asked for it', async () => {
		sandbox.icontact.behaviour.set({ clientFolders: 2 });
		const host = viaProvider(sandbox, 'durable', { resources: ['users'] }, blank);
		await host.publish();
		const { id } = sandbox.icontact.world.create('users');
		await tick(host);
		expect(host.items).toEqual([expect.objectContaining({ objectId: id })]);
	});

	it('that is one of several has to be named', async () => {
		sandbox.icontact.behaviour.set({ accounts: 2 });
		const host = viaProvider(sandbox, 'in-memory', { resources: ['lists'] }, blank);
		const error = await refusalOf(host);
		expect(error.message).toBe(
			'lists: Account ID: there are several. Enter one of them in the credential: ' +
				'413301 (Sandbox Trading 413301), 413302 (Sandbox Trading 413302).',
		);
		expect(error).toMatchObject({ failure: { cause: 'configuration-invalid' } });
	});

	it('has to be named with its folder, where there are several of those', async () => {
		sandbox.icontact.behaviour.set({ clientFolders: 2 });
		const named = { accountId: '413301', clientFolderId: '' };
		const error = await refusalOf(
			viaProvider(sandbox, 'in-memory', { resources: ['lists'] }, named),
		);
		expect(error.message).toBe(
			'lists: Client Folder ID: there are several. Enter one of them in the credential: ' +
				'124601 (office@example.com), 124602 (office@example.com).',
		);
	});

	it.each([
		['Account ID', { accountId: '1' }, '413301 (Sandbox Trading 413301)'],
		['Client Folder ID', { clientFolderId: '1' }, '124601 (office@example.com)'],
	])('with a wrong %s is refused, with what to enter', async (label, credential, choice) => {
		const host = viaProvider(sandbox, 'in-memory', { resources: ['lists'] }, credential);
		const error = await refusalOf(host);
		expect(error.message).toBe(
			`lists: ${label}: the credential names 1, which is not one that its user may use. ` +
				`Enter one of these in the credential, or leave the ${label} blank: ${choice}.`,
		);
		expect(error).toMatchObject({ failure: { cause: 'configuration-invalid' } });
	});
});

describe('errors say what happened, where, and what to do', () => {
	it.each([
		['username', 'nobody-4711', 'Api username invalid'],
		['password', 'wrong-4711', 'Api password invalid'],
		['appId', 'unknown-4711', 'Api application id invalid'],
	])('a wrong %s, without showing it', async (field, value, words) => {
		const host = viaProvider(sandbox, 'in-memory', { resources: ['lists'] }, { [field]: value });
		const error = await refusalOf(host);
		expect(error.message).toContain('lists: iContact does not accept the credential (HTTP 401)');
		expect(error.description).toBe(
			`Open the credential, enter its values again and test it. iContact said: ${words}`,
		);
		expect(error).toMatchObject({ failure: { cause: 'credential-invalid' } });
		expect(JSON.stringify(error)).not.toContain(value);
	});

	it('a version that is not served', async () => {
		const host = viaProvider(sandbox, 'in-memory', { resources: ['lists'] }, { apiVersion: '9' });
		const error = await refusalOf(host);
		expect(error.message).toContain('lists: iContact rejects the request (HTTP 501)');
		expect(error.description).toContain(
			'The API Version of the credential is not served; enter 2.2.',
		);
	});

	it.each([
		[403, 'forbids reading this (HTTP 403)', 'The user of the credential may not read this'],
		[402, 'forbids reading this (HTTP 402)', 'a bill of the account is unpaid'],
	])('%d', async (status, message, remedy) => {
		sandbox.icontact.faults.set({ fail: { status, path: '/lists', message: 'No.' } });
		const error = await refusalOf(viaProvider(sandbox, 'in-memory', { resources: ['lists'] }));
		expect(error.message).toContain(`lists: iContact ${message}`);
		expect(error.description).toContain(remedy);
		expect(error.description).toContain('iContact said: No.');
	});

	it.each([
		['too much traffic', { requestsPerHour: 0, retryAfterSeconds: 900 }],
		['maintenance', { maintenance: true, retryAfterSeconds: 900 }],
	])('503, %s: waits as long as it is told', async (_name, behaviour) => {
		const host = viaProvider(sandbox, 'durable', { resources: ['lists'] });
		await host.publish();
		sandbox.icontact.behaviour.set(behaviour);
		await tick(host);
		expect(host.errors).toEqual([
			expect.objectContaining({
				message: 'lists: iContact is receiving too many requests (HTTP 503)',
				failure: { cause: 'rate-limited', retryAfterMs: 900_000 },
			}),
		]);
		sandbox.icontact.behaviour.reset();
		const { id } = sandbox.icontact.world.create('lists');
		pass(16 * MINUTE);
		await tick(host);
		expect(host.items).toEqual([expect.objectContaining({ objectId: id })]);
	});

	it('a condition that is left out by the provider, by its name', async () => {
		const url = "/hubs/general/contacts?where=shoeSize='43'";
		const host = viaProvider(sandbox, 'in-memory', pasted({ contacts: { url } }));
		const error = await refusalOf(host);
		expect(error.message).toContain('contacts: iContact rejects the request (HTTP 200)');
		expect(error.description).toContain('A part of the request was left out:');
		expect(error.description).toContain('shoeSize');
	});

	it('a page size that is refused', async () => {
		sandbox.icontact.behaviour.set({ limitMaximum: 100, limitAboveMaximum: 'refuse' });
		const resources = ['contacts'];
		const error = await refusalOf(viaProvider(sandbox, 'in-memory', { resources }));
		expect(error.message).toContain('contacts: iContact rejects the request (HTTP 400)');
		expect(error.description).toContain('The limit must not be greater than 100.');
		const host = viaProvider(sandbox, 'in-memory', { resources, options: { pageSize: 100 } });
		await host.publish();
		sandbox.icontact.world.create('contacts');
		await tick(host);
		expect(kinds(host)).toEqual(['CREATED contacts']);
	});

	it('a path variable that is missing, and a message that does not exist', async () => {
		const resources = ['message-bounces'];
		const missing = await refusalOf(viaProvider(sandbox, 'in-memory', { resources }));
		expect(missing.message).toMatch(/^message-bounces: .*messageId/);
		const options = withVariables({ messageId: '1' });
		const unknown = await refusalOf(viaProvider(sandbox, 'in-memory', { resources, options }));
		expect(unknown.message).toContain(
			'message-bounces: iContact does not know this address (HTTP 404)',
		);
		expect(unknown.description).toContain('There is no message 1.');
	});

	itAtLength(
		'an account of more contacts than are compared, of which new ones still come',
		async () => {
			const { world } = sandbox.icontact;
			while (world.ids('contacts').length <= 10_000) world.create('contacts', { at: 0 });
			const host = viaProvider(sandbox, 'in-memory', { resources: ['contacts'] });
			await host.publish();
			expect(host.warnings.join()).toContain('10000 of them are compared');
			const { id } = world.create('contacts');
			await tick(host, 5 * MINUTE);
			expect(host.items).toEqual([expect.objectContaining({ objectId: id, eventType: 'CREATED' })]);
		},
	);
});
