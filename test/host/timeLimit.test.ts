import { sleep } from 'n8n-workflow';
import { limitTime } from '../../nodes/OpenConnectors/host/timeLimit';

const reasonOf = async (over: Promise<never>): Promise<unknown> =>
	await over.catch((error: unknown) => error);

describe('a request', () => {
	it('ends when its time is over, although something comes all the while', async () => {
		const { over, signal, progress, close } = limitTime(300, 100);
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
});
