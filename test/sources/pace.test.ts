import type { Send } from '../../nodes/OpenConnectors/sources/http';
import { paced } from '../../nodes/OpenConnectors/sources/pace';

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
	const slow = paced(send, account, perSecond, { now: () => time, sleep });
	for (let request = 0; request < count; request += 1) await slow(REQUEST, 1_000);
	return sent.map((at) => at - 1_000_000);
}

/** Most requests within any second. */
const most = (sent: readonly number[]) =>
	Math.max(...sent.map((at) => sent.filter((other) => other >= at && other < at + 1_000).length));

it('no second holds more than nine tenths of what the provider allows', async () => {
	expect(most(await sentAt('a', 50, 10))).toBe(9);
	expect(most(await sentAt('b', 20, 4))).toBe(3);
	expect(most(await sentAt('c', 5, 1))).toBe(1);
});

it('requests that take their time are not held up', async () => {
	const sent = await sentAt('d', 20, 10, 150);
	expect(sent).toEqual(Array.from({ length: 20 }, (_, index) => index * 150));
});

it('accounts do not wait for each other', async () => {
	expect(await sentAt('e', 3, 4)).toEqual([0, 0, 0]);
	expect(await sentAt('f', 3, 4)).toEqual([0, 0, 0]);
});
