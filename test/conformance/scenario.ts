import { inWorld, parametersOf, sourceOf, worldOf, type Subject } from '../../sandbox/n8n/subjects';
import { Activity, compareWithOracle, type FaultSettings } from '../../sandbox/server';
import { HOUR, MINUTE, pass, SECOND } from '../harness/clock';
import {
	connected,
	Host,
	type HostSettings,
	receivedOf,
	startOnStoppedClock,
	stopWithClock,
	type EngineName,
} from '../harness/sandbox';
import { textOf } from '../harness/host';

export const PAGE_SIZE = 10;
/** Longer than a list that is compared rests between two readings. */
const POLL_EVERY = 6 * MINUTE;
/** Longer than a round of failures and recovery: no change may be overtaken by the next one of its record. */
const REST = 4 * HOUR;

/** An account at the stand-in of a connector, and a published workflow that polls it. */
export class Scenario {
	private readonly activities: readonly Activity[];
	private seen = { errors: 0, warnings: 0 };

	private constructor(
		readonly subject: Subject,
		readonly sandbox: Awaited<ReturnType<typeof startOnStoppedClock>>,
		readonly host: Host,
	) {
		const { connector } = subject;
		this.activities = subject.works.map(
			(work) =>
				new Activity(this.world, {
					...work,
					resources: work.resources.flatMap((resource) => inWorld(connector, resource)),
					restMs: REST,
					restSeeded: false,
				}),
		);
	}

	/** @param options of the node */
	static async start(
		subject: Subject,
		engine: EngineName,
		options = {},
		more: Partial<HostSettings> = {},
	): Promise<Scenario> {
		const sandbox = await startOnStoppedClock();
		sandbox[subject.connector].liftLimits();
		const parameters = {
			...parametersOf(subject),
			resources: [...parametersOf(subject).resources],
			pollTimes: { item: [{ mode: 'everyX', value: POLL_EVERY / MINUTE, unit: 'minutes' }] },
			options: { pageSize: PAGE_SIZE, ...options },
		};
		const host = new Host(engine, { parameters, credentials: {}, ...more });
		const scenario = new Scenario(subject, sandbox, host);
		scenario.logIn();
		return scenario;
	}

	/** As n8n does by itself before a login ends. */
	private logIn(): void {
		const { connector, connection } = this.subject;
		const [{ type }] = this.sandbox[connector].forms();
		const credentials =
			connection === 'provider'
				? { [type]: connected(this.sandbox, connector, type) }
				: { openConnectorsApi: this.sandbox.platformCredentialFor(connector) };
		this.host.settings = { ...this.host.settings, credentials };
	}

	get world() {
		return worldOf(this.subject, this.sandbox);
	}

	get source() {
		return sourceOf(this.sandbox, this.subject);
	}

	/** Sets faults in place of those there were. */
	fail(faults: FaultSettings = {}): void {
		this.source.faults.clear();
		this.source.faults.set(faults);
	}

	/** Makes so many changes of every kind there is, a second apart. */
	change(count: number): void {
		for (let made = 0; made < count; made += 1) {
			this.activities[made % this.activities.length].step();
			pass(SECOND);
		}
	}

	/** Makes a record of a resource. */
	create(resource: string): void {
		this.world.create(inWorld(this.subject.connector, resource)[0]);
	}

	async poll(times = 1, ms = POLL_EVERY): Promise<void> {
		for (let poll = 0; poll < times; poll += 1) {
			pass(ms);
			this.logIn();
			await this.host.tick();
		}
	}

	/** What was reported since this was asked for last: errors with their cause, and warnings. */
	reports(): readonly string[] {
		const { errors, warnings } = this.host;
		const news = [
			...errors.slice(this.seen.errors).map(textOf),
			...warnings.slice(this.seen.warnings),
		];
		this.seen = { errors: errors.length, warnings: warnings.length };
		return news;
	}

	/**
	 * Fails the test unless every change arrived once, as what it was, and nothing else did.
	 * @param mayRepeat whether a change may come again under its event id: n8n went down between polls
	 */
	expectComplete(mayRepeat = false): void {
		const { connector, deletions, anyKindAs, works } = this.subject;
		const resources = works.flatMap((work) =>
			work.resources.flatMap((resource) => inWorld(connector, resource)),
		);
		const received = receivedOf(connector, this.host.items);
		const { missing, twice, unknown, wrongKind, sharedEventIds, superseded } = compareWithOracle(
			this.world,
			received,
			{ resources, deletions },
		);
		const kinds = wrongKind.filter((wrong) => wrong.received.kind !== anyKindAs);
		const repeated = twice.filter(({ recognisable }) => !(recognisable && mayRepeat));
		expect({ missing, repeated, unknown, kinds, sharedEventIds, superseded }).toEqual({
			missing: [],
			repeated: [],
			unknown: [],
			kinds: [],
			sharedEventIds: [],
			superseded: 0,
		});
	}

	async stop(): Promise<void> {
		await stopWithClock(this.sandbox);
	}
}
