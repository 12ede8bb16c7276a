import { itUnder, rows } from '../length';
import type { IDataObject } from 'n8n-workflow';
import type { EngineName, Host } from '../harness/host';
import { endScenarios, ENGINES, idsOf, newsOf, prepared, started, type Scenario } from './scenario';
import type { HttpProvider } from '../harness/httpProvider';
import { DAY, HOUR, MINUTE, pass, SECOND, START } from '../harness/clock';

afterEach(endScenarios);

type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** What may stand where something else belongs. */
const WRONG: readonly Json[] = [
	'x',
	5,
	-1e12,
	null,
	{ x: 1 },
	[],
	true,
	1e300,
	START + 3_650 * DAY,
	'y'.repeat(50_000),
];

type Path = readonly string[];

/** Every place of a state, with the places in it. */
function placesOf(value: Json, path: Path = []): readonly Path[] {
	const own = path.length === 0 ? [] : [path];
	if (typeof value !== 'object' || value === null) return own;
	return [
		...own,
		...Object.entries(value).flatMap(([name, inner]) => placesOf(inner, [...path, name])),
	];
}

/** The same state with another value, or none, in one place. */
function damagedAt(value: Json, [name, ...rest]: Path, wrong: Json | undefined): Json {
	if (name === undefined || typeof value !== 'object' || value === null) return wrong ?? null;
	const entries = Object.entries(value).flatMap(([key, inner]): Array<[string, Json]> => {
		if (key !== name) return [[key, inner]];
		if (rest.length > 0) return [[key, damagedAt(inner, rest, wrong)]];
		return wrong === undefined ? [] : [[key, wrong]];
	});
	const isList = Array.isArray(value);
	return isList ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

/** What n8n keeps where the state stands: the engine's own place for the node, or the workflow's. */
function stateOf({ engine, saved: { staticData, cursor } }: Host): Json {
	return JSON.parse(JSON.stringify(engine === 'durable' ? cursor : staticData.global)) as Json;
}

/** Puts a state back, as if nothing else had been saved. */
function putState(host: Host, state: Json): void {
	const data = state as IDataObject;
	host.saved =
		host.engine === 'durable'
			? { staticData: {}, cursor: data }
			: { staticData: { global: data }, cursor: {} };
}

interface Kind extends Scenario {
	/** How many records change before the state is damaged; the first poll of them saves it. */
	readonly changes: number;
	/** Polls until all of them are told. */
	readonly polls: number;
}

const KINDS: Readonly<Record<string, Kind>> = {
	'dated records': { changes: 1, polls: 2 },
	'records without a date': {
		changes: 1,
		polls: 2,
		via: 'platform',
		parameters: {
			pollerConfiguration: JSON.stringify({
				contacts: {
					url: "/hubs/crm/contacts?where=DATE_UPDATED_UTC>'${gmtDate:yyyy-MM-dd HH:mm:ss}'",
					idField: 'CONTACT_ID',
				},
			}),
		},
	},
	'a window that is not read to its end': {
		changes: 30,
		polls: 4,
		options: { pageSize: 20, maxItems: 20 },
	},
};

/** A workflow whose state is saved again and again, damaged, and used by a new process. */
class Ward {
	private next = 100;

	private constructor(
		private readonly host: Host,
		private readonly provider: HttpProvider,
		private readonly kind: Kind,
	) {}

	static async open(engine: EngineName, kind: Kind): Promise<Ward> {
		const { host, provider } = await started(engine, kind);
		return new Ward(host, provider, kind);
	}

	/** Changes records, so that a state is saved. @returns what is saved of the node, and the ids */
	async saved(): Promise<{ readonly state: Json; readonly ids: readonly string[] }> {
		const ids = this.change(this.kind.changes);
		await newsOf(this.host, 1);
		return { state: stateOf(this.host), ids };
	}

	/** A new process goes on from a state; one record changes before, and one later. @returns what went wrong */
	async goOnFrom(state: Json, ids: readonly string[]): Promise<string | undefined> {
		const { host } = this;
		putState(host, state);
		const [logged, thrown, told] = [host.log.length, host.errors.length, host.items.length];
		const before = this.change(1);
		pass(10 * MINUTE);
		await host.restart();
		await newsOf(host, this.kind.polls);
		const later = this.change(1);
		await newsOf(host, 3);
		const received = new Set(idsOf(host));
		const isSaid = host.log
			.slice(logged)
			.some(({ message }) => message.includes('could not be read'));
		const isOfOthers = host.log
			.slice(logged)
			.some(({ message }) => message.includes('settings changed'));
		const lost = [...ids, ...before].filter((id) => !received.has(id));
		if (lost.length > 0 && !isSaid && !isOfOthers) return `lost without a word: ${lost.join()}`;
		if (!received.has(later[0])) return 'no longer polls';
		const history = host.items.slice(told).filter(({ objectId }) => Number(objectId) < 10);
		if (history.length > 0) return 'tells history';
		const errors = host.errors.slice(thrown).map(String);
		return errors.length > 0 ? errors.join() : undefined;
	}

	private change(count: number): readonly string[] {
		const ids = Array.from({ length: count }, () => (this.next += 1));
		for (const id of ids) this.provider.change(id);
		pass(5 * SECOND);
		return ids.map(String);
	}
}

describe.each(ENGINES)('a damaged state, under the %s engine', (engine) => {
	const it = itUnder(engine);
	const kinds = rows(Object.keys(KINDS), 3, ENGINES.indexOf(engine));
	it.each(kinds)(
		'of %s: in each place, whatever stands there, nothing is lost without a word',
		async (name) => {
			const ward = await Ward.open(engine, KINDS[name]);
			const turns = KINDS[name].changes > 1 ? 1 : 2;
			const wrongs: string[] = [];
			const { state: first } = await ward.saved();
			for (const [index, path] of placesOf(first).entries()) {
				for (let turn = 0; turn < turns; turn += 1) {
					const wrong = WRONG[(index * turns + turn + name.length) % WRONG.length];
					const { state, ids } = await ward.saved();
					const fault = await ward.goOnFrom(damagedAt(state, path, wrong), ids);
					const shown = JSON.stringify(wrong).slice(0, 20);
					if (fault !== undefined) wrongs.push(`${path.join('.')} = ${shown}: ${fault}`);
				}
			}
			expect(wrongs).toEqual([]);
		},
		110_000,
	);

	it.each<[string, Path]>([
		['floor', ['floor']],
		['highest time', ['hw']],
		['beginning', ['born']],
	])(
		'whose %s lies hours ahead loses nothing, and is told once while the provider is away, too',
		async (_name, place) => {
			const { host, provider } = await started(engine);
			for (const hours of [3, 30, 47]) {
				provider.change(100 + hours);
				await newsOf(host, 3);
				const state = stateOf(host);
				const path = [...placesOf(state)[0], 'resources', 'contacts', ...place];
				putState(host, damagedAt(state, path, Date.now() + hours * HOUR));
				const logged = host.log.length;
				provider.change(200 + hours);
				provider.script = () => ({ status: 503 });
				await host.restart();
				await newsOf(host, 3);
				provider.script = () => undefined;
				pass(5 * MINUTE);
				provider.change(300 + hours);
				await newsOf(host, 3);
				expect(idsOf(host)).toEqual(
					expect.arrayContaining([String(200 + hours), String(300 + hours)]),
				);
				const said = host.log.slice(logged).filter(({ message }) => /saved state/.test(message));
				expect(said).toHaveLength(1);
			}
		},
	);

	it('of a resource that was never read, published in the future, loses nothing', async () => {
		const { host, provider } = await prepared(engine);
		provider.script = () => ({ status: 503 });
		await host.publish();
		pass(MINUTE);
		const shifted = JSON.stringify(host.saved).replace(
			/"publishedAt":(\d+)/g,
			(_whole, at: string) => `"publishedAt":${Number(at) + 30 * HOUR}`,
		);
		expect(shifted).not.toBe(JSON.stringify(host.saved));
		host.saved = JSON.parse(shifted) as typeof host.saved;
		provider.change(100);
		provider.script = () => undefined;
		await host.restart();
		await newsOf(host, 3);
		expect(idsOf(host)).toContain('100');
		expect(host.warnings.filter((line) => line.includes('saved state'))).toHaveLength(1);
	});

	it('is seen by this test when it is taken for none', async () => {
		const ward = await Ward.open(engine, KINDS['dated records']);
		const { state, ids } = await ward.saved();
		const path = [...placesOf(state)[0], 'resources', 'contacts'];
		const without = damagedAt(state, path, undefined);
		expect(await ward.goOnFrom(without, ids)).toMatch('lost without a word');
	});
});
