import { seeded } from '../../engine/simulation';
import { pick, type Random } from '../../engine/worldPlan';
import { DAY, MINUTE, pass, SECOND, setClock, START } from '../../harness/clock';
import { Host } from '../../harness/host';
import { HttpProvider } from '../../harness/httpProvider';
import { Ledger, namesOf, versionName, type Verdict } from './ledger';
import { PAUSES, planHostWorld, type HostWorldChoice, type HostWorldPlan } from './plan';
import { FIRST_SETTINGS, settingsFor, type Chosen } from './settings';
import { happen } from './events';

/** What becomes of a poll: n8n saves it, or is ended before, amid or after that. */
export type Fate = 'kept' | 'before' | 'between';

/** Records of each account when polling begins; more than a short list, which is compared otherwise. */
const OLD_RECORDS = 15;
/** A batch older than that is never repeated. */
const REPEATED_MS = 5 * MINUTE;
/** Text of a heavy record: a few of them are more than the state has room for. */
const HEAVY = 'x'.repeat(400_000);
const SETTLING_POLLS = 5;

/**
 * Plays a workflow from one number: people work in an account, n8n polls it, and before each poll
 * something happens to n8n, to the workflow, to its settings or to the provider. Time has to stand
 * still already.
 */
export async function playHostWorld(seed: number, choice: HostWorldChoice = {}): Promise<Verdict> {
	// Durations go on, as what a process remembers of a server outlives a world.
	setClock(START);
	const plan = planHostWorld(seed, choice);
	const accounts = [
		await HttpProvider.start(plan.traits),
		await HttpProvider.start(plan.traits),
	] as const;
	try {
		const world = new HostWorld(seed, plan, accounts);
		await world.play();
		return world.verdict();
	} finally {
		for (const account of accounts) await account.stop();
	}
}

export class HostWorld {
	readonly random: Random;
	readonly ledger = new Ledger();
	/** The process that polls. */
	host: Host;
	/** Another one, that was the leader before or shares the work. */
	other: Host | undefined;
	chosen: Chosen = FIRST_SETTINGS;
	isAway = false;
	/** Whether dates are, or were, read otherwise than at the beginning. */
	isReadOtherwise = false;
	/** Resources that begin with their next reading. */
	readonly blank = new Set<string>();
	private lastId = 100;
	private batchAt = -Infinity;
	private readAt = 0;
	private largestState = 0;

	constructor(
		readonly seed: number,
		readonly plan: HostWorldPlan,
		private readonly accounts: readonly [HttpProvider, HttpProvider],
	) {
		this.random = seeded(seed);
		for (const [index, account] of accounts.entries()) {
			account.script = () => (this.isAway ? { status: 503 } : undefined);
			for (const resource of ['contacts', 'leads', 'campaigns']) {
				const first = 1 + 10_000 * index;
				account.changeAll(first, first + OLD_RECORDS - 1, { resource, stampedAhead: -3 * DAY });
			}
		}
		this.host = new Host(plan.engine, this.settings);
	}

	get provider(): HttpProvider {
		return this.accounts[this.chosen.account];
	}

	get settings() {
		return settingsFor(this.plan, this.chosen, this.provider.url);
	}

	/** What is polled, by the names of the provider. */
	get resources(): readonly string[] {
		if (this.plan.list === 'compared') return ['campaigns'];
		return this.chosen.hasLeads ? ['contacts', 'leads'] : ['contacts'];
	}

	async play(): Promise<void> {
		const { events, isShared } = this.plan;
		this.ledger.passOver(this.names());
		for (const resource of this.resources)
			for (const { id } of this.provider.shown(resource))
				this.ledger.expectFirst(`${resource} ${id}`, true);
		await this.run(async () => await this.host.publish());
		for (const event of events) {
			this.work();
			if (event) await happen(this, event);
			if (isShared && this.random() < 0.5) this.changeProcess();
			await this.poll();
		}
		await this.settle();
	}

	verdict(): Verdict {
		const shown = new Set<string>();
		for (const account of this.accounts) {
			for (const resource of ['contacts', 'leads', 'campaigns']) {
				for (const { versions, removedAt } of account.histories(resource)) {
					for (const name of namesOf(resource, versions)) shown.add(name);
					if (removedAt !== undefined) shown.add(versionName(resource, versions[0].id, 'gone'));
				}
			}
		}
		const verdict = this.ledger.verdict(this.seed, shown, this.largestState);
		if (!this.plan.isHeavy) return verdict;
		// A batch that is read again gives what it created with what it holds now.
		const misjudged = verdict.misjudged.filter((line) => !line.endsWith('CREATED'));
		return { ...verdict, misjudged };
	}

	/** Some time passes, in which people work. */
	work(): void {
		const pause = pick(this.random, PAUSES);
		this.act();
		pass(pause);
	}

