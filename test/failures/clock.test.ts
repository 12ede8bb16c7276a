import { endScenarios, ENGINES, ids, idsOf, messagesOf, news, repeated, started } from './scenario';
import { DAY, MINUTE, pass, setClock } from '../harness/clock';
import { itUnder } from '../length';

afterEach(endScenarios);

/** How far the local clock is set in each minute; the provider's clock goes on. */
const SETTINGS: ReadonlyArray<readonly [string, readonly number[]]> = [
	['not at all', [0]],
	['three days forth', [3 * DAY]],
	['three days back', [-3 * DAY]],
	['three days forth and back', [3 * DAY, -3 * DAY]],
	['three days back and forth', [-3 * DAY, 3 * DAY]],
];

describe.each(ENGINES)('a local clock that is set between polls, under the %s engine', (engine) => {
	const it = itUnder(engine);
	it.each(SETTINGS)('%s: the same events, and no list waits', async (_name, steps) => {
		const { provider, host } = await started(engine, {
			parameters: { resources: ['contacts', 'leads'] },
		});
		for (let minute = 0; minute < 12; minute += 1) {
			const step = steps[minute % steps.length];
			setClock(Date.now() + step);
			provider.traits = {
				...provider.traits,
				clockOffset: provider.traits.clockOffset - step,
			};
			provider.change(10 + minute);
			// Two failures in a row make the list wait for ten seconds, whatever the clock shows.
			const isFailing = minute === 3 || minute === 4;
			provider.script = ({ resource }) =>
				isFailing && resource === 'contacts' ? { status: 503 } : undefined;
			const found = await news(host);
			expect(found.length > 0).toBe(!isFailing);
			pass(MINUTE);
		}
		expect([...idsOf(host)].sort()).toEqual(ids(10, 21));
		expect(repeated(host)).toEqual([]);
		expect(messagesOf(host)).toHaveLength(1);
	});

	it('in the middle of a poll: it neither ends the poll nor prolongs it', async () => {
		const { provider, host } = await started(engine, { options: { pageSize: 20 } });
		provider.changeAll(10, 69);
		pass(MINUTE);
		provider.script = ({ number }) => {
			if (number === 2) setClock(Date.now() + 3 * DAY);
			return undefined;
		};
		expect(await news(host)).toHaveLength(60);
	});
});
