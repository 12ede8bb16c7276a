import { toNodeError } from '../../nodes/OpenConnectors/host/errors';
import type { Send } from '../../nodes/OpenConnectors/streams/http';
import { paced, type Queue } from '../../nodes/OpenConnectors/streams/pace';
import { SourceError } from '../../nodes/OpenConnectors/streams/sourceError';

/** Requests that wait, by account. */
const queues = new Map<string, Queue>();

const REQUEST = { method: 'GET', url: 'https://api.example/x' } as const;

/** Requests one after the other, each answered in `takesMs`; when each was sent. */
async function sentAt(account: string, count: number, perSecond: number, takesMs = 0) {
	let time = 1_000_000;
	const sent: number[] = [];
	const send: Send = async () => {
		sent.push(time);
		time += takesMs;
		return { status: 200, headers: {}, body: '[]' };
	};
	const sleep = async (ms: number) => void (time += ms);
	const now = () => time;
	const slow = paced(send, queues, account, perSecond, {
		now,
		monotonicNow: now,
		sleep,
		deadline: Infinity,
	});
	for (let request = 0; request < count; request += 1) await slow(REQUEST, 1_000);
	return sent.map((at) => at - 1_000_000);
}

/** Most requests within any second. */
const most = (sent: readonly number[]) =>
	Math.max(...sent.map((at) => sent.filter((other) => other >= at && other < at + 1_000).length));

it('requests are sent evenly, at nine tenths of what the provider allows', async () => {
	expect(most(await sentAt('a', 50, 10))).toBe(9);
	expect(await sentAt('b', 5, 4)).toEqual([0, 278, 556, 834, 1_112]);
	expect(most(await sentAt('c', 5, 1))).toBe(1);
});

it('requests that take their time are not held up', async () => {
	const sent = await sentAt('d', 20, 10, 150);
	expect(sent).toEqual(Array.from({ length: 20 }, (_, index) => index * 150));
});

it('accounts do not wait for each other', async () => {
	expect(await sentAt('e', 3, 4)).toEqual([0, 278, 556]);
	expect(await sentAt('f', 3, 4)).toEqual([0, 278, 556]);
});

/** Requests at one moment: when each was sent, and how many were refused. */
async function sentTogether(
	account: string,
	count: number,
	{ perSecond = 4, deadlineMs = Infinity, clockMs = (): number => 0, blockedMs = 0 } = {},
) {
	let time = 1_000_000;
	const began = time;
	const sent: number[] = [];
	const sleepers: Array<{ readonly at: number; readonly wake: () => void }> = [];
	const send: Send = async () => {
		sent.push(time - began);
		return { status: 200, headers: {}, body: '[]' };
	};
	const now = () => time + clockMs();
	const clock = {
		now,
		monotonicNow: () => time,
		sleep: async (ms: number) =>
			await new Promise<void>((wake) => void sleepers.push({ at: time + ms, wake })),
		deadline: now() + deadlineMs,
	};
	// Each of another workflow.
	const all = Array.from({ length: count }, async () => {
		await paced(send, queues, account, perSecond, clock)(REQUEST, 1_000);
	});
	const settled = Promise.allSettled(all);
	for (let step = 0; step < 20_000; step += 1) {
		await Promise.resolve();
		const due = sleepers.filter(({ at }) => at <= time);
		for (const { wake } of due) wake();
		sleepers.splice(0, sleepers.length, ...sleepers.filter(({ at }) => at > time));
		// The process is held up for a while, in which nothing wakes.
		time += step === 300 ? 1 + blockedMs : 1;
	}
	const refused = (await settled).flatMap((result) =>
		result.status === 'rejected' ? [result.reason as unknown] : [],
	);
	return { sent, refused };
}

it('requests made at one moment do not start together', async () => {
	const { sent } = await sentTogether('g', 10);
	expect(sent).toHaveLength(10);
	expect(most(sent)).toBeLessThanOrEqual(4);
	expect(Math.max(...sent)).toBeLessThan(4_000);
});

it('requests that are delayed do not start together', async () => {
	const { sent } = await sentTogether('k', 12, { blockedMs: 2_900 });
	expect(sent).toHaveLength(12);
	const gaps = sent.slice(1).map((at, index) => at - sent[index]);
	expect(Math.min(...gaps)).toBeGreaterThanOrEqual(277);
	expect(Math.max(...sent)).toBeLessThan(3_200 + 11 * 280);
});

it('a limit of one a second is kept with something to spare', async () => {
	const { sent } = await sentTogether('h', 4, { perSecond: 1 });
	expect(most(sent)).toBe(1);
	expect(sent[1] - sent[0]).toBeGreaterThan(1_050);
});

it('what would start behind the end of the poll is refused, and takes no place', async () => {
	const { sent, refused } = await sentTogether('i', 10, { deadlineMs: 1_500 });
	expect(sent).toHaveLength(6);
	expect(refused).toHaveLength(4);
	expect(refused[0]).toMatchObject({ code: 'queued' });
	expect((await sentTogether('i', 3)).sent).toHaveLength(3);
});

it('a request whose turn comes too late says so, and not that the provider is overloaded', () => {
	const error = toNodeError(new SourceError('queued', '', { retryAfterMs: 1_500 }), {
		node: { id: '', name: 'Poll', typeVersion: 1, type: '', position: [0, 0], parameters: {} },
		source: 'Insightly',
		resource: 'contacts',
		mask: (text) => text,
	});
	expect(error).toMatchObject({
		message: 'contacts: waits for its turn: too many workflows poll this account of Insightly',
		failure: { cause: 'rate-limited', retryAfterMs: 1_500 },
	});
});

it('a clock that is set back holds nothing', async () => {
	let calls = 0;
	const { sent } = await sentTogether('j', 10, { clockMs: () => (calls++ < 2 ? 0 : -3_600_000) });
	expect(Math.max(...sent)).toBeLessThan(4_000);
});