	async poll(fate: Fate = 'kept'): Promise<void> {
		await this.run(async () => await this.host.tick(), fate);
	}

	/** Has n8n do something, and notes what it saved and started. */
	async run(action: () => Promise<unknown>, fate: Fate = 'kept', host = this.host): Promise<void> {
		const { provider } = this;
		const before = structuredClone(host.saved);
		const [asked, failed] = [provider.asked.length, host.errors.length];
		const current = new Map(this.resources.map((name) => [name, this.names([name])]));
		await action();
		const items = host.executions.splice(0).flat();
		const state = JSON.stringify(host.saved);
		this.largestState = Math.max(this.largestState, state.length);
		if (fate === 'before') {
			host.saved = before;
			return;
		}
		if (items.length > 0) this.batchAt = Date.now();
		if (fate === 'kept') this.ledger.tell(items.map(({ json }) => json));
		if (this.isAway || host.errors.length > failed) return;
		this.readAt = Date.now();
		const read = new Set(provider.asked.slice(asked).map(({ resource }) => resource));
		for (const [resource, names] of current) {
			if (!read.has(resource)) continue;
			if (this.blank.delete(resource)) this.ledger.excuse(names);
			else if (!this.plan.isInDrips && !this.plan.isHeavy) this.ledger.owe(names);
		}
	}

	/** Names of what is current, and of what is gone, in what is polled. */
	names(resources: readonly string[] = this.resources): readonly string[] {
		return resources.flatMap((resource) => [
			...namesOf(resource, this.provider.shown(resource)),
			...(this.plan.list === 'compared' ? this.gone(resource) : []),
		]);
	}

	/** Names of what was changed since so long before the latest reading. */
	changedSince(ms: number): readonly string[] {
		return this.resources.flatMap((resource) =>
			this.provider.histories(resource).flatMap(({ versions }) => {
				const changed = versions.filter(
					({ visibleAt }) => visibleAt >= this.timeOf(this.readAt - ms),
				);
				return namesOf(resource, changed);
			}),
		);
	}

	/** A time of the local clock by the provider's. */
	private timeOf(at: number): number {
		return at + this.provider.traits.clockOffset;
	}

	private gone(resource: string): readonly string[] {
		return this.provider
			.histories(resource)
			.filter(
				({ removedAt, versions }) =>
					removedAt !== undefined && this.wasShown(resource, versions[0].id),
			)
			.map(({ versions }) => versionName(resource, versions[0].id, 'gone'));
	}

	/** Whether a poll saw a record before it was removed. */
	private wasShown(resource: string, id: string): boolean {
		return this.ledger.knows(`${resource} ${id}`);
	}

	/** Another process takes over what is saved, and what the first one keeps in its memory stays there. */
	changeProcess(): Host {
		const { host, other } = this;
		host.unpublish();
		const next = other?.engine === host.engine ? other : new Host(host.engine, host.settings);
		next.settings = host.settings;
		next.saved = structuredClone(host.saved);
		[this.host, this.other] = [next, host];
		return next;
	}

	/** n8n begins anew, and may give the latest batch again where it cannot know that it arrived. */
	beginProcess(): void {
		const isYoung = Date.now() - this.batchAt < REPEATED_MS;
		this.ledger.beginProcess(isYoung && this.host.engine === 'in-memory');
	}

	/** People work for some seconds. */
	act(): void {
		const actions = Math.floor(this.random() * 5);
		pass(SECOND);
		for (let action = 0; action < actions; action += 1) {
			this.actOnce();
			pass(SECOND * (1 + Math.floor(this.random() * 3)));
		}
	}

	private actOnce(): void {
		const { random, provider } = this;
		const resource = pick(random, this.resources);
		const ids = provider.ids(resource);
		const isEdit = ids.length > 0 && random() < 0.5;
		const id = isEdit ? pick(random, ids) : String((this.lastId += 1));
		if (isEdit && this.plan.list === 'compared' && random() < 0.3) {
			if (ids.length > OLD_RECORDS - 3) provider.remove(id, resource);
			return;
		}
		const visibleAfter = random() < 0.3 ? Math.floor(random() * this.plan.latestMs) : 0;
		const fields = this.plan.isHeavy ? { fields: { TEXT: HEAVY } } : {};
		provider.change(id, { resource, visibleAfter, ...fields });
		if (isEdit) return;
		const isWatched = !this.blank.has(resource) && visibleAfter === 0;
		if (isWatched) this.ledger.expectFirst(`${resource} ${id}`, false);
	}

	/** Nothing happens any more, and all there is has to arrive. */
	private async settle(): Promise<void> {
		this.isAway = false;
		pass(10 * MINUTE);
		for (let poll = 0; poll < SETTLING_POLLS; poll += 1) {
			await this.poll();
			pass(5 * MINUTE);
		}
		const now = this.names(this.resources.filter((name) => !this.blank.has(name)));
		this.ledger.owe(now);
	}
}
