import type { IDataObject, IPollFunctions } from 'n8n-workflow';
import {
	isOfOtherSettings,
	loadState,
	saveBaseline,
	saveState,
	startOf,
	toWaiting,
} from '../../nodes/OpenConnectors/host/state';

const NODE_ID = 'n1';
const WAITING = { v: 1, key: 'k', publishedAt: 1_000 } as const;

function contextOf(node: IDataObject = {}, global: IDataObject = {}): IPollFunctions {
	return {
		getNode: () => ({ id: NODE_ID }),
		getWorkflowStaticData: (kind: string) => (kind === 'node' ? node : global),
	} as unknown as IPollFunctions;
}

it('gives back what was saved, unchanged by a restart', () => {
	const node: IDataObject = {};
	saveState(contextOf(node), { contacts: WAITING }, { at: 5, resources: { leads: WAITING } });
	const restarted = JSON.parse(JSON.stringify(node)) as IDataObject;
	expect(loadState(contextOf(restarted))).toMatchObject({
		resources: { contacts: WAITING },
		last: { at: 5, resources: { leads: WAITING } },
	});
});

it('takes the baseline of publishing while the node has no state of its own', () => {
	const [node, global]: IDataObject[] = [{}, {}];
	saveBaseline(contextOf(node, global), { contacts: WAITING });
	expect(loadState(contextOf(node, global)).resources).toEqual({ contacts: WAITING });
	saveState(contextOf(node, global), {});
	expect(loadState(contextOf(node, global)).resources).toEqual({});
});

it.each<[what: string, saved: unknown]>([
	['missing', undefined],
	['a text', 'state'],
	['of another version', { v: 2, resources: {} }],
	['without resources', { v: 1 }],
	['with a list of resources', { v: 1, resources: [] }],
])('a state that is %s is none', (_what, saved) => {
	const node = { openConnectors: saved } as IDataObject;
	expect(loadState(contextOf(node))).toEqual({ resources: {} });
});

it('a damaged last batch is dropped and the rest kept', () => {
	const openConnectors = { v: 1, resources: { contacts: WAITING }, last: { at: 'noon' } };
	const state = loadState(contextOf({ openConnectors }));
	expect(state.resources).toEqual({ contacts: WAITING });
	expect(state.last).toBeUndefined();
});

it('a list that could not be read begins when it was to begin', () => {
	expect(toWaiting(undefined, 'k', 2_000)).toEqual({ ...WAITING, publishedAt: 2_000 });
	expect(toWaiting(WAITING, 'k', 2_000)).toEqual(WAITING);
	expect(toWaiting(WAITING, 'other', 2_000)).toMatchObject({ key: 'other', publishedAt: 2_000 });
	expect(startOf(WAITING, 'k', { kind: 'now' })).toEqual({ kind: 'now', publishedAt: 1_000 });
	expect(startOf({ v: 1 }, 'k', { kind: 'now' })).toEqual({ kind: 'now' });
	expect(startOf(WAITING, 'k', { kind: 'at', at: 7 })).toEqual({ kind: 'at', at: 7 });
});

it('tells what was kept under other settings from what was not kept', () => {
	expect(isOfOtherSettings(WAITING, 'k')).toBe(false);
	expect(isOfOtherSettings(WAITING, 'other')).toBe(true);
	expect(isOfOtherSettings({ key: 5 }, 'k')).toBe(false);
});
