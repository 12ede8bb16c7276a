import type { N8nClient, Workflow } from '../../sandbox/n8n/client';
import { toReceivedChange } from '../../sandbox/n8n/feed';
import type { TriggerEvent } from '../../sandbox/n8n/executions';
import type { N8nInstance } from '../../sandbox/n8n/instance';
import { pollTimesEvery } from '../../sandbox/n8n/workflow';
import {
	Activity,
	type Change,
	type Comparison,
	compareWithOracle,
	type ProviderSandbox,
	type Sandbox,
	startSandbox,
	type World,
} from '../../sandbox/server';
import { readExecutions } from './chaosDatabase';
import { Line } from './chaosLine';
import { KINDS, POLL_EVERY_S } from './workflows';

/** Longer than nearly any outage and restart together, so that a version stays to be seen until a poll gets through. */
const REST_MS = 240_000;
const PER_SECOND = 2;
/** About one burst in twenty seconds. */
const BURST = { share: 0.005, size: 25 };

/** Small enough for a poll to read several pages: what changed within the lookback is read again. */
const PAGE_SIZE = 100;

/** A workflow that polls a world of its own over a line of its own. */
export interface Subject {
	readonly label: string;
	readonly workflow: Workflow;
	readonly world: World;
	readonly resources: readonly string[];
	readonly source: ProviderSandbox;
	readonly line: Line;
	readonly activity: Activity;
	readonly stop: () => Promise<void>;
}

const SOURCES = [
	{ kind: KINDS[0], toSource: ({ insightly }: Sandbox): ProviderSandbox => insightly },
	{ kind: KINDS[1], toSource: ({ platform }: Sandbox): ProviderSandbox => platform },
];

/** One workflow for either connection, not yet published. */
export async function createSubjects(client: N8nClient, seed: number): Promise<Subject[]> {
	return await Promise.all(
		SOURCES.map(async ({ kind, toSource }, index) => {
			const sandbox = await startSandbox({ seed: seed + index });
			const line = await Line.lay(sandbox.url);
			const { label } = kind;
			const { type, credential, parameters, world, resources } = kind.toSubject(sandbox);
			const baseUrl = line.via(credential.baseUrl);
			const reference = await client.createCredential(label, type, { ...credential, baseUrl });
			const workflow = await client.createWorkflow({
				name: label,
				parameters: { ...parameters, options: { pageSize: PAGE_SIZE } },
				credentials: { [type]: reference },
				pollTimes: pollTimesEvery(POLL_EVERY_S),
			});
			const activity = new Activity(world, {
				seed: seed + index,
				resources,
				perSecond: PER_SECOND,
				restMs: REST_MS,
				burst: BURST,
			});
			const stop = async () => {
				await activity.stop();
				await line.refuse();
				await sandbox.stop();
			};
			const source = toSource(sandbox);
			return { label, workflow, world, resources, source, line, activity, stop };
		}),
	);
}

/** What came more than once. */
export interface Repeated {
	/** Events that came before with the same event id, kind and record: a receiver can tell and drop them. */
	readonly repeated: number;
	/** Changes that came more than once in versions that a receiver could not tell to be the same. */
	readonly unrecognisable: readonly string[];
}

/** What a workflow received, against what was done in its world. */
export interface Received extends Repeated {
	readonly label: string;
	readonly comparison: Comparison;
	/** Executions by n8n's word for how they ended. */
	readonly statuses: Readonly<Record<string, number>>;
	/** Changes that did not arrive, though a poll that came to an end could see them. */
	readonly lost: readonly Change[];
	/** Changes that did not arrive as a later one of the record took their place before such a poll. */
	readonly replaced: number;
}

/** Every execution that reached n8n's database counts, also those that were interrupted. */
export async function compareReceived(instance: N8nInstance, subject: Subject): Promise<Received> {
	const { label, workflow, world, resources } = subject;
	const executions = await readExecutions(instance, workflow.id);
	const events = executions.flatMap((execution) => execution.events);
	const statuses: Record<string, number> = {};
	for (const { status } of executions) statuses[status] = (statuses[status] ?? 0) + 1;
	const comparison = compareWithOracle(world, events.map(toReceivedChange), { resources });
	const lost = comparison.missing.filter((change) => !isReplaced(change, world, events));
	const replaced = comparison.superseded + comparison.missing.length - lost.length;
	return { label, comparison, statuses, ...findRepeated(events), lost, replaced };
}

/**
 * Whether a later change of the record took the place of one that no poll told: none that returned events of the
 * resource lies between the two. Polls that n8n was killed in had seen it, at most.
 */
function isReplaced(
	{ n, resource, id, at }: Change,
	world: World,
	events: readonly TriggerEvent[],
): boolean {
	const next = world.changes.find(
		(later) => later.n > n && later.resource === resource && later.id === id,
	);
	if (!next) return false;
	return !events.some(({ objectType, pollDate }) => {
		const polledAt = Date.parse(pollDate);
		return objectType === resource && polledAt > at && polledAt < next.at;
	});
}

/** A record's stamp tells its versions apart here: no two are made within {@link REST_MS}. */
export function findRepeated(events: readonly TriggerEvent[]): Repeated {
	const first = new Map<string, string>();
	const unrecognisable: string[] = [];
	let repeated = 0;
	for (const { objectType, objectId, date, eventId, eventType, record } of events) {
		const version = `${objectType} ${objectId} ${date}`;
		const recognised = JSON.stringify([eventId, eventType, record]);
		const before = first.get(version);
		if (before === undefined) first.set(version, recognised);
		else if (before === recognised) repeated += 1;
		else unrecognisable.push(`${before}, then ${recognised}`);
	}
	return { repeated, unrecognisable };
}
