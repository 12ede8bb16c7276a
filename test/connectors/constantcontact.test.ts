import { constantcontact } from '../../nodes/OpenConnectors/connectors/constantcontact/definition';
import type { Sandbox } from '../../sandbox/server';
import { MINUTE, pass } from '../harness/clock';
import { told, viaPlatform, viaProvider } from './constantcontactHost';
import {
	ENGINES,
	pasted,
	refusalOf,
	startOnStoppedClock,
	stopWithClock,
	tick,
} from '../harness/sandbox';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startOnStoppedClock();
});
afterEach(async () => await stopWithClock(sandbox));

/** What was asked for, without host and version, newest last. */
const asked = () =>
	sandbox.constantcontact.requests.map(({ url }) =>
		decodeURIComponent(url.replace('/constantcontact/v3', '')),
	);

/** As printed in the documentation of the platform. */
const DOCUMENTED = {
	campaigns: {
		url: "/hubs/marketing/campaigns?where=modified_since='${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}'",
		idField: 'id',
		datesConfiguration: {
			updatedDateField: 'modified_date',
			updatedDateFormat: "yyyy-MM-dd'T'HH:mm:ss'Z'",
			createdDateField: 'modified_date',
			createdDateFormat: "yyyy-MM-dd'T'HH:mm:ss'Z'",
		},
	},
} as const;

describe('the documented configuration', () => {
	it('is the one of the definition', () => {
		const printed = constantcontact.resources.flatMap(
			({ hubConfiguration }) => hubConfiguration ?? [],
		);
		expect(printed).toEqual([DOCUMENTED.campaigns]);
	});

	describe.each([
		['straight from Constant Contact', viaProvider],
		['through Open Connectors', viaPlatform],
	] as const)('works word for word, %s', (_name, via) => {
		it.each(ENGINES)('under the %s engine', async (engine) => {
			const { world } = sandbox.constantcontact;
			const host = via(sandbox, engine, {
				...pasted(DOCUMENTED),
				events: ['created', 'updated'],
			});
			await host.publish();
			pass(MINUTE);
			const { id } = world.create('campaigns');
			await tick(host);
			world.edit('campaigns', id);
			await tick(host);
			await tick(host);
			expect(host.errors).toEqual([]);
			expect(told(host)).toEqual([`created campaigns ${id}`, `updated campaigns ${id}`]);
			expect(host.items[0]).toMatchObject({
				elementKey: 'constantcontact',
				hubKey: 'marketing',
				objectType: 'campaigns',
				objectId: id,
			});
		});
	});

	it('says what the provider calls otherwise, once', async () => {
		const host = viaProvider(sandbox, 'durable', pasted(DOCUMENTED));
		const [first] = await host.fetchTestEvent();
		const notices = [
			'campaigns.idField: the provider calls id campaign_id.',
			'campaigns.datesConfiguration.updatedDateField: the provider calls modified_date updated_at.',
			'campaigns.datesConfiguration.createdDateField: the provider calls modified_date updated_at.',
		];
		expect(first.json.notices).toEqual(notices);
		await host.publish();
		expect(host.warnings).toEqual(notices.map((notice) => `Test > Poll: ${notice}`));
	});

	it('asks for what was changed since, to the second', async () => {
		const host = viaProvider(sandbox, 'durable', pasted(DOCUMENTED));
		await host.publish();
		for (const url of asked())
			expect(url).toMatch(/^\/emails\?after_date=2026-01-0[45]T\d\d:\d\d:\d\dZ&limit=500$/);
		expect(asked().length).toBeGreaterThan(0);
	});
});

describe('a configuration in the names of the platform', () => {
	it('of contacts is read in those of the provider', async () => {
		const { world } = sandbox.constantcontact;
		const host = viaProvider(sandbox, 'durable', {
			...pasted({
				contacts: {
					url: "/hubs/marketing/contacts?where=modified_since='${gmtDate:yyyy-MM-dd'T'HH:mm:ss.SSS'Z'}' AND status='active'",
					idField: 'id',
					datesConfiguration: {
						updatedDateField: 'modified_date',
						updatedDateFormat: "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'",
						createdDateField: 'created_date',
						createdDateFormat: "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'",
					},
				},
			}),
			events: ['created', 'updated'],
		});
		await host.publish();
		pass(MINUTE);
		const fields = { permission_to_send: 'implicit' };
		const { id } = world.create('contacts', { fields });
		world.create('contacts', { fields: { permission_to_send: 'pending_confirmation' } });
		await tick(host);
		expect(told(host)).toEqual([`created contacts ${id}`]);
		expect(asked().every((url) => /[?&]status=active&/.test(url))).toBe(true);
	});

	it('of lists asks for a time that the whole list serves', async () => {
		const url = "/hubs/marketing/lists?where=modified_since='${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}'";
		const host = viaProvider(sandbox, 'durable', pasted({ lists: { url, idField: 'id' } }));
		await host.publish();
		expect(host.errors).toEqual([]);
	});

	it('that asks for what contacts cannot be narrowed by says by what they can', async () => {
		const url = "/hubs/marketing/contacts?where=first_name='Ada'";
		const { message } = await refusalOf(
			viaProvider(sandbox, 'durable', pasted({ contacts: { url, idField: 'id' } })),
		);
		expect(message).toContain("first_name='Ada' has no counterpart");
		expect(message).toContain("email='…', lists='…', sms_status='…', status='…', tags='…'");
	});
});

it.each(['', '/', '/v3', '/v3/', '/V3'])('the base url may end in %j', async (end) => {
	const { world, baseUrl } = sandbox.constantcontact;
	const host = viaProvider(
		sandbox,
		'durable',
		{ resources: ['contacts', 'tags'], options: { pageSize: 2 } },
		{ baseUrl: baseUrl + end },
	);
	await host.publish();
	pass(MINUTE);
	for (let made = 0; made < 5; made += 1) world.create('contacts');
	await tick(host);
	expect(host.errors).toEqual([]);
	expect(host.items).toHaveLength(5);
});
