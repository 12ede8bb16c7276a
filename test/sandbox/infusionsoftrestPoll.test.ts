import type { JsonRecord } from '../../sandbox/json';
import {
	Activity,
	compareWithOracle,
	formatComparison,
	type ReceivedChange,
} from '../../sandbox/server';
import { listIn, startKeap, type KeapAccount } from './infusionsoftrestClient';

let keap: KeapAccount['keap'];
let world: KeapAccount['world'];
let ask: KeapAccount['ask'];
let stop: KeapAccount['stop'];

beforeEach(async () => {
	({ keap, world, ask, stop } = await startKeap());
});

afterEach(async () => await stop());

const LOOKBACK_MS = 60_000;
const ROUNDS = 15;

interface Reading {
	readonly resource: string;
	/** All records changed since then, as far as the list can tell. */
	read(since: string): Promise<readonly JsonRecord[]>;
}

const readV1 = (resource: string): Reading => ({
	resource,
	read: async (since) => {
		const records: JsonRecord[] = [];
		for (;;) {
			const query = { since, limit: 20, offset: records.length, order: 'id' };
			const answer = await ask(`/v1/${resource}`, query);
			records.push(...listIn(answer, resource));
			if (records.length >= Number(answer.body.count)) return records;
		}
	},
});

const readV2 = (resource: string, name: string, fields?: string): Reading => ({
	resource,
	read: async (since) => {
		const records: JsonRecord[] = [];
		let token: unknown = '';
		do {
			const answer = await ask(`/v2/${resource}`, {
				filter: `${name}==${since}`,
				order_by: 'id',
				page_size: 20,
				...(fields === undefined ? {} : { fields }),
				...(token === '' ? {} : { page_token: String(token) }),
			});
			records.push(...listIn(answer, resource));
			token = answer.body.next_page_token;
		} while (typeof token === 'string' && token !== '');
		return records;
	},
});

/** Works, polls and works on; tells by the records' own text what is new. */
const follow = async ({ resource, read }: Reading): Promise<string> => {
	const activity = new Activity(world, { seed: 4, resources: [resource], restMs: 10_000 });
	const startedAt = world.clock.now();
	const told = new Map<string, string>();
	const received: ReceivedChange[] = [];
	const old = new Set(world.ids(resource));
	for (let round = 0; round < ROUNDS; round++) {
		world.clock.advance(15_000);
		activity.step(3);
		const since = new Date(Math.max(world.clock.now() - LOOKBACK_MS, startedAt)).toISOString();
		for (const record of await read(since)) {
			const id = String(record.id);
			const text = JSON.stringify(record);
			if (told.get(id) === text) continue;
			const kind = old.has(id) || told.has(id) ? 'UPDATED' : 'CREATED';
			const isBaseline = (world.changeNumber(resource, record) ?? 0) <= world.baseline;
			if (!isBaseline) received.push({ resource, id, kind, record });
			told.set(id, text);
		}
	}
	return formatComparison(compareWithOracle(world, received, { resources: [resource] }));
};

const EXACT = /missing 0, twice 0, wrong kind 0, unknown 0, shared event ids 0$/;

it.each([
	['v1 contacts by since', () => readV1('contacts')],
	['v1 tasks by since', () => readV1('tasks')],
	['v1 notes, whole each time', () => readV1('notes')],
	[
		'v1 appointments by snapshot',
		() => ({
			...readV1('appointments'),
			read: async () => await readV1('appointments').read('2000-01-01T00:00:00.000Z'),
		}),
	],
	['v2 orders', () => readV2('orders', 'modified_since_time')],
	['v2 contacts', () => readV2('contacts', 'start_update_time', 'id,middle_name,update_time')],
	['v2 notes', () => readV2('notes', 'since_time')],
])('a careful poller misses nothing and repeats nothing: %s', async (_name, reading) => {
	const text = await follow(reading());
	expect(text).toMatch(/^made 45, received [34]\d,/);
	expect(text).toMatch(EXACT);
});

it.each([
	['own', false],
	['created', false],
	['updated', true],
] as const)(
	'one that trusts v1 orders to be listed by change is right only if they are: %s',
	async (ordersSince, isExact) => {
		keap.behaviour.set({ ordersSince });
		expect(EXACT.test(await follow(readV1('orders')))).toBe(isExact);
	},
);

it('one that looks back not at all misses what is late', async () => {
	keap.faults.set({ late: { ms: 20_000 } });
	const careless = readV1('contacts');
	const read = async () => await careless.read(new Date(world.clock.now() - 15_000).toISOString());
	expect(await follow({ ...careless, read })).not.toMatch(EXACT);
});
