import type { EpochMs } from './clock';
import { Draw } from './random';
import type { ResourceSchema, World, WorldContents } from './world';

/** How many old records of a resource to make. */
export interface SeedCount {
	readonly resource: string;
	readonly count: number;
}

const DAY_MS = 86_400_000;
const OLDEST_DAYS = 900;
const YOUNGEST_CREATION_DAYS = 100;
const EDITED_SHARE = 0.5;

interface Seeding {
	readonly key: string;
	readonly contents: WorldContents;
}

/** Of each provider the latest: tests on a stopped clock seed the same world many hundred times. */
const latestSeedings = new WeakMap<readonly ResourceSchema[], Seeding>();

/**
 * Fills an empty world with records made 900 to 100 days ago, about half of them edited since, none
 * within the last day. Resources named first are older, so that later ones can point at them.
 * Afterwards the world counts everything so far as old.
 */
export const seedWorld = (world: World, counts: readonly SeedCount[], seed: number): void => {
	const now = world.clock.now();
	const key = JSON.stringify([world.seed, seed, now, counts]);
	const latest = latestSeedings.get(world.schemas);
	if (latest?.key === key) return world.fill(latest.contents);
	makeRecords(world, counts, seed, now);
	world.settle();
	return void latestSeedings.set(world.schemas, { key, contents: world.contents() });
};

const makeRecords = (
	world: World,
	counts: readonly SeedCount[],
	seed: number,
	now: EpochMs,
): void => {
	const draw = new Draw(seed);
	const span = (OLDEST_DAYS - YOUNGEST_CREATION_DAYS) / counts.length;
	const creations = counts.flatMap(({ resource, count }, index) =>
		Array.from({ length: count }, () => {
			const daysAgo = OLDEST_DAYS - (index + draw.unit()) * span;
			return { resource, at: Math.floor(now - daysAgo * DAY_MS) };
		}),
	);
	creations.sort((one, other) => one.at - other.at);
	const created = creations.map(({ resource, at }) => world.create(resource, { at }));

	const edits = created
		.filter(({ resource }) => world.isEditable(resource) && draw.chance(EDITED_SHARE))
		.map(({ resource, id }) => {
			const daysAgo = 1 + draw.unit() * (YOUNGEST_CREATION_DAYS - 1);
			return { resource, id, at: Math.floor(now - daysAgo * DAY_MS) };
		});
	edits.sort((one, other) => one.at - other.at);
	for (const { resource, id, at } of edits) world.edit(resource, id, { at });
};
