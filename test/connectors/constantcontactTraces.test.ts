import { compareWithOracle, type Sandbox } from '../../sandbox/server';
import { HOUR, MINUTE, pass } from '../harness/clock';
import { received, told, viaProvider } from './constantcontactHost';
import { ENGINES, startOnStoppedClock, stopWithClock } from '../harness/sandbox';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startOnStoppedClock();
});
afterEach(async () => await stopWithClock(sandbox));

const lists = (resources: readonly string[]) => ({ resources: [...resources] });

describe('a contact', () => {
	it.each(ENGINES)(
		'that unsubscribes is told once, though `updated_at` stays: %s',
		async (engine) => {
			const { world, unsubscribe } = sandbox.constantcontact;
			const host = viaProvider(sandbox, engine, lists(['contacts']));
			await host.publish();
			const after = world.mark();
			pass(MINUTE);
			const [old] = world.ids('contacts');
			unsubscribe(old);
			const { id } = world.create('contacts');
			await host.tick();
			pass(MINUTE);
			unsubscribe(id);
			world.edit('contacts', old, { fields: { job_title: 'Judge' } });
			for (let poll = 0; poll < 3; poll += 1) {
				await host.tick();
				pass(MINUTE);
			}
			expect([...told(host)].sort()).toEqual([
				`created contacts ${id}`,
				`updated contacts ${id}`,
				`updated contacts ${old}`,
				`updated contacts ${old}`,
			]);
			expect(
				compareWithOracle(world, received(host), { after, resources: ['contacts'] }),
			).toMatchObject({ missing: [], twice: [], unknown: [], wrongKind: [] });
		},
	);

	it.each(['day', 'time'] as const)(
		'that is deleted is told once, whatever the hour, with the %s of it',
		async (contactDeletedAt) => {
			const { world, behaviour } = sandbox.constantcontact;
			behaviour.set({ contactDeletedAt });
			const host = viaProvider(sandbox, 'durable', lists(['contacts']));
			const [before, ...ids] = world.ids('contacts');
			world.remove('contacts', before);
			pass(MINUTE);
			await host.publish();
			const after = world.mark();
			for (const id of ids.slice(0, 16)) {
				pass(3 * HOUR);
				// The grant lives a day.
				host.settings = viaProvider(sandbox, 'durable', lists(['contacts'])).settings;
				world.remove('contacts', id);
				await host.tick();
				await host.tick();
			}
			expect(
				compareWithOracle(world, received(host), {
					after,
					resources: ['contacts'],
					deletions: true,
				}),
			).toMatchObject({ missing: [], twice: [], unknown: [], wrongKind: [] });
			expect(told(host)).toHaveLength(16);
		},
	);

	it('that is deleted is not told where only the others are wanted', async () => {
		const { world, requests } = sandbox.constantcontact;
		const host = viaProvider(sandbox, 'durable', {
			...lists(['contacts']),
			events: ['created', 'updated'],
		});
		await host.publish();
		pass(MINUTE);
		world.remove('contacts', world.ids('contacts')[3]);
		await host.tick();
		expect(told(host)).toEqual([]);
		expect(requests.filter(({ url }) => url.includes('status=deleted'))).toEqual([]);
	});
});

it('a removed campaign is seen by comparing even where its date stays', async () => {
	const { world } = sandbox.constantcontact;
	const host = viaProvider(sandbox, 'durable', lists(['campaigns-compared']));
	await host.publish();
	pass(MINUTE);
	const { id } = world.remove('campaigns', world.ids('campaigns')[2]);
	await host.tick();
	expect(host.items).toEqual([expect.objectContaining({ objectId: id })]);
});

it('an event that stays listed with its status DELETED is told', async () => {
	const { world, behaviour } = sandbox.constantcontact;
	behaviour.set({ deletedEvents: 'listed' });
	const host = viaProvider(sandbox, 'durable', lists(['events']));
	await host.publish();
	pass(MINUTE);
	const { id } = world.remove('events', world.ids('events')[2]);
	await host.tick();
	expect(host.items).toEqual([expect.objectContaining({ objectId: id })]);
});

it('a quiet poll asks once for each list', async () => {
	const { requests } = sandbox.constantcontact;
	const host = viaProvider(sandbox, 'durable', lists(['campaigns', 'contacts', 'tags']));
	await host.publish();
	const before = requests.length;
	pass(MINUTE);
	await host.tick();
	const paths = requests
		.slice(before)
		.map(({ url }) => url.replace(/[?].*?(?=status|optout|$)/, ' '));
	expect(paths.map((path) => path.split(/[=&]/)[0]).sort()).toEqual([
		'/constantcontact/v3/contact_tags ',
		'/constantcontact/v3/contacts ',
		'/constantcontact/v3/contacts optout_after',
		'/constantcontact/v3/contacts status',
		'/constantcontact/v3/emails ',
	]);
});
