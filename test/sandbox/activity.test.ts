import { Activity, WorldClock, type Change, type World } from '../../sandbox/server';
import { sleep } from '../../sandbox/timing';
import { createInsightlyWorld } from '../../sandbox/providers/insightly/world';

const START = Date.UTC(2026, 0, 5, 12);

const freshWorld = (): World => {
	const clock = new WorldClock();
	clock.freeze(START);
	return createInsightlyWorld(clock, 3);
};

const summary = ({ n, resource, id, kind, at }: Change) => [n, resource, id, kind, at - START];

it('makes the same changes for the same seed, others for another', () => {
	const work = (seed: number) => {
		const world = freshWorld();
		const activity = new Activity(world, { seed, removeShare: 0.1, restMs: 0 });
		return activity.step(200).map(summary);
	};
	expect(work(5)).toEqual(work(5));
	expect(work(6)).not.toEqual(work(5));
});

it('keeps the list of true changes, each with its number in the record', () => {
	const world = freshWorld();
	const made = new Activity(world, { restMs: 0 }).step(300);
	expect(world.changes.slice(world.baseline)).toEqual(made);
	expect(new Set(made.map(({ kind }) => kind))).toEqual(new Set(['created', 'updated']));
	for (const { n, resource, record } of made) expect(world.changeNumber(resource, record)).toBe(n);
});

it('leaves a record alone until it has rested', () => {
	const world = freshWorld();
	const activity = new Activity(world, {
		resources: ['contacts'],
		createShare: 0.1,
		restMs: 20_000,
	});
	const lastTouch = new Map<string, number>();
	for (let second = 0; second < 120; second++) {
		for (const { id, at } of activity.step(3)) {
			expect(at - (lastTouch.get(id) ?? 0)).toBeGreaterThanOrEqual(20_000);
			lastTouch.set(id, at);
		}
		world.clock.advance(1000);
	}
	expect(lastTouch.size).toBeGreaterThan(40);
});

it('may change the records of the seeding at once, each once until it has rested', () => {
	const options = { resources: ['contacts'], createShare: 0, restMs: 20_000 };
	const kindsOf = (made: readonly Change[]) => new Set(made.map(({ kind }) => kind));
	expect(kindsOf(new Activity(freshWorld(), options).step(10))).toEqual(new Set(['created']));

	const world = freshWorld();
	const made = new Activity(world, { ...options, restSeeded: false }).step(10);
	expect(kindsOf(made)).toEqual(new Set(['updated']));
	expect(new Set(made.map(({ id }) => id)).size).toBe(10);
});

it('touches only the resources named, and never edits what cannot be edited', () => {
	const world = freshWorld();
	const made = new Activity(world, { resources: ['emails', 'notes'], restMs: 0 }).step(100);
	expect(new Set(made.map(({ resource }) => resource))).toEqual(new Set(['emails', 'notes']));
	expect(made.some(({ resource, kind }) => resource === 'emails' && kind !== 'created')).toBe(
		false,
	);
	expect(() => world.edit('emails', world.ids('emails')[0])).toThrow('cannot be edited');
});

it('works at the chosen rate, with bursts within one second, until stopped', async () => {
	const world = freshWorld();
	world.clock.run();
	const activity = new Activity(world, { perSecond: 40, burst: { share: 1, size: 5 } });
	activity.start();
	while (world.mark() < world.baseline + 30) await sleep(5);
	await activity.stop();
	const made = world.mark();
	await sleep(5);
	expect(world.mark()).toBe(made);
	const seconds = new Set(
		world.changes.slice(world.baseline).map(({ at }) => Math.floor(at / 1000)),
	);
	expect(seconds.size).toBeLessThan(made - world.baseline);
});

it('removes records when told to, which then cannot be found', () => {
	const world = freshWorld();
	const [id] = world.ids('contacts');
	const { kind, record } = world.remove('contacts', id);
	expect(kind).toBe('deleted');
	expect(record.CONTACT_ID).toBe(Number(id));
	expect(world.latest('contacts', id)).toBeUndefined();
	expect(world.visible('contacts').some((version) => version.id === id)).toBe(false);
	expect(() => world.edit('contacts', id)).toThrow('No record');
});
