import type { N8nClient, Workflow } from '../../sandbox/n8n/client';
import { toReceivedChange } from '../../sandbox/n8n/feed';
import type { TriggerEvent } from '../../sandbox/n8n/executions';
import type { N8nInstance } from '../../sandbox/n8n/instance';
import { pollTimesEvery } from '../../sandbox/n8n/workflow';
import {
	Activity,
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

/**
 * Longer than any outage and restart together, so that every version stays to be seen until a poll gets through:
 * none is excused for having been superseded.
 */
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

/** What a workflow received, against what was done in its world. */
export interface Received {
	readonly label: string;
	readonly comparison: Comparison;
	/** Executions by n8n's word for how they ended. */
	readonly statuses: Readonly<Record<string, number>>;
	/** Events that came before with the same event id, kind and record: a receiver can tell and drop them. */
	readonly repeated: number;
	/** Changes that came more than once in versions that a receiver could not tell to be the same. */
	readonly unrecognisable: readonly string[];
}

/** Every execution that reached n8n's database counts, also those that were interrupted. */
export async function compareReceived(instance: N8nInstance, subject: Subject): Promise<Received> {
	const { label, workflow, world, resources } = subject;
	const executions = await readExecutions(instance, workflow.id);
	const events = executions.flatMap((execution) => execution.events);
	const statuses: Record<string, number> = {};
	for (const { status } of executions) statuses[status] = (statuses[status] ?? 0) + 1;
	return {
		label,
		comparison: compareWithOracle(world, events.map(toReceivedChange), { resources }),
		statuses,
		...findRepeated(events),
	};
}

/** A record's stamp tells its versions apart here: no two are made within {@link REST_MS}. */
function findRepeated(
	events: readonly TriggerEvent[],
): Pick<Received, 'repeated' | 'unrecognisable'> {
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
