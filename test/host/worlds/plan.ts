import { MINUTE, SECOND } from '../../harness/clock';
import { pick, type Random } from '../../engine/worldPlan';
import { seeded } from '../../engine/simulation';
import type { EngineName } from '../../harness/host';
import type { Traits } from '../../harness/httpProvider';

/** What may happen to a workflow that is published, besides time. */
export const EVENTS = [
	'n8n restarts',
	'n8n is killed before it saves',
	'n8n is killed between state and items',
	'n8n is killed after it saved',
	'n8n fails to save',
	'n8n saves late',
	'the leader changes',
	'the leader is killed',
	'it is registered twice',
	'it is published again',
	'it is unpublished for a while',
	'the node is renamed',
	'settings are written otherwise',
	'the filter changes',
	'the dates are read otherwise',
	'a resource is added or removed',
	'the credential shows another account',
	'the provider is away',
	'somebody fetches a test event',
	'the durable engine is switched on',
] as const;
export type WorldEvent = (typeof EVENTS)[number];

/** What is polled: by dates from the provider or through the platform, or compared whole. */
export const LISTS = ['dated', 'platform', 'compared'] as const;
export type ListKind = (typeof LISTS)[number];

export interface HostWorldPlan {
	readonly engine: EngineName;
	readonly list: ListKind;
	readonly traits: Partial<Traits>;
	/** Whether polls are so small that what changed is told over several of them. */
	readonly isInDrips: boolean;
	/** Whether records are so large that a batch has no room in the state. */
	readonly isHeavy: boolean;
	/** Longest time that a change stays invisible, ms. */
	readonly latestMs: number;
	/** Whether one of two processes makes each poll, as it comes; of the durable engine alone. */
	readonly isShared: boolean;
	/** What happens, one before each poll; absent: nothing. */
	readonly events: ReadonlyArray<WorldEvent | undefined>;
}

export type HostWorldChoice = Partial<HostWorldPlan>;

const OF_ENGINE: Readonly<Record<EngineName, readonly WorldEvent[]>> = {
	'in-memory': [
		'n8n is killed between state and items',
		'it is registered twice',
		'the leader is killed',
	],
	durable: ['n8n fails to save', 'n8n saves late'],
};
const OF_LIST: Readonly<Record<ListKind, readonly WorldEvent[]>> = {
	dated: ['a resource is added or removed'],
	platform: [
		'the filter changes',
		'the dates are read otherwise',
		'a resource is added or removed',
	],
	compared: [],
};
const OF_SOME = new Set([...Object.values(OF_ENGINE), ...Object.values(OF_LIST)].flat());

const POLLS = 10;

/** The same number gives the same plan. */
export function planHostWorld(seed: number, choice: HostWorldChoice = {}): HostWorldPlan {
	const random: Random = seeded(Math.imul(seed, 0x85ebca6b) ^ 0x27d4eb2f);
	const engine = choice.engine ?? pick(random, ['in-memory', 'durable'] as const);
	const list = choice.list ?? pick(random, LISTS);
	const isSwitched = engine === 'in-memory' && random() < 0.2;
	const events = EVENTS.filter(
		(event) =>
			event !== 'the durable engine is switched on' &&
			(!OF_SOME.has(event) || [...OF_ENGINE[engine], ...OF_LIST[list]].includes(event)),
	);
	const happens = Array.from({ length: POLLS }, () =>
		random() < 0.6 ? pick(random, events) : undefined,
	);
	if (isSwitched) {
		const at = 2 + Math.floor(random() * 6);
		happens.splice(
			at,
			POLLS,
			'the durable engine is switched on',
			...planHostWorld(seed, { engine: 'durable', list }).events.slice(at + 1),
		);
	}
	const isRead = happens.includes('the dates are read otherwise');
	return {
		engine,
		list,
		traits: {
			filter: pick(random, ['inclusive', 'exclusive', 'ignored'] as const),
			order: pick(random, ['id', 'ascending', 'newest', 'shuffled'] as const),
			clockOffset: pick(random, [0, 0, 10 * MINUTE, -10 * MINUTE]),
			requestMs: pick(random, [0, 200]),
		},
		isInDrips: list !== 'compared' && random() < 0.2,
		// Nothing of a batch stands in the state of the durable engine.
		isHeavy: engine === 'in-memory' && random() < 0.04,
		// What turns up late is not told when the dates are read otherwise meanwhile.
		latestMs: list === 'compared' || isRead ? 0 : pick(random, [0, 0, 4 * MINUTE]),
		isShared: engine === 'durable' && random() < 0.3,
		events: happens,
		...choice,
	};
}

/** The true times between two polls. */
export const PAUSES = [20 * SECOND, MINUTE, MINUTE, 3 * MINUTE, 20 * MINUTE] as const;
