import type { IPollFunctions } from 'n8n-workflow';
import { hash53 } from '../core/fingerprint';
import { monotonicNow } from '../core/monotonic';
import { VolatileSamples } from '../engine/volatileFields';
import type { AccountMemory } from '../streams/stream';
import { FailureTracker } from './failureTracker';
import { SingleFlight } from './singleFlight';

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
	/** The list to begin with, because the poll before had no time left for it. */
	resumeAt: string | undefined;
	/** Lists that this process has read: what became of their latest events is known. */
	readonly confirmed = new Set<string>();
	private readonly damage = new Map<string, number>();
	private readonly samples = new Map<string, VolatileSamples>();

	/** A few records of a list from reading to reading, to find fields that change without an edit. */
	samplesOf(stateKey: string): VolatileSamples {
		const samples = this.samples.get(stateKey) ?? new VolatileSamples();
		this.samples.set(stateKey, samples);
		return samples;
	}

	/**
	 * Whether a damaged state has not been reported yet. It stays as it is while polls fail, because
	 * those save nothing.
	 *
	 * @param place a list, or '' for the whole state
	 */
	isNewDamage(place: string, state: unknown): boolean {
		const damage = hash53(JSON.stringify(state) ?? '');
		if (this.damage.get(place) === damage) return false;
		this.damage.set(place, damage);
		return true;
	}

	/** Somebody published, and may have mended what failed; or n8n started or changed its leader. */
	activate(context: IPollFunctions): void {
		this.failures.clear();
		this.settingsFailures.clear();
		this.nextDue.clear();
		this.resumeAt = undefined;
		// Another process may have polled meanwhile.
		if (context.getActivationMode() === 'leadershipChange') this.confirmed.clear();
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
	(): AccountMemory => ({ queues: new Map(), accountIds: new Map() }),
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
