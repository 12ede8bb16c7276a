import { hash53 } from '../../../nodes/OpenConnectors/core/fingerprint';
import { DAY, HOUR, MINUTE, SECOND } from '../../harness/clock';
import type { Version } from '../../harness/provider';
import { RestApi, type RestTraits } from '../../harness/restApi';
import { RestPoller, type Polled } from '../../harness/restPoller';
import { seeded } from '../../engine/simulation';
import { pick, type Random } from '../../engine/worldPlan';
import type { ResourceSettings } from '../../../nodes/OpenConnectors/configuration/language';
import type { ScanRules } from '../../../nodes/OpenConnectors/core/rules';
import { restSettings } from './settings';

/** What a world came to: versions by `id/content`. */
export interface RestVerdict {
	readonly seed: number;
	/** Latest versions that never came. */
	readonly lost: readonly string[];
	readonly twice: readonly string[];
	/** What the user read: codes of warnings, and errors. */
	readonly said: readonly string[];
	readonly changes: number;
	readonly told: number;
	readonly requests: number;
	/** Whether it came to rest: polls without an error that read to the end. */
	readonly isCalm: boolean;
	/** Whether an error says that the API cannot be asked for all that there is. */
	readonly isNamed: boolean;
}

/** A world of an API, and how it is described. */
export interface RestWorld {
	readonly traits: Partial<RestTraits>;
	/** Makes the settings out of those that are right. */
	readonly declare?: (right: ResourceSettings) => ResourceSettings;
	/** What the engine is told in place of what is so. */
	readonly lie?: Partial<ScanRules>;
}

/** A random API of the language. */
export function planApi(seed: number): Partial<RestTraits> {
	const random = seeded(hash53(`api ${seed}`));
	const one = <Value>(values: readonly Value[]) => pick(random, values);
	const paging = one([
		'none',
		'page',
		'offset',
		'cursor',
		'last-id',
		'link-header',
		'link-field',
	] as const);
	const granularity = one([1, SECOND, SECOND, MINUTE, DAY]);
	const order = one(['id', 'ascending', 'newest', 'shuffled'] as const);
	const isWindowed = random() < 0.2;
	const hasMaximum = order === 'ascending' && /page|offset|cursor/.test(paging) && random() < 0.4;
	const mark = one(['nothing', 'total', 'pages', 'more', 'end'] as const);
	const filterStep = Math.max(granularity, one([1, SECOND, SECOND, MINUTE, DAY]));
	return {
		paging,
		place: one(['query', 'body', 'header'] as const),
		mark,
		cursorAtEnd: random() < 0.3 && (mark === 'more' || mark === 'end'),
		granularity,
		// Behind a record is no place where records move.
		order: paging === 'last-id' ? 'id' : order,
		filter:
			isWindowed || hasMaximum
				? one(['inclusive', 'exclusive'] as const)
				: one(['inclusive', 'exclusive', 'exclusive', 'ignored'] as const),
		filterStep,
		clamp: one([5, 10, 10, 100]),
		pageSize: one([5, 20]),
		none: one(['list', 'list', 'absent', 'null'] as const),
		isWrapped: random() < 0.2,
		failEvery: random() < 0.3 ? Math.floor(3 + random() * 20) : 0,
		failsWith200: random() < 0.3,
		...(isWindowed
			? { longestWindow: Math.max(filterStep, one([HOUR * 12, 10 * DAY, 40 * DAY])) }
			: {}),
		...(hasMaximum ? { maximum: one([40, 100]) } : {}),
	};
}

const PAUSES = [10 * SECOND, MINUTE, MINUTE, 4 * MINUTE, 20 * MINUTE, 3 * HOUR, 11 * HOUR];
const POLLS = 12;
const LATEST_MS = 4 * MINUTE;

