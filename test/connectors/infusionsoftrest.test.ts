import { infusionsoftrest } from '../../nodes/OpenConnectors/connectors/infusionsoftrest/definition';
import type { Sandbox } from '../../sandbox/server';
import { MINUTE, SECOND } from '../harness/clock';
import {
	expectExact,
	forTag,
	kinds,
	startUnhurried,
	viaPlatform,
	viaProvider,
} from './infusionsoftrestHost';
import {
	ENGINES,
	isNodeError,
	pasted,
	refusalOf,
	stopWithClock,
	tick,
	type Host,
} from '../harness/sandbox';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startUnhurried();
});
afterEach(async () => await stopWithClock(sandbox));

/** What the provider was asked, decoded. */
const asked = () =>
	sandbox.infusionsoftrest.requests.map(({ url }) =>
		decodeURIComponent(url.replace('/infusionsoftrest/crm/rest', '')),
	);

/** As printed in the documentation of the platform. */
const DOCUMENTED = {
	appointments: {
		url: '/hubs/crm/appointments',
		idField: 'id',
		datesConfiguration: {
			updatedDateField: 'modification_date',
			updatedDateFormat: "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'",
			updatedDateTimezone: 'GMT',
			createdDateField: 'creation_date',
			createdDateFormat: "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'",
			createdDateTimezone: 'GMT',
		},
	},
};

describe.each(ENGINES)('the documented configuration, under the %s engine', (engine) => {
	it('is that of the definition', () => {
		const [resource] = infusionsoftrest.resources.filter(({ name }) => name === 'appointments');
		expect(resource.hubConfiguration).toEqual(DOCUMENTED.appointments);
	});

	const work = async (host: Host) => {
		const { world } = sandbox.infusionsoftrest;
		await host.publish();
		const made = world.create('appointments');
		await tick(host);
		world.edit('appointments', made.id);
		await tick(host);
		world.remove('appointments', made.id);
		await tick(host);
		return made.id;
	};

	it('through Open Connectors tells what is made and edited', async () => {
		const host = viaPlatform(sandbox, engine, pasted(DOCUMENTED));
		const id = await work(host);
		expect(kinds(host)).toEqual([`CREATED appointments ${id}`, `UPDATED appointments ${id}`]);
		expect(host.warnings).toEqual([]);
		expectExact(sandbox, host, ['appointments'], false);
	});

	it('straight from Keap tells what is deleted too, and that there are no dates', async () => {
		const host = viaProvider(sandbox, engine, pasted(DOCUMENTED));
		const id = await work(host);
		expect(kinds(host)).toEqual([
			`CREATED appointments ${id}`,
			`UPDATED appointments ${id}`,
			`DELETED appointments ${id}`,
		]);
		expectExact(sandbox, host, ['appointments'], true);
		expect(host.warnings).toEqual([
			'Test > Poll: appointments.datesConfiguration.updatedDateField: the provider sends no modification_date. Changes are found by comparing the records.',
			'Test > Poll: appointments.datesConfiguration.createdDateField: the provider sends no creation_date. Changes are found by comparing the records.',
		]);
		expect(asked().filter((url) => !url.startsWith('/v1/appointments?'))).toEqual([]);
	});
});

