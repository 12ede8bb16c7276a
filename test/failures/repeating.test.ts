import {
	endScenarios,
	ENGINES,
	ids,
	idsOf,
	news,
	newsOf,
	prepared,
	repeated,
	shown,
	started,
} from './scenario';
import { itUnder } from '../length';
import { DAY, HOUR, MINUTE, pass, SECOND, setClock } from '../harness/clock';

afterEach(endScenarios);

/** Most bytes of state for a resource. */
const STATE_LIMIT = 60_000;

describe.each(ENGINES)('what polls repeat elsewhere, under the %s engine', (engine) => {
	const it = itUnder(engine);

	it.each(['exclusive', 'inclusive'] as const)(
		'2: a quiet provider is never repeated: %s filter',
		async (filter) => {
			const { provider, host } = await started(engine, { traits: { filter } });
			provider.change(1);
			expect(await newsOf(host, 1)).toEqual(['updated 1/2']);
			expect(await newsOf(host, 10)).toEqual([]);
			expect(provider.asked).toHaveLength(11);
		},
	);

	describe('9: fraction digits', () => {
		const digits = (at: number, count: number) => {
			const [whole, fraction] = new Date(at).toISOString().slice(0, -1).split('.');
			return `${whole}${count === 0 ? '' : `.${`${fraction}456789`.slice(0, count)}`}Z`;
		};

		it.each([0, 3, 6, 7, 9])('%d of them are read whatever the pattern says', async (count) => {
			for (const format of ["yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'"]) {
				const { provider, host } = await started(engine, {
					via: 'platform',
					dating: { format },
					traits: { granularity: 1, write: (at) => digits(at, count) },
				});
				for (let id = 10; id < 14; id += 1) {
					provider.change(id);
					pass(123);
				}
				expect(await newsOf(host, 4)).toEqual(ids(10, 13).map((id) => `created ${id}/1`));
			}
		});

		it('may differ from record to record', async () => {
			const { provider, host } = await started(engine, {
				via: 'platform',
				dating: { format: "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'" },
				traits: { granularity: 1, write: (at, id) => digits(at, Number(id) % 10) },
			});
			provider.changeAll(10, 19);
			expect([...(await newsOf(host, 1))].sort()).toEqual(
				ids(10, 19).map((id) => `created ${id}/1`),
			);
			expect(await newsOf(host, 5)).toEqual([]);
		});
	});

	it('14: an older state put back repeats that batch under the same event ids, and loses nothing', async () => {
		const { provider, host } = await started(engine);
		provider.change(7);
		await newsOf(host, 1);
		const before = structuredClone(host.saved);
		provider.change(8);
		provider.change(9);
		expect(await newsOf(host, 1)).toEqual(['created 8/1', 'created 9/1']);
		host.saved = before;
		pass(5 * MINUTE);
		await host.restart();
		pass(MINUTE);
		await newsOf(host, 3);
		expect(shown(host.items)).toEqual([
			'created 7/1',
			'created 8/1',
			'created 9/1',
			'created 8/1',
			'created 9/1',
		]);
		const events = host.items.map(({ eventId }) => eventId);
		expect(events.slice(3)).toEqual(events.slice(1, 3));
	});

	describe('17: history on the first poll', () => {
		it('none of 1,000 old records is reported', async () => {
			const { provider, host } = await prepared(engine, { options: { pageSize: 100 } });
			provider.changeAll(1_000, 1_999, { stampedAhead: -10 * MINUTE });
			await host.publish();
			pass(MINUTE);
			expect(await newsOf(host, 3)).toEqual([]);
			provider.change(1_500);
			expect(await newsOf(host, 1)).toEqual(['updated 1500/2']);
		});

		it('none either when the first poll has no time to read them all', async () => {
			const { provider, host } = await prepared(engine, {
				options: { pageSize: 100 },
				traits: { requestMs: 50 * SECOND },
			});
			provider.changeAll(1_000, 1_999, { stampedAhead: -10 * MINUTE });
			await host.publish();
			expect(provider.asked.length).toBeLessThan(10);
			provider.traits = { ...provider.traits, requestMs: 0 };
			pass(MINUTE);
			provider.change(5_000);
			expect(await newsOf(host, 3)).toEqual(['created 5000/1']);
		});

		it('Start from Beginning reports them, each once', async () => {
			const { provider, host } = await prepared(engine, {
				parameters: { startFrom: 'beginning' },
			});
			provider.changeAll(6, 1_000, { stampedAhead: -10 * MINUTE });
			await host.publish();
			pass(MINUTE);
			await newsOf(host, 5);
			expect(new Set(idsOf(host))).toEqual(new Set(ids(1, 1_000)));
			expect(repeated(host)).toEqual([]);
		});
	});

	it('24: a provider that ignores the filter is filtered here', async () => {
		const { provider, host } = await started(engine, {
			traits: { filter: 'ignored' },
			history: 300,
		});
		expect(await newsOf(host, 3)).toEqual([]);
		provider.change(7);
		provider.change(900);
		expect(await newsOf(host, 1)).toEqual(['updated 7/2', 'created 900/1']);
		expect(await newsOf(host, 3)).toEqual([]);
	});

	it('27: more records within the lookback than are remembered are not repeated', async () => {
		const { provider, host } = await started(engine, { options: { maxItems: 10_000 } });
		for (let id = 10_000; id < 13_000; id += 1) {
			provider.change(id);
			if (id % 30 === 0) pass(SECOND);
		}
		await newsOf(host, 1);
		expect(host.items).toHaveLength(3_000);
		expect(await newsOf(host, 3)).toEqual([]);
		expect(host.warnings.filter((warning) => warning.includes('2000 records'))).toHaveLength(1);
		expect(JSON.stringify(host.saved).length).toBeLessThan(STATE_LIMIT);
		provider.change(12_999);
		expect(await newsOf(host, 2)).toEqual(['updated 12999/2']);
	});

	it.each([
		['past', -DAY],
		['present', 0],
	])(
		'27: more records at one %s instant than are remembered are not repeated',
		async (_name, stampedAhead) => {
			const { provider, host } = await prepared(engine, {
				parameters: { startFrom: 'beginning' },
				options: { maxItems: 1_000 },
			});
			provider.changeAll(10_000, 12_999, { stampedAhead });
			await host.publish();
			pass(MINUTE);
			await newsOf(host, 6);
			expect(new Set(idsOf(host)).size).toBe(3_005);
			expect(repeated(host)).toHaveLength(0);
		},
	);

	it('28: a field that changes at every read makes an edit two events at most', async () => {
		const { provider, host } = await started(engine);
		let reads = 0;
		provider.changeAll(10, 39);
		expect(await newsOf(host, 1)).toHaveLength(30);
		provider.script = () => {
			reads += 1;
			for (let id = 10; id < 40; id += 1)
				provider.change(id, { unstamped: true, fields: { AGE: reads } });
		};
		expect((await newsOf(host, 15)).length).toBeLessThanOrEqual(30);
		provider.change(12);
		expect((await newsOf(host, 1)).map((line) => line.split('/')[0])).toEqual(['updated 12']);
	});

	it('29: a stale replica repeats nothing and hides nothing', async () => {
		const { provider, host } = await started(engine);
		provider.change(1);
		let stale = '';
		let fresh = '';
		const lagging = async () => {
			stale = fresh;
			const url = `${provider.url}/v3.1/Contacts/Search`;
			provider.script = () => undefined;
			fresh = await (await fetch(url)).text();
		};
		await lagging();
		await newsOf(host, 1);
		for (const id of [1, 2, 1, 3]) {
			provider.change(id);
			await lagging();
			const [old, current] = [stale, fresh];
			for (const body of [old, current, old]) {
				provider.script = () => ({ body, headers: { 'x-total-count': '0' } });
				await newsOf(host, 1);
			}
		}
		expect(shown(host.items)).toEqual([
			'updated 1/2',
			'updated 1/3',
			'updated 2/2',
			'updated 1/4',
			'updated 3/2',
		]);
	});

	describe('30: settings that are edited', () => {
		it('another page size, lookback or output goes on where it stood', async () => {
			const { provider, host } = await started(engine);
			provider.change(7);
			await newsOf(host, 1);
			provider.change(8);
			await host.republish({
				parameters: {
					...host.settings.parameters,
					options: { pageSize: 50, lookback: 30, maxItems: 100, tags: 'new' },
				},
			});
			pass(MINUTE);
			await newsOf(host, 3);
			expect(shown(host.items)).toEqual(['created 7/1', 'created 8/1']);
		});

		it('a resource that is added begins without history, and the others go on', async () => {
			const { provider, host } = await started(engine);
			provider.change(7);
			await newsOf(host, 1);
			provider.change(8);
			await host.republish({
				parameters: { ...host.settings.parameters, resources: ['contacts', 'leads'] },
			});
			pass(MINUTE);
			await newsOf(host, 2);
			provider.change(9, { resource: 'leads' });
			await newsOf(host, 2);
			expect(shown(host.items)).toEqual(['created 7/1', 'created 8/1', 'created leads 9/1']);
		});
	});

	it('34: resources with the same ids do not disturb each other, one of them failing', async () => {
		const { provider, host } = await started(engine, {
			parameters: { resources: ['contacts', 'leads'] },
		});
		provider.change(9);
		provider.change(9, { resource: 'leads' });
		provider.script = ({ resource }) => (resource === 'contacts' ? { status: 500 } : undefined);
		expect(await newsOf(host, 1)).toEqual(['created leads 9/1']);
		provider.change(9, { resource: 'leads' });
		expect(await newsOf(host, 1)).toEqual(['updated leads 9/2']);
		provider.script = () => undefined;
		expect(await newsOf(host, 2)).toEqual(['created 9/1']);
		provider.change(9);
		expect(await news(host)).toEqual(['updated 9/2']);
		expect(repeated(host)).toEqual([]);
	});

	it('a clock that is set back does not bring the events of an hour ago again', async () => {
		const { provider, host } = await started(engine);
		provider.change(9);
		expect(await newsOf(host, 40)).toEqual(['created 9/1']);
		setClock(Date.now() - HOUR);
		await host.restart();
		expect(await newsOf(host, 3)).toEqual([]);
	});
});
