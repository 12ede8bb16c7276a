import {
	endScenarios,
	ENGINES,
	ids,
	idsOf,
	messagesOf,
	news,
	newsOf,
	prepared,
	repeated,
	started,
} from './scenario';
import { itUnder, upTo } from '../length';
import type { Scripted } from '../harness/httpProvider';
import { DAY, HOUR, MINUTE, pass, SECOND, START } from '../harness/clock';

afterEach(endScenarios);

const STATE_LIMIT = 60_000;

describe.each(ENGINES)('what stops polls elsewhere, under the %s engine', (engine) => {
	const it = itUnder(engine);

	describe('8: clocks that are changed', () => {
		const wall = new Intl.DateTimeFormat('sv-SE', {
			timeZone: 'America/New_York',
			dateStyle: 'short',
			timeStyle: 'medium',
		});
		/** Reads a wall time as its later showing, the way that loses most. */
		const readLate = (text: string): number => {
			const summer = Date.parse(`${text.replace(' ', 'T')}-04:00`);
			const winter = summer + HOUR;
			return wall.format(winter) === text ? winter : summer;
		};

		it.each([
			['put forward', Date.UTC(2026, 2, 8, 7)],
			['set back', Date.UTC(2026, 10, 1, 6)],
		])('stamps without a zone while they are %s lose and repeat nothing', async (_name, change) => {
			const { provider, host } = await started(engine, {
				via: 'platform',
				dating: {
					zone: 'America/New_York',
					since: '${dateTimeZone:America/New_York:yyyy-MM-dd HH:mm:ss}',
				},
				traits: { write: (at) => wall.format(at), readBound: readLate },
			});
			pass(change - 2.5 * HOUR - Date.now());
			await newsOf(host, 1);
			for (let id = 10; id < 100; id += 1) {
				provider.change(id, { visibleAfter: id % 3 === 0 ? 4 * MINUTE : 0 });
				pass(MINUTE);
				provider.change(id + 100);
				pass(MINUTE);
				await newsOf(host, 1);
			}
			await newsOf(host, 5);
			expect([...idsOf(host)].sort()).toEqual([...ids(10, 99), ...ids(110, 199)].sort());
		});
	});

	describe('12: more records at one instant than a page holds', () => {
		it.each(['provider', 'platform'] as const)('three pages of them all come: %s', async (via) => {
			const { provider, host } = await started(engine, { via, options: { pageSize: 20 } });
			provider.changeAll(10, 69);
			await newsOf(host, 2);
			expect([...idsOf(host)].sort()).toEqual(ids(10, 69));
		});

		it.each(['provider', 'platform'] as const)(
			'behind a result cap that refuses further pages it fails loudly: %s',
			async (via) => {
				const { provider, host } = await started(engine, { via, options: { pageSize: 20 } });
				provider.changeAll(10, 69);
				provider.script = ({ skip }) =>
					skip >= 30 ? { status: 400, body: '{"message":"Beyond the first 40"}' } : undefined;
				await newsOf(host, 6);
				expect(messagesOf(host)).toEqual([expect.stringContaining('contacts')]);
				expect(repeated(host)).toEqual([]);
				provider.script = () => undefined;
				pass(10 * MINUTE);
				await newsOf(host, 3);
				expect([...idsOf(host)].sort()).toEqual(ids(10, 69));
			},
		);
	});

	it.each([2, 3])('15: request %d of every poll fails, and the backlog drains', async (failing) => {
		const { provider, host } = await started(engine, { options: { pageSize: 20 } });
		provider.changeAll(100, 299);
		let requests = 0;
		provider.script = () => ((requests += 1) === failing ? { status: 500 } : undefined);
		for (let poll = 0; poll < 30; poll += 1) {
			requests = 0;
			await newsOf(host, 1);
		}
		expect([...idsOf(host)].sort()).toEqual(ids(100, 299));
	});

	describe('16: errors that nobody hears of', () => {
		it.each<[string, Scripted, string]>([
			['401', { status: 401 }, 'credential'],
			['403', { status: 403 }, 'forbids'],
			['404', { status: 404 }, 'address'],
			['400', { status: 400, body: '{"message":"no such field"}' }, 'rejects the request'],
			['500', { status: 500 }, 'could not answer'],
			['a page of HTML', { body: '<html>Sign in</html>' }, 'answered with a web page'],
			['an object', { body: '{"contacts":[]}' }, 'answered with an object'],
			['a broken connection', 'drop', 'cannot be reached'],
		])(
			'%s: the next poll fails, and the one after the repair goes on',
			async (_name, fault, words) => {
				const { provider, host } = await started(engine);
				provider.change(9);
				provider.script = () => fault;
				expect(await newsOf(host, 3)).toEqual([]);
				expect(messagesOf(host)).toEqual([expect.stringContaining(words)]);
				provider.script = () => undefined;
				expect(await newsOf(host, 2)).toEqual(['created 9/1']);
			},
		);

		it('a page position that is refused again and again is told', async () => {
			const { provider, host } = await started(engine, {
				via: 'platform',
				options: { pageSize: 20 },
			});
			provider.changeAll(10, 69);
			provider.script = ({ url }) => (url.includes('nextPage') ? { status: 400 } : undefined);
			await newsOf(host, 6);
			expect(messagesOf(host)).toHaveLength(1);
		});
	});

	describe('19: dates that are missing or unreadable', () => {
		it.each([
			['null', null],
			['other text', 'yesterday'],
			['empty', ''],
		])('1 record of 50 (%s) comes once, the others are unaffected', async (_name, value) => {
			const { provider, host } = await started(engine);
			provider.changeAll(10, 58);
			provider.change(59, { fields: { DATE_UPDATED_UTC: value } });
			await newsOf(host, 5);
			expect([...idsOf(host)].sort()).toEqual(ids(10, 59));
			expect(host.warnings.filter((warning) => warning.includes('readable date'))).toHaveLength(1);
			expect(messagesOf(host)).toEqual([]);
		});

		it('50 records of 50 come once, others go on, and a warning names the field', async () => {
			const { provider, host } = await started(engine);
			provider.changeAll(10, 59, { fields: { DATE_UPDATED_UTC: null } });
			expect(await newsOf(host, 2)).toHaveLength(50);
			expect(messagesOf(host)).toEqual([]);
			expect(host.warnings.filter((text) => text.includes('DATE_UPDATED_UTC'))).toHaveLength(1);
			provider.change(1);
			expect(await newsOf(host, 2)).toHaveLength(1);
		});
	});

	it('20: a date in the future comes once, is said once, and holds nothing up', async () => {
		const { provider, host } = await started(engine);
		provider.change(99, { stampedAhead: DAY });
		await newsOf(host, 1);
		for (let id = 10; id < 15; id += 1) {
			provider.change(id);
			await newsOf(host, 1);
		}
		pass(2 * DAY);
		provider.change(15);
		await newsOf(host, 3);
		expect(idsOf(host)).toEqual(['99', ...ids(10, 15)]);
		expect(host.warnings.filter((warning) => warning.includes('ahead'))).toHaveLength(1);
	});

	const withoutItems = (name: string, value: unknown) => (name === 'items' ? undefined : value);
	// The scan is the same under both engines; the larger figure is played once.
	const behind = engine === 'durable' ? upTo(10_000, 100_000) : upTo(5_000, 20_000);

	it(`31: ${behind} records behind are drained in bounded steps`, async () => {
		const { provider, host } = await prepared(engine, {
			parameters: { startFrom: 'beginning', output: 'record' },
		});
		for (let n = 0; n < behind; n += 1)
			provider.change(100_000 + n, { stampedAhead: n * SECOND - 2 * DAY });
		await host.publish();
		let largest = 0;
		for (let quiet = 0; quiet < 3; ) {
			quiet = (await host.tick()).length > 0 ? 0 : quiet + 1;
			pass(MINUTE);
			largest = Math.max(largest, JSON.stringify(host.saved, withoutItems).length);
		}
		const received = host.items.map((record) => record.CONTACT_ID);
		expect(new Set(received).size).toBe(behind + 5);
		expect(received).toHaveLength(behind + 5);
		// The in-memory engine's state holds the latest batch as well, or where it began.
		expect(largest).toBeLessThan(engine === 'in-memory' ? 2 * STATE_LIMIT : STATE_LIMIT);
		expect(Math.max(...host.executions.map((items) => items.length))).toBeLessThanOrEqual(1_000);
		// A page for every 490 records, as pages share 10; then one a poll.
		expect(provider.asked.length).toBeLessThan(behind / 490 + 10);
	}, 60_000);

	describe('33: page tokens that expire between polls', () => {
		it('the backlog drains, and nothing is repeated', async () => {
			const { provider, host } = await started(engine, {
				via: 'platform',
				options: { pageSize: 100, maxItems: 200 },
			});
			provider.changeAll(1_000, 1_999);
			for (let poll = 0; poll < 10; poll += 1) {
				await newsOf(host, 1);
				provider.expireTokens();
			}
			expect([...idsOf(host)].sort()).toEqual(ids(1_000, 1_999));
			expect(messagesOf(host)).toEqual([]);
		});
	});

	describe('36: rate limits', () => {
		const limited = (retryAfter?: string): Scripted => ({
			status: 429,
			...(retryAfter === undefined ? {} : { headers: { 'retry-after': retryAfter } }),
		});

		it('5 seconds are waited for within the poll', async () => {
			const { provider, host } = await started(engine);
			provider.change(9);
			provider.script = ({ number }) => (number === 1 ? limited('5') : undefined);
			const before = Date.now();
			expect(await news(host)).toEqual(['created 9/1']);
			expect(Date.now() - before).toBe(5 * SECOND);
		});

		it('without a header, one and two seconds are', async () => {
			const { provider, host } = await started(engine);
			provider.change(9);
			provider.script = ({ number }) => (number <= 2 ? limited() : undefined);
			const before = Date.now();
			expect(await news(host)).toEqual(['created 9/1']);
			expect(Date.now() - before).toBe(3 * SECOND);
		});

		it('5 minutes are declared to n8n, and no request is made meanwhile', async () => {
			const { provider, host } = await started(engine, { settings: { backOff: true } });
			provider.change(9);
			provider.script = ({ number }) => (number === 1 ? limited('300') : undefined);
			expect(await newsOf(host, 5)).toEqual([]);
			expect(provider.asked).toHaveLength(1);
			expect(host.errors).toEqual([
				expect.objectContaining({ failure: { cause: 'rate-limited', retryAfterMs: 300_000 } }),
			]);
			expect(await newsOf(host, 1)).toEqual(['created 9/1']);
		});

		it('a wait given as a date means the same', async () => {
			const { provider, host } = await started(engine);
			provider.change(9);
			const until = new Date(START + MINUTE + 300_000).toUTCString();
			provider.script = ({ number }) => (number === 1 ? limited(until) : undefined);
			expect(await newsOf(host, 5)).toEqual([]);
			expect(provider.asked).toHaveLength(1);
			expect(await newsOf(host, 1)).toEqual(['created 9/1']);
		});

		it('a limit in the middle of a backlog keeps what was read', async () => {
			const { provider, host } = await started(engine, { options: { pageSize: 20 } });
			provider.changeAll(10, 69);
			provider.script = ({ number }) => (number === 3 ? limited('300') : undefined);
			await newsOf(host, 8);
			expect([...idsOf(host)].sort()).toEqual(ids(10, 69));
			expect(repeated(host)).toEqual([]);
		});
	});
});