describe('a configuration that was written for the platform', () => {
	const V1_DATES = {
		updatedDateField: 'last_updated',
		updatedDateFormat: "yyyy-MM-dd'T'HH:mm:ss.SSSZ",
		createdDateField: 'date_created',
		createdDateFormat: "yyyy-MM-dd'T'HH:mm:ss.SSSZ",
	};

	it('is put into the names of version 2', async () => {
		const host = viaProvider(
			sandbox,
			'durable',
			pasted({
				contacts: {
					url: "/hubs/crm/contacts?where=since='${gmtDate:yyyy-MM-dd'T'HH:mm:ss.SSS'Z'}' AND family_name='Becker'",
					idField: 'id',
					datesConfiguration: V1_DATES,
				},
			}),
		);
		await host.publish();
		const { id } = sandbox.infusionsoftrest.world.create('contacts', {
			fields: { family_name: 'Becker' },
		});
		sandbox.infusionsoftrest.world.create('contacts', { fields: { family_name: 'Other' } });
		await tick(host);
		expect(host.errors).toEqual([]);
		expect(kinds(host)).toEqual([`CREATED contacts ${id}`]);
		expect(host.warnings).toEqual([
			'Test > Poll: contacts.datesConfiguration.updatedDateField: the provider calls last_updated update_time.',
			'Test > Poll: contacts.datesConfiguration.createdDateField: the provider calls date_created create_time.',
		]);
		expect(asked().slice(-1)[0]).toMatch(
			/[?&]filter=family_name==Becker;start_update_time==2026-09-0\dT[\d:]{8}\.000Z&/,
		);
	});

	it.each([
		['orders', 'modification_date', 'creation_date', 'modified_since_time'],
		['tasks', 'modification_date', 'creation_date', 'update_time desc'],
		['files', 'last_updated', 'date_created', 'updated_time desc'],
		['opportunities', 'last_updated', 'date_created', 'update_time desc'],
	])('%s: its dates are found under their names', async (name, updated, created, part) => {
		const { world } = sandbox.infusionsoftrest;
		const datesConfiguration = { updatedDateField: updated, createdDateField: created };
		const dates = {
			...datesConfiguration,
			updatedDateFormat: V1_DATES.updatedDateFormat,
			createdDateFormat: V1_DATES.createdDateFormat,
		};
		const host = viaProvider(
			sandbox,
			'durable',
			pasted({ [name]: { url: `/hubs/crm/${name}`, idField: 'id', datesConfiguration: dates } }),
		);
		await host.publish();
		const made = world.create(name);
		await tick(host);
		world.edit(name, made.id);
		await tick(host);
		expect(host.errors).toEqual([]);
		expect(kinds(host)).toEqual([`CREATED ${name} ${made.id}`, `UPDATED ${name} ${made.id}`]);
		expect(asked().filter((url) => !url.includes(part))).toEqual([]);
	});

	it('says which condition cannot be sent', async () => {
		const error = await refusalOf(
			viaProvider(
				sandbox,
				'durable',
				pasted({
					tasks: {
						url: "/hubs/crm/tasks?where=due_since='${gmtDate:yyyy-MM-dd'T'HH:mm:ss}'",
						idField: 'id',
					},
				}),
			),
		);
		expect(error.message).toContain("due_since='…' is not one that Tasks can be filtered by");
	});
});

describe('a token that expires between two polls', () => {
	it.each(ENGINES)('is an error that says so, under the %s engine', async (engine) => {
		const { world, oauth2 } = sandbox.infusionsoftrest;
		const host = viaProvider(sandbox, engine, { resources: ['contacts'] });
		await host.publish();
		oauth2.expireAccessTokens();
		const made = world.create('contacts');
		await tick(host);
		const [error] = host.errors;
		if (!isNodeError(error)) throw new Error('The poll should have told an error');
		expect(error.message).toContain(
			'contacts: Infusionsoft (Keap) does not accept the credential (HTTP 401)',
		);
		expect(error.description).toContain('Access Token expired');
		expect(error.failure).toEqual({ cause: 'credential-invalid' });

		const renewed = { ...oauth2.issue('full') };
		const [type] = Object.keys(host.settings.credentials);
		host.settings = {
			...host.settings,
			credentials: {
				[type]: { ...host.settings.credentials[type], oauthTokenData: renewed },
			},
		};
		await tick(host, 60 * MINUTE);
		await tick(host, 60 * MINUTE);
		expect(kinds(host)).toEqual([`CREATED contacts ${made.id}`]);
	});
});

