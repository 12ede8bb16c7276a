import {
	expectExact,
	inWorld,
	MINUTE_MS,
	SECOND_MS,
	viaProvider,
	type Stand,
} from './maximizerHost';
import { Activity, type ActivityOptions } from '../../sandbox/server';
import type { EngineName, Host } from '../host/engines';

export const ROUNDS = 6;

export const ALL_KINDS = { createShare: 0.5, removeShare: 0.15 };
export const EDITS = { createShare: 0.4 };
export const CREATIONS = { createShare: 1 };

/** People who work in some resources, each record resting 20 seconds between two changes. */
export const office = (
	{ sandbox }: Stand,
	resources: readonly string[],
	shares: Partial<ActivityOptions>,
): Activity =>
	new Activity(sandbox.maximizer.world, {
		seed: 3,
		resources: resources.flatMap(inWorld),
		restMs: 20 * SECOND_MS,
		...shares,
	});

interface Course {
	/** Between two polls. */
	readonly gapMs?: number;
	readonly rounds?: number;
}

/** Works and polls in turn. */
export async function play(
	stand: Stand,
	host: Host,
	work: () => void,
	{ gapMs = MINUTE_MS, rounds = ROUNDS }: Course = {},
): Promise<void> {
	for (let round = 0; round < rounds; round += 1) {
		work();
		stand.pass(gapMs / 2);
		await host.tick();
		stand.pass(gapMs / 2);
	}
	await host.tick();
	await host.tick();
}

/** Publishes, works and polls, and compares with what was done. */
export async function check(
	stand: Stand,
	host: Host,
	resources: readonly string[],
	shares: Partial<ActivityOptions>,
	{ changes = 3, ...course }: Course & { readonly changes?: number } = {},
): Promise<void> {
	await host.publish();
	const activity = office(stand, resources, shares);
	await play(stand, host, () => activity.step(changes), course);
	expectExact(stand.sandbox, host, resources, (shares.removeShare ?? 0) > 0);
}

/** A workflow that watches one resource straight from Maximizer. */
export const watching = (
	{ sandbox }: Stand,
	engine: EngineName,
	resource: string,
	options = {},
): Host => viaProvider(sandbox, engine, { resources: [resource], options });
