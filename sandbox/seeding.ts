import { Draw } from './random';
import type { World } from './world';

/** How many old records of a resource to make. */
export interface SeedCount {
	readonly resource: string;
	readonly count: number;
}

const DAY_MS = 86_400_000;
const OLDEST_DAYS = 900;
const YOUNGEST_CREATION_DAYS = 100;
const EDITED_SHARE = 0.5;

/**
 * Fills an empty world with records made 900 to 100 days ago, about half of them edited since, none
 * within the last day. Resources named first are older, so that later ones can point at them.
 * Afterwards the world counts everything so far as old.
 */
export const seedWorld = (world: World, counts: readonly SeedCount[], seed: number): void => {
	const draw = new Draw(seed);
	const now = world.clock.now();
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
	world.settle();
};
