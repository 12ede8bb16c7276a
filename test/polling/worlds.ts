import { PagePositionError } from '../../nodes/OpenConnectors/polling/page';
import {
	HOUR,
	MINUTE,
	Poller,
	SECOND,
	SimulatedProvider,
	seeded,
	type PollerSettings,
	type ProviderTraits,
} from './simulation';

/** What a world showed against the promise. */
export interface Verdict {
	readonly seed: number;
	readonly changes: number;
	/** Records whose last version was never reported. */
	readonly lost: readonly string[];
	/** Versions reported more than once. */
	readonly twice: readonly string[];
	/** Records made after the start whose first report was not `created`, or that were created twice. */
	readonly misjudged: readonly string[];
	/** Polls whose changes were not in order. */
	readonly unsorted: number;
	readonly largestCursor: number;
	/** Polls in which no page could be read. */
	readonly failedPolls: number;
}

export interface WorldOptions {
	/** Overrides of what the seed chose. */
	readonly traits?: Partial<ProviderTraits>;
	readonly settings?: Partial<PollerSettings>;
	/** Longest time a change stays invisible, as a multiple of the lookback. */
	readonly delayOfLookback?: number;
	readonly deletions?: boolean;
	readonly faults?: boolean;
}

const pick = <Value>(random: () => number, values: readonly Value[]): Value =>
	values[Math.floor(random() * values.length)];

/**
 * Plays a random world from one number: a provider with some order, page size, clock and delay,
 * records that are made, edited and removed while pages are read, requests that fail, and a poller.
 */
export async function playWorld(seed: number, options: WorldOptions = {}): Promise<Verdict> {
	const random = seeded(seed);
	const lookback = pick(random, [MINUTE, 5 * MINUTE, 15 * MINUTE]);
	const order = pick(random, ['id', 'ascending', 'newest'] as const);
	const provider = new SimulatedProvider({
		granularity: pick(random, [1, SECOND, SECOND, MINUTE, HOUR]),
		order,
		pageSize: pick(random, [3, 7, 20, 100]),
		// Tokens are positions here. Where edits move records backwards, only overlapping pages are safe.
		overlap: order === 'ascending' ? 3 : pick(random, [0, 3]),
		sinceInclusive: random() < 0.5,
		dateOffset: pick(random, [0, 0, 9 * MINUTE, -9 * MINUTE]),
		requestMs: pick(random, [50, 400, 2_000]),
		...options.traits,
	});
	const deletions = options.deletions ?? (random() < 0.5 && provider.traits.overlap > 0);
	if (provider.traits.overlap > 0 && provider.traits.pageSize < 7)
		return await playWorld(seed + 1_000_003, options);
	const poller = new Poller(provider, {
		lookback,
		maxItems: pick(random, [5, 50, 500]),
		budget: 2 * MINUTE,
		localOffset: pick(random, [0, 0, 2 * HOUR, -2 * HOUR]),
		...(provider.traits.order === 'ascending' ? {} : { maxItems: 100_000 }),
		...options.settings,
	});
	const maxDelay = lookback * (options.delayOfLookback ?? 1) - provider.traits.requestMs;
	let lastId = 0;
	let changes = 0;
	let lastVisible = 0;
	let polling = false;
	/** Ids changed while a poll was reading. */
	const changedDuringPoll = new Set<string>();
	const act = (perMinute: number, ms: number) => {
		const expected = (perMinute * ms) / MINUTE;
		const count = Math.floor(expected) + (random() < expected % 1 ? 1 : 0);
		for (let made = 0; made < count; made += 1) {
			const ids = provider.ids();
			const edit = ids.length > 0 && random() < 0.5;
			const id = edit ? pick(random, ids) : String((lastId += 1));
			if (edit && deletions && random() < 0.15) {
				provider.remove(id);
				continue;
			}
			const delay = random() < 0.3 ? Math.floor(random() * Math.max(0, maxDelay)) : 0;
			lastVisible = Math.max(lastVisible, provider.change(id, delay).visibleAt);
			if (polling) changedDuringPoll.add(id);
			changes += 1;
		}
	};
	act(random() * 40, MINUTE);
	provider.time += 2 * HOUR + maxDelay;
	const perMinute = pick(random, [1, 6, 20]);
	const failEvery = (options.faults ?? random() < 0.4) ? pick(random, [4, 7]) : 0;
	let baselineRead = false;
	provider.beforeRequest = (request) => {
		act(perMinute, provider.traits.requestMs);
		if (!baselineRead || failEvery === 0) return;
		if (request % failEvery === 0) throw new Error('HTTP 503');
		if (request % 11 === 0) throw new PagePositionError(undefined);
	};
	let unsorted = 0;
	let scansSpanPolls = false;
	let largestCursor = 0;
	let failedPolls = 0;
	const poll = async () => {
		polling = true;
		try {
			const { cursor, changes: found, complete } = await poller.poll();
			if (!complete) scansSpanPolls = true;
			largestCursor = Math.max(largestCursor, JSON.stringify(cursor).length);
			const ordered = found.every(
				(change, index) => index === 0 || (found[index - 1].updated ?? 0) <= (change.updated ?? 0),
			);
			if (!ordered) unsorted += 1;
		} catch {
			failedPolls += 1;
		}
		polling = false;
	};
	await poll();
	baselineRead = true;
	// Everything that the first poll reads belongs to the baseline, to its last page.
	const baseline = new Set(provider.finalVersions().map(({ id, content }) => `${id}/${content}`));
	const born = provider.time;
	for (let tick = 0; tick < 12; tick += 1) {
		const pause = pick(random, [10 * SECOND, MINUTE, 4 * MINUTE]);
		for (let second = 0; second < pause; second += SECOND) {
			provider.time += SECOND;
			act(perMinute, SECOND);
		}
		await poll();
	}
	provider.beforeRequest = () => undefined;
	provider.time = Math.max(provider.time, lastVisible) + 1;
	for (let settle = 0; settle < 100; settle += 1) {
		provider.time += SECOND;
		// The promise holds for scans that start once everything is visible, not for resumed ones.
		const resumed = poller.cursor?.scan !== undefined;
		const { complete } = await poller.poll();
		if (complete && !resumed) break;
	}
	return judge(seed, changes, provider, poller, {
		baseline,
		born,
		unsorted,
		largestCursor,
		failedPolls,
		scansSpanPolls,
		changedDuringPoll,
	});
}

