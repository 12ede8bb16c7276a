import { pick } from '../../engine/worldPlan';
import { MINUTE, pass, SECOND } from '../../harness/clock';
import { Host } from '../../harness/host';
import type { WorldEvent } from './plan';
import { STYLES, type Chosen } from './settings';
import type { Fate, HostWorld } from './world';

/** A step of the dates, and the second that a `Date` header may be late. */
const BLUR_MS = MINUTE + 2 * SECOND;
/** How long n8n is down; shorter than a batch may be in doubt. */
const DOWN_MS = [5 * SECOND, MINUTE, 4 * MINUTE] as const;
const LONG_DOWN_MS = 30 * MINUTE;
/** How often a start is none that lasts. */
const KILLED_AGAIN = 0.3;

/** Lets something happen to a workflow. */
export async function happen(world: HostWorld, event: WorldEvent): Promise<void> {
	const { host, random, chosen, ledger } = world;
	const down = pick(random, DOWN_MS);
	switch (event) {
		case 'n8n restarts':
			return await restart(world, random() < 0.3 ? LONG_DOWN_MS : down);
		case 'n8n is killed before it saves':
			await world.poll('before');
			return await restart(world, down);
		case 'n8n is killed between state and items':
			await world.poll('between');
			return await restart(world, down);
		case 'n8n is killed after it saved':
			await world.poll();
			return await restart(world, down);
		case 'n8n fails to save':
			await world.poll('before');
			// The lease of the poll ends before its state is read again.
			return pass(2 * MINUTE);
		case 'n8n saves late':
			return await saveLate(world);
		case 'the leader changes':
			return await takeOver(world, SECOND);
		case 'the leader is killed':
			await world.poll('between');
			return await takeOver(world, down);
		case 'it is registered twice':
			return await registerTwice(world);
		case 'it is published again':
			return await edit(world, {});
		case 'it is unpublished for a while':
			host.unpublish();
			world.work();
			return await world.run(async () => await host.publish());
		case 'the node is renamed':
			return await edit(world, { nodeName: `Poll ${Math.floor(random() * 3)}` });
		case 'settings are written otherwise':
			return await edit(world, {
				style: Math.floor(random() * STYLES),
				lookback: pick(random, [5, 10, 30]),
			});
		case 'the filter changes':
			return await edit(world, { isFiltered: !chosen.isFiltered });
		case 'the dates are read otherwise':
			ledger.blur(world.changedSince(BLUR_MS));
			world.isReadOtherwise = true;
			return await edit(world, { isByMinute: !chosen.isByMinute });
		case 'a resource is added or removed':
			world.blank.add('leads');
			ledger.forget('leads');
			return await edit(world, { hasLeads: !chosen.hasLeads });
		case 'the credential shows another account':
			// What neither account has told is nobody's.
			for (const resource of world.resources) {
				world.blank.add(resource);
				ledger.forget(resource);
			}
			ledger.excuse(world.names());
			world.isAway = false;
			world.chosen = { ...chosen, account: chosen.account === 0 ? 1 : 0 };
			// What was told of it before its dates were read otherwise has other event ids now.
			if (world.isReadOtherwise) ledger.blur(world.names());
			return await edit(world, {});
		case 'the provider is away':
			world.isAway = true;
			for (let polls = 1 + Math.floor(random() * 3); polls > 0; polls -= 1) {
				await world.poll();
				world.work();
			}
			if (random() < 0.5) await restart(world, down);
			world.isAway = false;
			// What failed waits at most five minutes.
			return pass(6 * MINUTE);
		case 'somebody fetches a test event':
			return void (await host.fetchTestEvent());
		case 'the durable engine is switched on':
			return await switchEngine(world);
	}
}

/** n8n starts, and may be ended at its first poll and started again. */
async function restart(world: HostWorld, downMs: number): Promise<void> {
	const { random } = world;
	const start = async (fate: Fate) => {
		world.beginProcess();
		await world.run(async () => await world.host.restart(), fate);
	};
	pass(downMs);
	while (random() < KILLED_AGAIN) {
		if (random() < 0.5) world.act();
		await start(random() < 0.5 ? 'before' : 'between');
		pass(5 * SECOND);
	}
	await start('kept');
}

async function takeOver(world: HostWorld, downMs: number): Promise<void> {
	pass(downMs);
	const next = world.changeProcess();
	world.beginProcess();
	if (next.engine === 'in-memory')
		await world.run(async () => await next.publish('leadershipChange'));
}

async function edit(world: HostWorld, changes: Partial<Chosen>): Promise<void> {
	world.chosen = { ...world.chosen, ...changes };
	await world.run(async () => await world.host.republish(world.settings));
}

/** A poll begins from the state of before, as that of the one before it is not saved yet. */
async function saveLate(world: HostWorld): Promise<void> {
	const { host, ledger } = world;
	const before = structuredClone(host.saved);
	const { told } = ledger;
	const count = told.length;
	await world.poll();
	// Only items take long to be saved.
	if (told.length === count) return;
	const late = host.saved;
	host.saved = before;
	pass(10 * SECOND);
	await world.run(async () => await host.tick());
	host.saved = late;
}

/** Two pollers of one process, of which each has read what was saved when it was registered. */
async function registerTwice(world: HostWorld): Promise<void> {
	const { host } = world;
	const second = host.registeredOnceMore();
	await world.run(async () => await second.publish('update'), 'kept', second);
	host.saved = structuredClone(second.saved);
	for (let polls = 0; polls < 2; polls += 1) {
		world.work();
		for (const registered of [host, second]) {
			await world.run(async () => await registered.tick(), 'kept', registered);
			// There is one database.
			for (const each of [host, second]) each.saved = structuredClone(registered.saved);
		}
	}
	second.unpublish();
}

/** n8n starts with another setting; its scheduler does not know the node yet. */
async function switchEngine(world: HostWorld): Promise<void> {
	const { host } = world;
	// n8n makes the first poll as it makes those of the other engine.
	world.beginProcess();
	host.unpublish();
	const durable = new Host('durable', host.settings);
	durable.saved = structuredClone(host.saved);
	world.host = durable;
	world.other = undefined;
	await world.run(async () => await durable.publish('init'));
}
