import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import {
	loadState,
	saveState,
	type SavedNode,
	type SavedStates,
} from '../../nodes/OpenConnectors/host/state';

const NODE_ID = 'n1';
const WAITING = { v: 1, key: 'k', publishedAt: 1_000 } as const;
const RESOURCES = new Map([['contacts', WAITING]]);
const LEADS = new Map([['leads', WAITING]]);

/** What n8n keeps of a node and of its workflow. */
class Data {
	constructor(
		public node: IDataObject = {},
		public global: IDataObject = {},
	) {}

	context(engine: 'in-memory' | 'durable' = 'in-memory'): IPollFunctions {
		return {
			getNode: () => ({ id: NODE_ID }),
			getPollBudgetMs: () => (engine === 'durable' ? 36_000 : 300_000),
			getWorkflowStaticData: (kind: string) => (kind === 'node' ? this.node : this.global),
		} as unknown as IPollFunctions;
	}

	restart(): void {
		this.node = JSON.parse(JSON.stringify(this.node)) as IDataObject;
		this.global = JSON.parse(JSON.stringify(this.global)) as IDataObject;
	}
}

const NONE = { seq: 0, isOwn: false };
const seqOf = (resources: SavedStates, seq: number): IDataObject => ({
	v: 1,
	seq,
	resources: Object.fromEntries(resources) as IDataObject,
});

it.each(['in-memory', 'durable'] as const)(
	'gives back what was saved, unchanged by a restart, under the %s engine',
	(engine) => {
		const data = new Data();
		const batch = { at: 5, resources: LEADS };
		saveState(data.context(engine), { resources: RESOURCES, batch }, NONE, false);
		data.restart();
		expect(loadState(data.context(engine))).toEqual({
			resources: RESOURCES,
			batch,
			seq: 1,
			isLost: false,
			isOwn: engine === 'durable',
			reports: [],
		});
	},
);

it.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf', '__proto__'])(
	'a resource may be called %s',
	(name) => {
		const data = new Data();
		const resources = new Map([[name, WAITING]]);
		saveState(data.context(), { resources, batch: { at: 5, resources } }, NONE, false);
		data.restart();
		const loaded = loadState(data.context());
		expect([...loaded.resources]).toEqual([[name, WAITING]]);
		expect([...(loaded.batch?.resources ?? [])]).toEqual([[name, WAITING]]);
		saveState(data.context(), { resources: new Map() }, loaded, false);
		expect(loadState(data.context()).resources.get(name)).toBeUndefined();
	},
);

describe("of the node's own state and the one that the workflow keeps", () => {
	it.each<[string, own: number, shared: number, SavedStates]>([
		['the later one counts: the own', 3, 2, RESOURCES],
		['the later one counts: the other', 2, 3, LEADS],
		['the own counts where neither is later', 3, 3, RESOURCES],
	])('%s', (_name, own, shared, resources) => {
		const data = new Data(
			{ openConnectors: seqOf(RESOURCES, own) },
			{ [`openConnectors:${NODE_ID}`]: seqOf(LEADS, shared) },
		);
		expect(loadState(data.context())).toMatchObject({ resources, isOwn: resources === RESOURCES });
	});

	it('one that was not counted yet is the earlier', () => {
		const uncounted = { ...seqOf(RESOURCES, 0) };
		delete uncounted.seq;
		const data = new Data({ openConnectors: uncounted });
		expect(loadState(data.context())).toMatchObject({ resources: RESOURCES, seq: 0, reports: [] });
		saveState(data.context(), { resources: LEADS }, loadState(data.context()), true);
		data.node = { openConnectors: uncounted };
		expect(loadState(data.context())).toMatchObject({ resources: LEADS, seq: 1 });
	});

	it('the in-memory engine keeps the one under the id of the node alone', () => {
		const data = new Data({ openConnectors: seqOf(LEADS, 4) });
		saveState(data.context(), { resources: RESOURCES }, loadState(data.context()), false);
		expect(JSON.stringify(data.node)).not.toContain('resources');
		expect(loadState(data.context())).toMatchObject({ resources: RESOURCES, seq: 5, reports: [] });
	});

	it('the one under the id is missed when it is lost', () => {
		const data = new Data();
		saveState(data.context(), { resources: RESOURCES }, NONE, false);
		saveState(data.context(), { resources: RESOURCES }, NONE, true);
		data.global = {};
		expect(loadState(data.context())).toMatchObject({
			resources: new Map(),
			isLost: true,
			reports: [expect.stringContaining('begins anew')],
		});
	});

	it('an activation poll replaces both, unless only the in-memory engine can have polled', () => {
		const data = new Data({ openConnectors: seqOf(LEADS, 1) });
		saveState(data.context(), { resources: RESOURCES }, loadState(data.context()), true);
		expect(data.node.openConnectors).toEqual(data.global[`openConnectors:${NODE_ID}`]);
		saveState(data.context(), { resources: RESOURCES }, loadState(data.context()), false);
		saveState(data.context(), { resources: LEADS }, loadState(data.context()), true);
		expect(JSON.stringify(data.node)).not.toContain('resources');
		expect(loadState(data.context())).toMatchObject({ resources: LEADS, seq: 4 });
	});

	it('what a silent activation poll found counts, though the durable engine drops it from the own', () => {
		const data = new Data({ openConnectors: seqOf(LEADS, 7) });
		const own = structuredClone(data.node);
		saveState(data.context(), { resources: RESOURCES }, loadState(data.context()), true);
		data.node = own;
		expect(loadState(data.context('durable'))).toMatchObject({ resources: RESOURCES, seq: 8 });
	});

	it('the durable engine keeps the own, and drops the other when the own was read', () => {
		const data = new Data({}, { [`openConnectors:${NODE_ID}`]: seqOf(RESOURCES, 1) });
		for (const kept of [1, 0]) {
			const before = loadState(data.context('durable'));
			saveState(data.context('durable'), { resources: LEADS }, before, false);
			expect(Object.keys(data.global)).toHaveLength(kept);
		}
		expect(loadState(data.context('durable'))).toMatchObject({ resources: LEADS, seq: 3 });
	});
});

