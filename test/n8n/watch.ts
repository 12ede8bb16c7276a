import type { N8nClient, Workflow } from '../../sandbox/n8n/client';
import type { Execution } from '../../sandbox/n8n/executions';
import { toDelivery, toReceivedChange } from '../../sandbox/n8n/feed';
import {
	Activity,
	type Comparison,
	compareWithOracle,
	isExact,
	type Sandbox,
	type World,
} from '../../sandbox/server';

/** A workflow and the part of a world whose changes it has to receive once it is published. */
export interface Watch {
	readonly label: string;
	/** Changes that are made a second. */
	readonly perSecond: number;
	/** Asked by this workflow alone. */
	readonly sandbox: Sandbox;
	readonly workflow: Workflow;
	readonly world: World;
	readonly resources: readonly string[];
}

export interface Received {
	readonly comparison: Comparison;
	/** Messages of executions that failed. */
	readonly errors: readonly string[];
}

/**
 * Longer than a restart of n8n and the polls around it: a version that was shown to a poll which n8n did not
 * live to save, and replaced before the next one, is in nobody's reach.
 */
const REST_MS = 90_000;

/** Changes of the records that a workflow watches, each slow enough to be seen over a restart. */
export function activityOf({ world, resources, perSecond }: Watch): Activity {
	return new Activity(world, { resources, perSecond, restMs: REST_MS });
}

const isPolled = ({ mode }: Execution): boolean => mode === 'trigger';

/** Compares everything that a workflow's executions received so far with what was done in its world. */
export async function compareReceived(client: N8nClient, watch: Watch): Promise<Received> {
	const executions = await client.executions(watch.workflow.id);
	const deliveries = executions.filter(isPolled).map(toDelivery);
	const events = deliveries.flatMap((delivery) => delivery.events);
	const { world, resources } = watch;
	return {
		comparison: compareWithOracle(world, events.map(toReceivedChange), { resources }),
		errors: deliveries.flatMap(({ error }) => (error ? [error] : [])),
	};
}

/** Whether a workflow has received everything that was done so far, and nothing else. */
export async function isUpToDate(client: N8nClient, watch: Watch): Promise<boolean> {
	return isExact((await compareReceived(client, watch)).comparison);
}
