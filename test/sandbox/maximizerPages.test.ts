import { PAGE_KEY_PLACES, type PageKeyPlace } from '../../sandbox/providers/maximizer/behaviour';
import { toWorldId } from '../../sandbox/providers/maximizer/keys';
import {
	isRecord,
	readMaximizer,
	rowsOf,
	startMaximizer,
	type ReadRequest,
	type Reply,
	type StartedMaximizer,
} from './maximizerClient';

let maximizer: StartedMaximizer;

beforeAll(async () => {
	maximizer = await startMaximizer();
});

beforeEach(() => {
	maximizer.behaviour.reset();
	maximizer.behaviour.set({ requestsPerWindow: 10_000 });
	maximizer.world.clock.run();
});

afterAll(async () => await maximizer.stop());

const read = async (entity: string, request: ReadRequest = {}): Promise<Reply> =>
	await readMaximizer(maximizer, entity, request);

const idsOf = (reply: Reply, entity: string): (string | undefined)[] =>
	rowsOf(reply, entity).map(({ Key: key }) => toWorldId(key, entity));

const CONTACTS = { Type: { $EQ: 'Contact' } };

describe('pages', () => {
	const orderBy = (PageKey: string | null, PageSize: number) => ({
		PageKey,
		PageSize,
		Fields: [{ CreationDate: 'ASC' }],
	});

	const keyAt = (place: PageKeyPlace, { body }: Reply): unknown =>
		place
			.replace('entity', 'AbEntry')
			.split('.')
			.reduce<unknown>((part, name) => (isRecord(part) ? part[name] : undefined), body);

	it.each(PAGE_KEY_PLACES.filter((place) => place !== 'nowhere'))(
		'the next key is in %s and nowhere else; the last is full and has one more',
		async (place) => {
			maximizer.behaviour.set({ nextPageKey: place });
			const ids: (string | undefined)[] = [];
			let key: unknown = null;
			let pages = 0;
			while (typeof key === 'string' || pages === 0) {
				const page = orderBy(typeof key === 'string' ? key : null, 15);
				const reply = await read('AbEntry', { query: CONTACTS, top: 15, orderBy: page });
				for (const other of PAGE_KEY_PLACES) {
					if (other !== place) expect(keyAt(other, reply)).toBeUndefined();
				}
				ids.push(...idsOf(reply, 'AbEntry'));
				key = keyAt(place, reply);
				pages += 1;
			}
			const expected = maximizer.world.ids('contacts');
			expect(expected).toHaveLength(30);
			expect([...new Set(ids)].sort()).toEqual([...expected].sort());
			expect([ids.length, pages, key]).toEqual([30, 3, null]);
		},
	);

	it('end as told', async () => {
		const lastOf = async () => {
			const reply = await read('AbEntry', { query: CONTACTS, orderBy: orderBy('MTU=', 15) });
			return keyAt('entity.OrderBy.PageKey', reply);
		};
		expect(await lastOf()).toBe('MzA=');
		maximizer.behaviour.set({ lastPageKey: 'null' });
		expect(await lastOf()).toBeNull();
		maximizer.behaviour.set({ lastPageKey: 'absent' });
		expect(await lastOf()).toBeUndefined();
	});

	it('can lack a key, be shorter than asked, and take too long', async () => {
		maximizer.behaviour.set({ nextPageKey: 'nowhere', mostRows: 4 });
		const reply = await read('AbEntry', { orderBy: orderBy(null, 10) });
		expect(Object.keys(reply.body).sort()).toEqual(['AbEntry', 'Code', 'Msg']);
		expect(reply.body.AbEntry).toEqual({ Data: rowsOf(reply, 'AbEntry') });
		expect(rowsOf(reply, 'AbEntry')).toHaveLength(4);
		maximizer.behaviour.set({ timeoutAboveRows: 3 });
		expect((await read('AbEntry')).status).toBe(408);
		expect((await read('AbEntry', { top: 3 })).status).toBe(200);
	});

	it('are in order only when asked', async () => {
		const expected = maximizer.world.ids('contacts');
		expect(idsOf(await read('AbEntry', { query: CONTACTS }), 'AbEntry')).not.toEqual(expected);
		const descending = { Fields: [{ CreationDate: 'DESC' }] };
		const reply = await read('AbEntry', { query: CONTACTS, orderBy: descending });
		expect(idsOf(reply, 'AbEntry')).toEqual([...expected].reverse());
	});

	it.each([
		['an invented key', orderBy('bm9uZQ==', 5)],
		['a size of zero', orderBy(null, 0)],
		['an unknown field', { Fields: [{ Nothing: 'ASC' }] }],
		['an unknown direction', { Fields: [{ Key: 'UP' }] }],
	])('are refused with %s', async (_name, order) => {
		expect((await read('AbEntry', { orderBy: order })).body.Code).toBe(-1);
	});
});
