import type { IDataObject, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { hash53 } from '../core/fingerprint';
import { monotonicNow } from '../core/monotonic';
import { VolatileSamples } from '../engine/volatileFields';
import type { PollingSettings } from '../streams/platformInstance';
import type { AccountMemory } from '../streams/stream';
import { FailureTracker } from './failureTracker';
import type { Progress } from './listProgress';
import { SingleFlight } from './singleFlight';
import type { SavedStates } from './state';

/** What is to come once more, because n8n may have lost it. */
export interface Replay {
	readonly items: readonly INodeExecutionData[];
	/** The states from which lists are to be read once more, by list. */
	readonly states: SavedStates;
}

/**
 * What this process remembers of a node between its polls. No promise rests on it alone: a process
 * may end at any time. All times are ms of the monotonic clock.
 */
export class NodeRuntime {
	/** What fails, by list. */
	readonly failures = new FailureTracker();
	/** What is wrong with the parameters or the credential. */
	readonly settingsFailures = new FailureTracker();
	readonly singleFlight = new SingleFlight();
	/** When each list may be read again. */
	readonly nextDue = new Map<string, number>();
	/** When changes were last found in each list, or when it was first read. */
	readonly changedAt = new Map<string, number>();
	/** The list to begin with, because the poll before had no time left for it. */
	resumeAt: string | undefined;
	/** What is to come once more of a batch of another process; undefined until that is judged. */
	replay: Replay | undefined;
	/** When this process last returned items, in epoch ms: it lived on, so that they are not lost. */
	batchAt: number | undefined;
	/**
	 * The latest state that this process saved under the in-memory engine. A node that is registered
	 * twice is polled with two copies of n8n's data, of which each knows half of what was done.
	 */
	latest: IDataObject | undefined;
	/** When this process last saved a state. */
	savedAt: number | undefined;
	/** What the connector instance says about polling, and when it is to be asked again: at 0, now. */
	instance:
		| { readonly token: number; readonly settings: PollingSettings; readonly dueAt: number }
		| undefined;
	/** How far each list was read, of which the state may know no more than ten minutes ago. */
	progress: Progress = new Map();
	private readonly said = new Map<string, number>();
	private readonly samples = new Map<string, VolatileSamples>();

	/** A few records of a list from reading to reading, to find fields that change without an edit. */
	samplesOf(stateKey: string): VolatileSamples {
		const samples = this.samples.get(stateKey) ?? new VolatileSamples();
		this.samples.set(stateKey, samples);
		return samples;
	}

	/**
	 * Whether what follows from a saved state has not been said yet. The state stays as it is while polls
	 * fail, because those save nothing.
	 *
	 * @param place a list, or '' for the whole state
	 */
	isUnsaid(place: string, state: unknown): boolean {
		const content = hash53(JSON.stringify(state) ?? '');
		if (this.said.get(place) === content) return false;
		this.said.set(place, content);
		return true;
	}

	/** Somebody published, and may have mended what failed; or n8n started or changed its leader. */
	activate(context: IPollFunctions): void {
		this.failures.clear();
		this.settingsFailures.clear();
		this.nextDue.clear();
		this.changedAt.clear();
		this.resumeAt = undefined;
		this.latest = undefined;
		if (this.instance) this.instance = { ...this.instance, dueAt: 0 };
		// Another process may have polled meanwhile.
		if (context.getActivationMode() === 'leadershipChange') this.replay = undefined;
	}
}

/** n8n does not say that a workflow is gone: what no poll has asked for in so long is forgotten. */
const UNUSED_MS = 2 * 24 * 60 * 60_000;

interface Entry<Value> {
	readonly value: Value;
	usedAt: number;
}

/** Values by name, made when they are first asked for. */
export class Remembered<Value> {
	private readonly entries = new Map<string, Entry<Value>>();

	constructor(private readonly create: () => Value) {}

	get(name: string): Value {
		const now = monotonicNow();
		const known = this.entries.get(name);
		if (known) {
			known.usedAt = now;
			return known.value;
		}
		for (const [other, { usedAt }] of this.entries)
			if (now - usedAt > UNUSED_MS) this.entries.delete(other);
		const value = this.create();
		this.entries.set(name, { value, usedAt: now });
		return value;
	}
}

const nodes = new Remembered(() => new NodeRuntime());
const accounts = new Remembered(
	(): AccountMemory => ({ queues: new Map(), accountIds: new Map(), pageSizes: new Map() }),
);

/** The runtime of the node that polls. */
export function runtimeOf(context: IPollFunctions): NodeRuntime {
	return nodes.get(`${context.getWorkflow().id}:${context.getNode().id}`);
}

/**
 * What all nodes share that poll with one credential.
 *
 * @param credential its id, or its name where it has none
 */
export function accountMemoryOf(credential: string): AccountMemory {
	return accounts.get(credential);
}
