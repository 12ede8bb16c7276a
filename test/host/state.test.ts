import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import { loadState, saveBaseline, saveState } from '../../nodes/OpenConnectors/host/state';

const NODE_ID = 'n1';
const WAITING = { v: 1, key: 'k', publishedAt: 1_000 } as const;
const RESOURCES = new Map([['contacts', WAITING]]);

function contextOf(node: IDataObject = {}, global: IDataObject = {}): IPollFunctions {
	return {
		getNode: () => ({ id: NODE_ID }),
		getWorkflowStaticData: (kind: string) => (kind === 'node' ? node : global),
	} as unknown as IPollFunctions;
}

const restarted = (node: IDataObject) => JSON.parse(JSON.stringify(node)) as IDataObject;

it('gives back what was saved, unchanged by a restart', () => {
	const node: IDataObject = {};
	const batch = { at: 5, resources: new Map([['leads', WAITING]]) };
	saveState(contextOf(node), RESOURCES, batch);
	expect(loadState(contextOf(restarted(node)))).toEqual({
		resources: RESOURCES,
		batch,
		isLost: false,
		isOwn: true,
		reports: [],
	});
});

it.each(['constructor', 'toString', 'hasOwnProperty', 'valueOf', '__proto__'])(
	'a resource may be called %s',
	(name) => {
		const node: IDataObject = {};
		const resources = new Map([[name, WAITING]]);
		saveState(contextOf(node), resources, { at: 5, resources });
		const loaded = loadState(contextOf(restarted(node)));
		expect([...loaded.resources]).toEqual([[name, WAITING]]);
		expect([...(loaded.batch?.resources ?? [])]).toEqual([[name, WAITING]]);
		saveState(contextOf(node), new Map());
		expect(loadState(contextOf(restarted(node))).resources.get(name)).toBeUndefined();
	},
);

it('takes the baseline of publishing while the node has no state of its own', () => {
	const [node, global]: IDataObject[] = [{}, {}];
	saveBaseline(contextOf(node, global), RESOURCES);
	expect(loadState(contextOf(node, global))).toMatchObject({
		resources: RESOURCES,
		isLost: false,
		isOwn: false,
		reports: [],
	});
	saveState(contextOf(node, global), new Map());
	expect(loadState(contextOf(node, global)).resources).toEqual(new Map());
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
	const node = { openConnectors: saved } as IDataObject;
	expect(loadState(contextOf(node))).toMatchObject({
		resources: new Map(),
		isLost: true,
		isOwn: false,
		reports: [expect.stringContaining('begins anew')],
	});
});

it.each(DAMAGED)('the baseline of publishing stands in for a state that is %s', (_what, saved) => {
	const [node, global]: IDataObject[] = [{ openConnectors: saved } as IDataObject, {}];
	saveBaseline(contextOf(node, global), RESOURCES);
	expect(loadState(contextOf(node, global))).toMatchObject({
		resources: RESOURCES,
		isLost: true,
		reports: [expect.stringContaining('from where publishing began')],
	});
});

it('no state is no damage', () => {
	expect(loadState(contextOf())).toMatchObject({ isLost: false, reports: [] });
});

it.each<[what: string, version: unknown, said: string]>([
	['a newer version', 2, 'newer version'],
	['no version', undefined, 'damaged: v'],
	['a damaged version', 'one', 'damaged: v'],
])('a state of %s is used as far as it is known, and it is said', (_what, v, said) => {
	const openConnectors = { v, resources: { contacts: WAITING } } as IDataObject;
	expect(loadState(contextOf({ openConnectors }))).toMatchObject({
		resources: RESOURCES,
		isLost: true,
		isOwn: true,
		reports: [expect.stringContaining(said)],
	});
});

it.each<unknown>(['noon', null, {}, { at: 'noon', resources: {} }, { at: 5, resources: [] }])(
	'a damaged latest batch is dropped, said, and the rest kept: %j',
	(last) => {
		const openConnectors = { v: 1, resources: { contacts: WAITING }, last } as IDataObject;
		const state = loadState(contextOf({ openConnectors }));
		expect(state.resources).toEqual(RESOURCES);
		expect(state.batch).toBeUndefined();
		expect(state.reports).toEqual([expect.stringContaining('latest events')]);
	},
);
