/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on the developer's machine, never inside n8n */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { sleep } from 'n8n-workflow';
import { limitTime } from '../../nodes/OpenConnectors/host/timeLimit';

setFlagsFromString('--expose-gc');
const collectGarbage = (): void => void runInNewContext('gc()');

const reasonOf = async (over: Promise<never>): Promise<unknown> =>
	await over.catch((error: unknown) => error);

describe('a request', () => {
	it('ends when its time is over, although something comes all the while', async () => {
		const { over, signal, progress, close } = limitTime(1_200, 800);
		let isOver = false;
		const dripping = (async () => {
			while (!isOver) {
				progress();
				await sleep(20);
			}
		})();
		expect(await reasonOf(over)).toMatchObject({ reason: 'time' });
		isOver = true;
		expect(signal.aborted).toBe(true);
		close();
		await dripping;
	});

	it('ends sooner when nothing comes', async () => {
		const startedAt = performance.now();
		const { over, signal } = limitTime(10_000, 50);
		expect(await reasonOf(over)).toMatchObject({ reason: 'idle' });
		expect(performance.now() - startedAt).toBeLessThan(5_000);
		expect(signal.aborted).toBe(true);
	});

	it('that has ended is not ended again', async () => {
		const { signal, close } = limitTime(30, 10);
		close();
		await sleep(100);
		expect(signal.aborted).toBe(false);
	});

	it('that has ended holds nothing until its time would have been over', async () => {
		const collected: number[] = [];
		const registry = new FinalizationRegistry<number>((index) => collected.push(index));
		const request = async (index: number) => {
			const limit = limitTime(600_000, 300_000);
			const answer = { body: new Uint8Array(1_000) };
			registry.register(answer, index);
			await Promise.race([Promise.resolve(answer), limit.over]);
			limit.close();
		};
		for (let index = 0; index < 20; index += 1) await request(index);
		for (let round = 0; round < 50 && collected.length < 18; round += 1) {
			collectGarbage();
			await sleep(5);
		}
		expect(collected.length).toBeGreaterThanOrEqual(18);
	});
});
