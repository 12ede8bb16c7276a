import type { Activity, ActivityOptions, Sandbox } from '../../sandbox/server';
import { expectExact, inWorld, viaProvider } from './maximizerHost';
import { activityIn, runRounds, type Course, type EngineName, type Host } from '../harness/sandbox';

const ROUNDS = 6;

/** People who work in some resources. */
export const activityOf = (
	{ maximizer: { world } }: Sandbox,
	resources: readonly string[],
	shares: Partial<ActivityOptions>,
): Activity => activityIn(world, resources.flatMap(inWorld), shares);

/** Works and polls in turn, and polls twice more. */
export async function run(
	host: Host,
	work: () => void,
	course: Partial<Course> = {},
): Promise<void> {
	await runRounds(host, work, { rounds: ROUNDS, ...course });
	await host.tick();
	await host.tick();
}

/** Publishes, works and polls, and compares with what was done. */
export async function check(
	sandbox: Sandbox,
	host: Host,
	resources: readonly string[],
	shares: Partial<ActivityOptions>,
	{ changes = 3, ...course }: Partial<Course> & { readonly changes?: number } = {},
): Promise<void> {
	await host.publish();
	const activity = activityOf(sandbox, resources, shares);
	await run(host, () => activity.step(changes), course);
	expectExact(sandbox, host, resources, (shares.removeShare ?? 0) > 0);
}

/** A workflow that watches one resource straight from Maximizer. */
export const watching = (
	sandbox: Sandbox,
	engine: EngineName,
	resource: string,
	options = {},
): Host => viaProvider(sandbox, engine, { resources: [resource], options });
