import { endScenarios, ENGINES, idsOf, news, newsOf, prepared, shown, started } from './scenario';
import { DAY, HOUR, MINUTE, pass, SECOND } from '../harness/clock';
import { itUnder } from '../length';

afterEach(endScenarios);

describe.each(ENGINES)('what polls misjudge elsewhere, under the %s engine', (engine) => {
	const it = itUnder(engine);
	describe('22: created on edits, updated only once', () => {
		it('a record is created once, and updated by every edit within the lookback', async () => {
			const { provider, host } = await started(engine);
			provider.change(9);
			expect(await newsOf(host, 1)).toEqual(['created 9/1']);
			for (const revision of [2, 3, 4]) {
				provider.change(9);
				expect(await newsOf(host, 1)).toEqual([`updated 9/${revision}`]);
			}
		});

		it('an edit long after the record was made is an update, each time', async () => {
			const { provider, host } = await started(engine);
			provider.change(9);
			await newsOf(host, 1);
			for (const revision of [2, 3]) {
				pass(DAY);
				provider.change(9);
				expect(await newsOf(host, 1)).toEqual([`updated 9/${revision}`]);
			}
		});

		it('an old record that was never reported is updated', async () => {
			const { provider, host } = await started(engine);
			provider.change(1);
			expect(await newsOf(host, 1)).toEqual(['updated 1/2']);
		});

		it('an edit of a record made just before publishing is an update', async () => {
			const { provider, host } = await prepared(engine);
			provider.change(8);
			pass(MINUTE);
			await host.publish();
			pass(MINUTE);
			provider.change(8);
			expect(await newsOf(host, 1)).toEqual(['updated 8/2']);
		});
	});

	describe('23: created and edited between two polls', () => {
		it.each([0, SECOND, 30 * SECOND])('%d ms apart, it was created', async (apart) => {
			const { provider, host } = await started(engine);
			provider.change(9);
			pass(apart);
			provider.change(9);
			expect(await newsOf(host, 1)).toEqual(['created 9/2']);
			provider.change(9);
			expect(await newsOf(host, 1)).toEqual(['updated 9/3']);
		});

		it('over a week without polls, it was created', async () => {
			const { provider, host } = await started(engine);
			for (let day = 0; day < 7; day += 1) {
				provider.change(9);
				pass(DAY);
			}
			expect(await newsOf(host, 1)).toEqual(['created 9/7']);
		});

		it.each([0, 10 * MINUTE, -10 * MINUTE])(
			'it was created too with a Date header %d ms ahead of the stamps',
			async (dateOffset) => {
				const { provider, host } = await started(engine, { traits: { dateOffset } });
				provider.change(9);
				pass(30 * SECOND);
				provider.change(9);
				expect(await newsOf(host, 1)).toEqual(['created 9/2']);
			},
		);
	});

	describe('26: false deletions', () => {
		it('a list that breaks off, shrinks or is empty deletes nothing', async () => {
			const { provider, host } = await started(engine, {
				parameters: { events: ['created', 'updated', 'deleted'] },
				options: { pageSize: 20 },
			});
			provider.changeAll(10, 69);
			provider.script = ({ skip }) => (skip > 0 ? { status: 500 } : undefined);
			await newsOf(host, 3);
			provider.script = () => ({ body: '[]', headers: { 'x-total-count': '0' } });
			await newsOf(host, 2);
			provider.script = () => undefined;
			for (let id = 10; id < 20; id += 1) provider.remove(id);
			await newsOf(host, 4);
			expect(new Set(host.items.map(({ eventType }) => eventType))).toEqual(new Set(['CREATED']));
			expect(new Set(idsOf(host)).size).toBe(host.items.length);
		});
	});

	it('kinds that were not chosen are left out, and stay known', async () => {
		const { provider, host } = await started(engine, { parameters: { events: ['updated'] } });
		provider.change(9);
		expect(await news(host)).toEqual([]);
		pass(MINUTE);
		provider.change(9);
		expect(await newsOf(host, 2)).toEqual(['updated 9/2']);
		pass(HOUR);
		expect(await newsOf(host, 2)).toEqual([]);
		expect(shown(host.items)).toEqual(['updated 9/2']);
	});
});