/** Plays a world from one number. It ends when everything was visible for two complete polls. */
export async function playApi(seed: number, world: RestWorld): Promise<RestVerdict> {
	const random = seeded(hash53(`play ${seed}`));
	const api = new RestApi(world.traits);
	const right = restSettings(api.traits);
	const poller = new RestPoller(api, world.declare?.(right) ?? right);
	poller.maxItems = pick(random, [20, 500]);
	poller.lie = world.lie ?? {};
	const people = new People(api, random);
	people.work(30, DAY);
	api.time += 2 * DAY;
	const silent = new Set(people.versions().map(nameOf));
	const polls: Polled[] = [];
	const poll = async () => {
		const polled = await poller.poll();
		polls.push(polled);
		return polled;
	};
	api.beforeRequest = () => {
		// What the first page of all shows was there before.
		if (!api.isCalm && polls.length > 0 && random() < 0.2) people.act();
	};
	for (let count = 0; count < POLLS; count += 1) {
		await poll();
		people.work(random() * 12, pick(random, PAUSES));
		if (random() < 0.1) people.work(60, SECOND);
	}
	api.isCalm = true;
	api.time += LATEST_MS + MINUTE;
	let calm = 0;
	for (let count = 0; count < 40 && calm < 3; count += 1) {
		api.time += MINUTE;
		const { complete, error } = await poll();
		if (complete && error === undefined) calm += 1;
	}
	return judge(seed, { api, people, polls, silent, isCalm: calm === 3 });
}

/** Those who make, edit and remove records. */
class People {
	private lastId = 0;
	private readonly latest = new Map<string, number>();
	changes = 0;

	constructor(
		private readonly api: RestApi,
		private readonly random: Random,
	) {}

	/** So many changes, spread over a time. */
	work(changes: number, ms: number): void {
		const begin = this.api.time;
		const instants = Array.from({ length: Math.floor(changes) }, () => this.random() * ms);
		for (const instant of instants.sort((a, b) => a - b)) {
			this.api.time = begin + Math.floor(instant);
			this.act();
		}
		this.api.time = begin + ms;
	}

	act(): void {
		const { api, random } = this;
		const ids = api.ids();
		const isEdit = ids.length > 0 && random() < 0.5;
		const id = isEdit ? pick(random, ids) : String((this.lastId += 1));
		if (isEdit && random() < 0.05) return api.remove(id);
		// A stamp that was shown with another content counts for some seconds only.
		const latest = this.latest.get(id);
		const isStampedAgain = latest !== undefined && api.stamp(latest) === api.stamp(api.time);
		const late = random() < 0.2 && !isStampedAgain ? Math.floor(random() * LATEST_MS) : 0;
		api.change(id, late);
		this.latest.set(id, api.time);
		this.changes += 1;
	}

	versions(): readonly Version[] {
		return this.api.histories().flatMap(({ versions }) => versions);
	}
}

const nameOf = ({ id, content }: Pick<Version, 'id' | 'content'>) => `${id}/${content}`;

function judge(
	seed: number,
	world: {
		api: RestApi;
		people: People;
		polls: readonly Polled[];
		silent: ReadonlySet<string>;
		isCalm: boolean;
	},
): RestVerdict {
	const { api, people, polls, silent, isCalm } = world;
	const told = new Map<string, number>();
	for (const { changes } of polls)
		for (const { id, record } of changes) {
			const name = `${id}/${String(record.content)}`;
			told.set(name, (told.get(name) ?? 0) + 1);
		}
	const latest = api
		.histories()
		.filter(({ removedAt }) => removedAt === undefined)
		.map(({ versions }) => nameOf(versions[versions.length - 1]));
	const messages = polls.flatMap(({ warnings, error }) => [
		...warnings.map(({ code, message }) => `${code}: ${message}`),
		...(error instanceof Error ? [error.message] : []),
	]);
	return {
		seed,
		lost: latest.filter((name) => !told.has(name) && !silent.has(name)),
		twice: [...told].filter(([, times]) => times > 1).map(([name]) => name),
		said: [...new Set(messages)],
		changes: people.changes,
		told: told.size,
		requests: api.asked.length,
		isCalm,
		isNamed: messages.some((message) =>
			/^things\.paging\.maximum\w+: \d+ records are dated/.test(message),
		),
	};
}