function judge(
	seed: number,
	changes: number,
	provider: SimulatedProvider,
	poller: Poller,
	seen: {
		baseline: ReadonlySet<string>;
		born: number;
		unsorted: number;
		largestCursor: number;
		failedPolls: number;
		scansSpanPolls: boolean;
		changedDuringPoll: ReadonlySet<string>;
	},
): Verdict {
	const counts = new Map<string, number>();
	const firstKind = new Map<string, string>();
	const created = new Map<string, number>();
	for (const { id, kind, record } of poller.received) {
		const version = `${id}/${String(record.content)}`;
		counts.set(version, (counts.get(version) ?? 0) + 1);
		if (!firstKind.has(id)) firstKind.set(id, kind);
		if (kind === 'created') created.set(id, (created.get(id) ?? 0) + 1);
	}
	const final = provider.finalVersions();
	return {
		seed,
		changes,
		lost: final
			.map(({ id, content }) => `${id}/${content}`)
			.filter((version) => !counts.has(version) && !seen.baseline.has(version)),
		twice: [...counts].flatMap(([version, count]) => (count > 1 ? [version] : [])),
		misjudged: final
			.filter(({ id, createdAt }) => {
				if ((created.get(id) ?? 0) > 1) return true;
				// A new record may be told as updated when a scan spans polls, or when it was edited
				// under the hands of the scan that would have told it.
				if (seen.scansSpanPolls || seen.changedDuringPoll.has(id)) return false;
				const madeAfter = createdAt > seen.born + 10 * MINUTE + provider.traits.granularity;
				return madeAfter && firstKind.has(id) && firstKind.get(id) !== 'created';
			})
			.map(({ id }) => id),
		unsorted: seen.unsorted,
		largestCursor: seen.largestCursor,
		failedPolls: seen.failedPolls,
	};
}
