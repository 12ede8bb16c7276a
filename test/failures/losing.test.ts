import {
	endScenarios,
	ENGINES,
	ids,
	idsOf,
	messagesOf,
	news,
	newsOf,
	repeated,
	shown,
	started,
	type Scenario,
} from './scenario';
import type { HttpProvider } from '../harness/httpProvider';
import { itUnder } from '../length';
import { DAY, HOUR, MINUTE, pass, SECOND } from '../harness/clock';

afterEach(endScenarios);

/** How the platform's records may be stamped, by the step in ms. */
const STAMPS: ReadonlyArray<readonly [step: number, format: string, length: number]> = [
	[SECOND, 'yyyy-MM-dd HH:mm:ss', 19],
	[MINUTE, 'yyyy-MM-dd HH:mm', 16],
	[HOUR, 'yyyy-MM-dd HH', 13],
	[DAY, 'yyyy-MM-dd', 10],
];

const stampedIn = (step: number, format: string, length: number): Scenario => ({
	via: 'platform',
	dating: { format },
	traits: {
		granularity: step,
		write: (at) => new Date(at).toISOString().slice(0, length).replace('T', ' '),
	},
});

describe.each(ENGINES)('what polls lose elsewhere, under the %s engine', (engine) => {
	const it = itUnder(engine);

	describe('1: ties at an exclusive boundary', () => {
		it.each(['exclusive', 'inclusive'] as const)(
			'the second of two records in one second, visible late, comes: %s filter',
			async (filter) => {
				const { provider, host } = await started(engine, { traits: { filter } });
				provider.change(8);
				provider.change(9, { visibleAfter: 30 * SECOND });
				expect(await newsOf(host, 1)).toEqual(['created 8/1']);
				expect(await newsOf(host, 2)).toEqual(['created 9/1']);
			},
		);

		it('even without any lookback', async () => {
			const { provider, host } = await started(engine, { options: { lookback: 0 } });
			provider.change(8);
			provider.change(9, { visibleAfter: 30 * SECOND });
			expect(await newsOf(host, 3)).toEqual(['created 8/1', 'created 9/1']);
		});
	});

	describe('3: records that lists show late', () => {
		it.each([0, 1, 3, 5])('%d minutes late, none is lost', async (minutes) => {
			const { provider, host } = await started(engine);
			for (let id = 10; id < 20; id += 1) {
				provider.change(id, { visibleAfter: id % 2 === 0 ? minutes * MINUTE : 0 });
				await newsOf(host, 1);
			}
			await newsOf(host, 6);
			expect([...idsOf(host)].sort()).toEqual(ids(10, 19));
		});

		it.each([
			['later than the lookback, one is lost', {}, []],
			['a longer lookback finds it', { lookback: 20 }, ['late']],
		])('%s', async (_name, options, expected) => {
			const { provider, host } = await started(engine, { options });
			provider.change('late', { visibleAfter: 8 * MINUTE });
			for (let id = 10; id < 20; id += 1) {
				pass(30 * SECOND);
				provider.change(id);
				await newsOf(host, 1);
			}
			expect(idsOf(host).filter((id) => id === 'late')).toEqual(expected);
		});
	});

	describe('4: clocks that differ', () => {
		const offsets = [-10, -2, 0, 2, 10].map((minutes) => minutes * MINUTE);

		it.each([
			...offsets.map((clockOffset) => ['provider', { clockOffset }] as const),
			...offsets.map((dateOffset) => ['Date header', { dateOffset }] as const),
			['no Date header', { dateOffset: undefined }] as const,
			['no Date header, provider behind', { dateOffset: undefined, clockOffset: -HOUR }] as const,
			['no Date header, provider ahead', { dateOffset: undefined, clockOffset: HOUR }] as const,
		])('nothing is lost or repeated: %s %j', async (_name, traits) => {
			const { provider, host } = await started(engine, { traits });
			for (let id = 10; id < 16; id += 1) {
				provider.change(id, { visibleAfter: id % 2 === 0 ? 4 * MINUTE : 0 });
				await newsOf(host, 1);
			}
			await newsOf(host, 5);
			expect([...idsOf(host)].sort()).toEqual(ids(10, 15));
		});
	});

	describe('5: coarse stamps', () => {
		it.each(STAMPS)('in steps of %d ms lose and repeat nothing', async (step, format, length) => {
			const { provider, host } = await started(engine, stampedIn(step, format, length));
			for (let id = 10; id < 20; id += 1) {
				provider.change(id, { visibleAfter: 4 * MINUTE });
				pass(6 * MINUTE);
				await newsOf(host, 1);
			}
			await newsOf(host, 5);
			expect([...idsOf(host)].sort()).toEqual(ids(10, 19));
		});
	});

	describe('6: a second change in one tick', () => {
		it.each(STAMPS)('in steps of %d ms comes too', async (step, format, length) => {
			const { provider, host } = await started(engine, stampedIn(step, format, length));
			provider.change(1);
			expect(await news(host)).toEqual(['updated 1/2']);
			provider.change(1);
			expect(await news(host)).toEqual(['updated 1/3']);
			expect(await newsOf(host, 3)).toEqual([]);
		});
	});

	describe('7: a zone declared wrong', () => {
		it.each([
			['Asia/Tokyo', 'stamps seem 9 hours old'],
			['America/New_York', 'stamps seem 5 hours ahead'],
			['Europe/London', 'right in winter'],
		])('%s (%s): ordinary records come once', async (zone) => {
			const { provider, host } = await started(engine, {
				via: 'platform',
				dating: { zone, since: '${gmtDate:yyyy-MM-dd HH:mm:ss}' },
			});
			for (let id = 10; id < 20; id += 1) {
				provider.change(id);
				await newsOf(host, 1);
			}
			expect(idsOf(host)).toEqual(ids(10, 19));
			expect(host.warnings.some((warning) => /time zone/i.test(warning))).toBe(
				zone !== 'Europe/London',
			);
		});
	});

	describe('10: offset pages that drift', () => {
		const drifts: ReadonlyArray<readonly [string, Scenario, (provider: HttpProvider) => void]> = [
			['records vanish', {}, (provider) => [10, 11, 12].forEach((id) => provider.remove(id))],
			[
				'more vanish than pages share',
				{},
				(provider) => ids(10, 27).forEach((id) => provider.remove(id)),
			],
			[
				'records are added in front',
				{ traits: { order: 'newest' } },
				(provider) => provider.changeAll(100, 125),
			],
			[
				'records move to the end',
				{ traits: { order: 'ascending' } },
				(provider) => provider.changeAll(10, 25),
			],
		];

		it.each(drifts)(
			'%s between two pages: none is lost or repeated',
			async (_name, scenario, drift) => {
				const { provider, host } = await started(engine, {
					...scenario,
					options: { pageSize: 20 },
				});
				provider.changeAll(10, 69);
				pass(SECOND);
				provider.script = ({ number }) => (number === 2 ? drift(provider) : undefined);
				await newsOf(host, 3);
				expect(
					provider.ids().filter((id) => Number(id) >= 10 && !idsOf(host).includes(id)),
				).toEqual([]);
				expect(repeated(host)).toEqual([]);
			},
		);

		it('pages that share no record are read twice, and lose none', async () => {
			const { provider, host } = await started(engine, { options: { pageSize: 1 } });
			provider.changeAll(10, 14);
			pass(10 * SECOND);
			provider.change(15);
			provider.script = ({ number }) => (number === 2 ? provider.remove(10) : undefined);
			await newsOf(host, 3);
			expect(idsOf(host)).toEqual(ids(10, 15));
		});
	});

	it('11: a limit on a list by id passes no unread page', async () => {
		const { provider, host } = await started(engine, { options: { pageSize: 20, maxItems: 10 } });
		// The newest stand first, so that a cursor at the newest read would pass all others.
		for (let id = 200; id > 100; id -= 1) {
			provider.change(id);
			pass(SECOND);
		}
		for (let poll = 0; poll < 15; poll += 1) {
			provider.change(150 + poll);
			expect((await newsOf(host, 1)).length).toBeLessThanOrEqual(30);
		}
		await newsOf(host, 3);
		expect(new Set(idsOf(host))).toEqual(new Set(ids(101, 200)));
		for (let poll = 0; poll < 15; poll += 1)
			expect(shown(host.items).some((line) => line.endsWith(` ${150 + poll}/2`))).toBe(true);
		expect(repeated(host)).toEqual([]);
	});

	describe('13: a cursor moved before success', () => {
		const failures = [1, 2, 3, 4].flatMap((number) => [
			[number, 'HTTP 500', { status: 500 }] as const,
			[number, 'broken connection', 'drop'] as const,
			[number, 'half a body', { body: '[{"CONTACT_ID":10,' }] as const,
		]);

		it.each(failures)(
			'request %d of a poll fails (%s): all come, each once',
			async (failing, _name, fault) => {
				const { provider, host } = await started(engine, { options: { pageSize: 20 } });
				provider.changeAll(10, 45);
				// A broken connection is tried again twice within the poll.
				const until = fault === 'drop' ? failing + 2 : failing;
				provider.script = ({ number }) =>
					number >= failing && number <= until ? fault : undefined;
				await newsOf(host, 4);
				expect([...idsOf(host)].sort()).toEqual(ids(10, 45));
			},
		);
	});

	describe('18: a reset on publishing again', () => {
		it('what changed between is reported, once', async () => {
			const { provider, host } = await started(engine);
			provider.change(8);
			expect(await newsOf(host, 1)).toEqual(['created 8/1']);
			provider.change(9);
			await host.republish({ parameters: { ...host.settings.parameters, output: 'event' } });
			pass(MINUTE);
			await newsOf(host, 2);
			expect(shown(host.items)).toEqual(['created 8/1', 'created 9/1']);
		});

		it('what changed while it was unpublished is reported, once', async () => {
			const { provider, host } = await started(engine);
			provider.change(8);
			await newsOf(host, 1);
			host.unpublish();
			provider.change(9);
			pass(2 * DAY);
			await host.publish();
			pass(MINUTE);
			await newsOf(host, 2);
			expect(shown(host.items)).toEqual(['created 8/1', 'created 9/1']);
		});
	});

	it('21: ids above 2^53 stay apart', async () => {
		const { provider, host } = await started(engine);
		const [one, other] = ['9007199254740992', '9007199254740993'];
		provider.change(one);
		provider.change(other);
		expect(await newsOf(host, 1)).toEqual([`created ${one}/1`, `created ${other}/1`]);
		provider.change(other);
		expect(await newsOf(host, 1)).toEqual([`updated ${other}/2`]);
		expect(await newsOf(host, 2)).toEqual([]);
	});

	it('25: a change without a new stamp is no event, and the next real one brings it', async () => {
		const { provider, host } = await started(engine);
		provider.change(1, { unstamped: true, fields: { STATUS: 'quiet' } });
		expect(await newsOf(host, 3)).toEqual([]);
		provider.change(1);
		expect(await newsOf(host, 1)).toEqual(['updated 1/3']);
		expect(host.items[0].record).toMatchObject({ STATUS: 'quiet' });
		expect(messagesOf(host)).toEqual([]);
	});

	it('32: an empty page with a next one is not the end', async () => {
		const { provider, host } = await started(engine, { via: 'platform' });
		provider.change(9);
		provider.script = ({ number }) =>
			number <= 2 ? { headers: { 'elements-next-page-token': provider.tokenFor(0) } } : undefined;
		expect(await newsOf(host, 2)).toEqual(['created 9/1']);
	});

	it('35: a test in the editor, in the middle of a backlog, moves nothing', async () => {
		const { provider, host } = await started(engine, { options: { pageSize: 20, maxItems: 20 } });
		provider.changeAll(10, 89);
		await newsOf(host, 1);
		const before = JSON.stringify(host.saved);
		expect(await host.fetchTestEvent()).toHaveLength(5);
		expect(JSON.stringify(host.saved)).toBe(before);
		await newsOf(host, 6);
		expect([...idsOf(host)].sort()).toEqual(ids(10, 89));
	});
});