it('what this process saved counts before each copy of n8n, which may count polls of its own', () => {
	const data = new Data({ openConnectors: seqOf(LEADS, 3) });
	const loaded = (seq: number): SavedNode => loadState(data.context(), seqOf(RESOURCES, seq));
	expect(loaded(4)).toMatchObject({ resources: RESOURCES, seq: 4, isOwn: false });
	expect(loaded(2)).toMatchObject({ resources: RESOURCES, seq: 2, isOwn: false });
});

const DAMAGED: ReadonlyArray<[what: string, saved: unknown]> = [
	['null', null],
	['a text', 'state'],
	['a number', 5],
	['a list', []],
	['without resources', { v: 1 }],
	['with a list of resources', { v: 1, resources: [] }],
	['whose resources are null', { v: 1, resources: null }],
];

it.each(DAMAGED)('of a state that is %s nothing is known, and it is said', (_what, saved) => {
	const data = new Data({ openConnectors: saved } as IDataObject);
	expect(loadState(data.context())).toMatchObject({
		resources: new Map(),
		isLost: true,
		isOwn: false,
		reports: [expect.stringContaining('begins anew')],
	});
});

it.each(DAMAGED)('the other state stands in for one that is %s', (_what, saved) => {
	const places = ['openConnectors', `openConnectors:${NODE_ID}`];
	for (const [damaged, sound] of [places, [...places].reverse()]) {
		const all: IDataObject = { [damaged]: saved as IDataObject, [sound]: seqOf(RESOURCES, 2) };
		expect(loadState(new Data(all, all).context())).toMatchObject({
			resources: RESOURCES,
			isLost: true,
			reports: [expect.stringContaining('from another one')],
		});
	}
});

it('no state is no damage', () => {
	expect(loadState(new Data().context())).toMatchObject({ isLost: false, reports: [] });
});

it.each<[what: string, version: unknown, said: string]>([
	['a newer version', 2, 'newer version'],
	['no version', undefined, 'damaged: v'],
	['a damaged version', 'one', 'damaged: v'],
])('a state of %s is used as far as it is known, and it is said', (_what, v, said) => {
	const openConnectors = { v, resources: { contacts: WAITING } } as IDataObject;
	expect(loadState(new Data({ openConnectors }).context())).toMatchObject({
		resources: RESOURCES,
		isLost: true,
		isOwn: true,
		reports: [expect.stringContaining(said)],
	});
});

it.each([-1, 1.5, 1e300, 'three', {}])('a count of %j is none, and it is said', (seq) => {
	const openConnectors = { ...seqOf(RESOURCES, 0), seq } as IDataObject;
	expect(loadState(new Data({ openConnectors }).context())).toMatchObject({
		resources: RESOURCES,
		seq: 0,
		reports: [expect.stringContaining('damaged: seq')],
	});
});

it.each<unknown>(['noon', null, {}, { at: 'noon', resources: {} }, { at: 5, resources: [] }])(
	'a damaged latest batch is dropped, said, and the rest kept: %j',
	(last) => {
		const openConnectors = { v: 1, resources: { contacts: WAITING }, last } as IDataObject;
		const state = loadState(new Data({ openConnectors }).context());
		expect(state.resources).toEqual(RESOURCES);
		expect(state.batch).toBeUndefined();
		expect(state.reports).toEqual([expect.stringContaining('latest events')]);
	},
);