describe('what Keap refuses', () => {
	it('a wrong key', async () => {
		const host = viaProvider(sandbox, 'durable', {
			authentication: 'apiKey',
			resources: ['contacts'],
		});
		const [type] = Object.keys(host.settings.credentials);
		const credential = { ...host.settings.credentials[type], apiKey: 'KeapAK-none' };
		host.settings = { ...host.settings, credentials: { [type]: credential } };
		const error = await refusalOf(host);
		expect(error.message).toContain('does not accept the credential (HTTP 401)');
		expect(error.description).toContain('Invalid ApiKey');
		expect(error.description).not.toContain('KeapAK-none');
	});

	it('a resource that the user may not see', async () => {
		sandbox.infusionsoftrest.behaviour.set({ notPermitted: ['orders'] });
		const error = await refusalOf(viaProvider(sandbox, 'durable', { resources: ['orders'] }));
		expect(error.message).toContain('orders: Infusionsoft (Keap) forbids reading this (HTTP 403)');
		expect(error.description).toContain('or enter a Service Account Key');
	});

	it('a tag that does not exist', async () => {
		const error = await refusalOf(
			viaProvider(sandbox, 'durable', { resources: ['tagged-contacts'], options: forTag('4711') }),
		);
		expect(error.message).toContain('does not know this address (HTTP 404)');
		expect(error.description).toContain('4711');
	});

	it('a path variable that is missing', async () => {
		const error = await refusalOf(
			viaProvider(sandbox, 'durable', { resources: ['tagged-contacts'] }),
		);
		expect(error.message).toContain('tagId');
	});

	it('a minute’s requests: n8n is told to wait that long, and nothing is lost', async () => {
		const { behaviour, world } = sandbox.infusionsoftrest;
		const host = viaProvider(sandbox, 'durable', { resources: ['contacts'] });
		await host.publish();
		const made = world.create('contacts');
		behaviour.set({ oauth: { perMinute: 0, perDay: 1_000 } });
		await tick(host);
		const [error] = host.errors;
		if (!isNodeError(error)) throw new Error('The poll should have told an error');
		expect(error.message).toContain('is receiving too many requests (HTTP 429)');
		expect(error.description).toContain('Quota Exceeded');
		expect(error.failure).toEqual({ cause: 'rate-limited', retryAfterMs: MINUTE });
		behaviour.set({ oauth: { perMinute: 1_500, perDay: 150_000 } });
		await tick(host, 10 * MINUTE);
		expect(kinds(host)).toEqual([`CREATED contacts ${made.id}`]);
	});

	it.each(['milliseconds', 'seconds'] as const)(
		'a day’s requests: n8n is told when the day ends, given in %s',
		async (quotaExpiry) => {
			const host = viaProvider(sandbox, 'durable', { resources: ['contacts'] });
			await host.publish();
			const oauth = { perMinute: 1_500, perDay: 0 };
			sandbox.infusionsoftrest.behaviour.set({ quotaExpiry, oauth });
			await tick(host, 2 * 60 * MINUTE);
			const retryAfterMs = Date.UTC(2026, 8, 6) - Date.now();
			expect(host.errors).toMatchObject([{ failure: { cause: 'rate-limited', retryAfterMs } }]);
		},
	);

	it('more than the spike arrest lets pass is asked again at once', async () => {
		const { faults, world, requests } = sandbox.infusionsoftrest;
		const host = viaProvider(sandbox, 'durable', { resources: ['contacts'] });
		await host.publish();
		const before = requests.length;
		world.create('contacts');
		faults.set({ fail: { status: 429, message: 'Spike arrest violation', when: { next: 1 } } });
		await tick(host);
		expect(host.errors).toEqual([]);
		expect(host.items).toHaveLength(1);
		expect(requests.slice(before).map(({ status }) => status)).toEqual([429, 200]);
	});
});

it('stays below four requests a second', async () => {
	const { requests } = sandbox.infusionsoftrest;
	const resources = infusionsoftrest.resources
		.map(({ name }) => name)
		.filter((name) => !name.startsWith('tagged-contacts'));
	const host = viaProvider(sandbox, 'durable', { resources });
	await host.publish();
	const times = requests.filter(({ url }) => url.includes('/v2/')).map(({ at }) => at);
	expect(times.length).toBeGreaterThan(15);
	const crowded = times.filter((at, index) => index >= 4 && at - times[index - 4] < SECOND);
	expect(crowded).toEqual([]);
});
