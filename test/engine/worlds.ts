import { PagePositionError } from '../../nodes/OpenConnectors/core/page';
import { pollsToRest, type PollEntry, type RequestEntry } from './journal';
import { judge, type Verdict } from './promises';
import { DAY, HOUR, MINUTE, SECOND } from '../harness/clock';
import { SimulatedProvider } from '../harness/provider';
import { Poller, seeded } from './simulation';
import { pick, planWorld, type Random, type WorldChoice, type WorldPlan } from './worldPlan';
import type { ScanResult } from '../../nodes/OpenConnectors/engine/types';

/**
 * Plays a random world from one number: a provider with some order, paging, clock and delay,
 * records that are made, edited and removed while pages are read, requests that fail, and a poller.
 * It ends with the first complete scan that started after everything was visible.
 */
export async function playWorld(seed: number, choice: WorldChoice = {}): Promise<Verdict> {
	const world = new World(seed, planWorld(seed, choice));
	await world.play();
	return world.verdict();
}

/** The true times between two polls. */
const PAUSES = [
	10 * SECOND,
	MINUTE,
	MINUTE,
	4 * MINUTE,
	4 * MINUTE,
	20 * MINUTE,
	3 * HOUR,
	11 * HOUR,
];
/** What fills the provider before the first poll. */
const OLD_ACTIONS = 40;
const OLD_SPAN_MS = 4 * HOUR;
/** Clocks of Berlin were set back from 3:00 to 2:00: the hour from here on is shown again. */
const DST_END = Date.UTC(2026, 9, 25, 1);
const BULK_SHARE = 0.2;
const LATE_SHARE = 0.3;
/** Requests of a poll after which people rest, so that no list grows as fast as it is read. */
const BUSY_REQUESTS = 40;

export class World {
	readonly provider: SimulatedProvider;
	readonly poller: Poller;
	readonly polls: PollEntry[] = [];
	changes = 0;
	private readonly random: Random;
	private readonly maxDelay: number;
	private lastId = 0;
	private lastVisible = 0;
	private scans = 0;
	private silentBefore = 0;
	/** Number of the first poll after the last change. */
	private calmFrom: number | undefined;

	constructor(
		readonly seed: number,
		readonly plan: WorldPlan,
	) {
		this.random = seeded(seed);
		this.provider = new SimulatedProvider({
			...plan.traits,
			...(plan.isAutumn ? { dstEnd: DST_END } : {}),
		});
		if (plan.isAutumn) this.provider.time = DST_END - 2 * OLD_SPAN_MS;
		this.maxDelay = plan.settings.lookback * plan.delayOfLookback;
		this.provider.time += Math.floor(this.random() * (plan.isAutumn ? OLD_SPAN_MS : DAY));
		this.pass(OLD_SPAN_MS, OLD_ACTIONS);
		const { startBefore } = plan;
		this.poller = new Poller(this.provider, {
			...(startBefore === undefined
				? {}
				: { start: { kind: 'at', at: this.provider.time - startBefore } }),
			...plan.settings,
		});
	}

	async play(): Promise<void> {
		const { provider } = this;
		const { failedStarts, polls, actionsPerPause, clockSetBack, isAutumn } = this.plan;
		// All of the night counts.
		const pauses = isAutumn ? PAUSES.filter((ms) => ms <= 20 * MINUTE) : PAUSES;
		for (let poll = 0; poll < polls + failedStarts; poll += 1) {
			await this.poll(poll < failedStarts);
			this.pass(pick(this.random, pauses), this.random() * actionsPerPause);
			if (clockSetBack > 0 && poll === polls >> 1) provider.setClock(-clockSetBack);
		}
		this.calmFrom = this.polls.length;
		this.provider.time = Math.max(this.provider.time, this.lastVisible);
		let startedCalm = false;
		let calmScans = 0;
		const allowed = pollsToRest(this.provider);
		for (let settling = 0; settling <= allowed; settling += 1) {
			this.provider.time += SECOND;
			if (!this.poller.cursor?.scan) startedCalm = true;
			const result = await this.poll(false);
			// What is stamped earlier than before takes two readings.
			if (result?.complete && startedCalm) calmScans += 1;
			if (calmScans === 2) return;
		}
	}

