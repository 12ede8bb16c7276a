import { startSandbox, type Sandbox } from '../../sandbox/server';
import { sleep } from '../../sandbox/timing';
import { changesIn, getInsightly, getPlatform } from './client';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startSandbox();
	sandbox.insightly.behaviour.set({ requestsPerSecond: 1000 });
});

afterEach(async () => await sandbox.stop());

const statuses = async (count: number, path = '/Contacts/Search'): Promise<number[]> => {
	const found: number[] = [];
	for (let asked = 0; asked < count; asked++) {
		found.push((await getInsightly(sandbox, path, { top: 1 })).status);
	}
	return found;
};

it('fails the next n requests, in the words of the provider', async () => {
	const { faults } = sandbox.insightly;
	faults.set({ fail: { status: 503, when: { next: 2 }, message: 'Down.', retryAfterSeconds: 7 } });
	const first = await getInsightly(sandbox, '/Contacts/Search');
	expect(first.status).toBe(503);
	expect(first.body).toEqual({ Message: 'Down.' });
	expect(first.headers.get('retry-after')).toBe('7');
	expect(await statuses(2)).toEqual([503, 200]);

	sandbox.platform.faults.set({ fail: { status: 502 } });
	const { body } = await getPlatform(sandbox, '/hubs/crm/contacts');
	expect(Object.keys(body)).toEqual(['requestId', 'message', 'providerMessage']);
});

it('fails only where told, until cleared', async () => {
	const { faults } = sandbox.insightly;
	faults.set({ fail: { status: 500, path: '/Leads/' } });
	expect(await statuses(2, '/Leads/Search')).toEqual([500, 500]);
	expect(await statuses(1)).toEqual([200]);
	faults.clear();
	expect(await statuses(1, '/Leads/Search')).toEqual([200]);
});

it('fails a share of the requests, the same ones for the same seed', async () => {
	const { faults } = sandbox.insightly;
	faults.set({ fail: { status: 500, when: { share: 0.5 } } });
	const seen = await statuses(20);
	expect(new Set(seen)).toEqual(new Set([200, 500]));
	const again = await startSandbox();
	again.insightly.faults.set({ fail: { status: 500, when: { share: 0.5 } } });
	await sandbox.stop();
	sandbox = again;
	sandbox.insightly.behaviour.set({ requestsPerSecond: 1000 });
	expect(await statuses(20)).toEqual(seen);
});

it('hangs: no answer, no status, and the sandbox still stops', async () => {
	sandbox.insightly.faults.set({ hang: {} });
	const asked = getInsightly(sandbox, '/Contacts/Search', {}, AbortSignal.timeout(100));
	await expect(asked).rejects.toThrow();
	expect(sandbox.insightly.requests).toMatchObject([{ status: 0 }]);
});

it('drops the connection', async () => {
	sandbox.insightly.faults.set({ drop: { when: { next: 1 } } });
	await expect(getInsightly(sandbox, '/Contacts/Search')).rejects.toThrow('fetch failed');
	expect(await statuses(1)).toEqual([200]);
});

it('is slow, and shows what was there when it was asked', async () => {
	const { world, faults, requests } = sandbox.insightly;
	faults.set({ slow: { ms: 150, when: { next: 1 } } });
	const askedAt = Date.now();
	const asked = getInsightly(sandbox, '/Contacts/Search');
	while (requests.length === 0) await sleep(1);
	await sleep(20);
	world.create('contacts');
	const { records } = await asked;
	expect(records).toHaveLength(40);
	expect(Date.now() - askedAt).toBeGreaterThanOrEqual(145);
	expect((await getInsightly(sandbox, '/Contacts/Search')).records).toHaveLength(41);
});

it('is late: the old version until the delay is over, the seeds always', async () => {
	const { world, faults } = sandbox.insightly;
	world.clock.freeze();
	faults.set({ late: { ms: 10_000 } });
	const [id] = world.ids('contacts');
	const shownBefore = world.latest('contacts', id)?.n;
	const { n } = world.edit('contacts', id);
	const created = world.create('contacts');
	const shown = async () =>
		changesIn(
			sandbox,
			'contacts',
			(await getInsightly(sandbox, '/Contacts/Search', { top: 500 })).records,
		);
	expect(await shown()).toHaveLength(40);
	expect((await shown())[0]).toBe(shownBefore);
	world.clock.advance(9_999);
	expect((await shown())[0]).toBe(shownBefore);
	world.clock.advance(1);
	expect((await shown())[0]).toBe(n);
	expect((await shown()).at(-1)).toBe(created.n);
});

it('is late with some changes only', () => {
	const { world } = sandbox.insightly;
	world.clock.freeze();
	const made = Array.from({ length: 100 }, () => world.create('notes').n);
	const seen = world.visible('notes', { ms: 1000, share: 0.5 }).filter(({ n }) => n >= made[0]);
	expect(seen.length).toBeGreaterThan(30);
	expect(seen.length).toBeLessThan(70);
});

it('has a Date header of its own, apart from the stamps', async () => {
	const { world, faults } = sandbox.insightly;
	world.clock.freeze(Date.UTC(2027, 0, 5, 12));
	const dateOf = async () => (await getInsightly(sandbox, '/Instance')).headers.get('date');
	expect(await dateOf()).toBe('Tue, 05 Jan 2027 12:00:00 GMT');
	faults.set({ dateSkewMs: 540_000 });
	expect(await dateOf()).toBe('Tue, 05 Jan 2027 12:09:00 GMT');
	expect(world.create('notes').record.DATE_UPDATED_UTC).toBe('2027-01-05 12:00:00');
});

it('writes stamps in a wrong zone, while it still filters by the true instant', async () => {
	const { world, faults } = sandbox.insightly;
	world.clock.freeze(Date.UTC(2027, 0, 5, 12));
	world.create('notes');
	faults.set({ stampZone: 'America/New_York' });
	const { records } = await getInsightly(sandbox, '/Notes/Search', {
		updated_after_utc: '2027-01-05 11:59:59',
	});
	expect(records).toMatchObject([{ DATE_UPDATED_UTC: '2027-01-05 07:00:00' }]);
});
