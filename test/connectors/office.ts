import { Activity, type ActivityOptions, type World } from '../../sandbox/server';
import { MINUTE, pass, SECOND } from '../failures/virtualTime';
import type { Host } from '../host/engines';

/** Everything that can happen, more being made than removed. */
export const ALL_KINDS = { createShare: 0.5, removeShare: 0.15 };
export const EDITS = { createShare: 0.4 };
export const CREATIONS = { createShare: 1 };

/** People who work in some resources of a stand-in, each record resting 20 seconds between two changes. */
export const officeIn = (
	world: World,
	resources: readonly string[],
	shares: Partial<ActivityOptions>,
): Activity => new Activity(world, { seed: 3, resources, restMs: 20 * SECOND, ...shares });

export interface Course {
	readonly rounds: number;
	/** Between two polls. */
	readonly gapMs?: number;
}

/** Works and polls in turn. */
export async function playRounds(
	host: Host,
	work: () => void,
	{ rounds, gapMs = MINUTE }: Course,
): Promise<void> {
	for (let round = 0; round < rounds; round += 1) {
		work();
		pass(gapMs / 2);
		await host.tick();
		pass(gapMs / 2);
	}
}