	verdict(): Verdict {
		const { seed, changes, provider, poller, polls, plan } = this;
		const calmFrom = this.calmFrom ?? polls.length;
		return judge({ seed, changes, provider, settings: poller.settings, plan, polls, calmFrom });
	}

	/** Lets time pass in which people work. */
	private pass(ms: number, actions: number): void {
		const { provider, random } = this;
		// Not at the instant of the last answer: what it shows and what comes after it stay apart.
		const begin = provider.time + 1;
		const end = begin + ms;
		const instants = Array.from({ length: this.wholeOf(actions) }, () => Math.floor(random() * ms));
		instants.sort((a, b) => a - b);
		for (const instant of instants) {
			provider.time = begin + instant;
			this.act();
		}
		provider.time = begin + (instants[instants.length - 1] ?? 0);
		if (this.plan.bulk > 0 && random() < BULK_SHARE)
			for (let made = 0; made < this.plan.bulk; made += 1) this.act(false);
		provider.time = end;
	}

	private wholeOf(expected: number): number {
		return Math.floor(expected) + (this.random() < expected % 1 ? 1 : 0);
	}

	/** One record is made, edited or removed now. */
	private act(mayRemove = true): void {
		const { provider, random, plan } = this;
		const ids = provider.ids();
		const edit = ids.length > 0 && random() < 0.5;
		const id = edit ? pick(random, ids) : String((this.lastId += 1));
		if (edit && random() < plan.removals && mayRemove) {
			provider.remove(id);
			return;
		}
		const late = random() < LATE_SHARE;
		// Not seldom as late as it may be.
		const delay = late ? Math.floor(Math.min(1, random() * 1.2) * this.maxDelay) : 0;
		const stampedAhead = -Math.floor(random() * plan.serversApart);
		const { visibleAt } = provider.change(id, delay, { stampedAhead });
		this.lastVisible = Math.max(this.lastVisible, visibleAt);
		this.changes += 1;
	}

	/** @returns undefined when the poll threw */
	private async poll(unreachable: boolean): Promise<ScanResult | undefined> {
		const { poller, provider, plan } = this;
		const requests: RequestEntry[] = [];
		const startedAt = poller.now();
		provider.beforeRequest = (number, since, position) => {
			const calm = this.calmFrom !== undefined;
			if (!calm && requests.length < BUSY_REQUESTS)
				for (let acts = this.wholeOf(plan.actionsPerRequest); acts > 0; acts -= 1) this.act();
			requests.push({ since, position, at: provider.time });
			if (calm) return;
			if (unreachable || (plan.failEvery > 0 && number % plan.failEvery === 0))
				throw new Error('HTTP 503');
			if (position !== undefined && plan.refuseEvery > 0 && number % plan.refuseEvery === 0)
				throw new PagePositionError(undefined);
		};
		provider.afterPage = (versions) => {
			const asked = requests.pop();
			if (asked) requests.push({ ...asked, versions });
		};
		const { start, cursor: before } = poller;
		let result: ScanResult | undefined;
		try {
			result = await poller.poll();
		} catch {
			// As the node does: what changes from the first attempt on is news.
			if (!before && start.kind === 'now')
				poller.start = { kind: 'now', publishedAt: start.publishedAt ?? startedAt };
		}
		const first = requests.find(({ versions }) => versions !== undefined);
		if (result && first && !before) {
			if (start.kind === 'now') {
				const clocksApart = result.serverTime - (first.at + poller.settings.localOffset);
				this.silentBefore =
					start.publishedAt === undefined
						? Infinity
						: provider.tick(start.publishedAt + clocksApart);
			}
		} else if (result && this.silentBefore === Infinity) {
			this.silentBefore = provider.tick(result.serverTime);
		}
		const silentBefore = this.scans === 0 ? this.silentBefore : 0;
		this.polls.push({
			scan: this.scans,
			before,
			requests,
			silentBefore,
			...(result ? { result } : {}),
		});
		if (result?.complete) this.scans += 1;
		return result;
	}
}
