import { playWorld, type Verdict, type WorldOptions } from './worlds';
import { HOUR, MINUTE, SECOND } from './simulation';

const WORLDS = 300;

async function play(count: number, options: WorldOptions = {}): Promise<readonly Verdict[]> {
	const verdicts: Verdict[] = [];
	for (let seed = 1; seed <= count; seed += 1) verdicts.push(await playWorld(seed, options));
	return verdicts;
}

describe('random worlds', () => {
	let verdicts: readonly Verdict[] = [];
	beforeAll(async () => {
		verdicts = await play(WORLDS);
	}, 120_000);

	const failing = (test: (verdict: Verdict) => boolean) =>
		verdicts
			.filter(test)
			.map(({ seed, lost, twice, misjudged }) => ({ seed, lost, twice, misjudged }));

	it('made enough changes to mean something', () => {
		expect(verdicts.reduce((sum, { changes }) => sum + changes, 0)).toBeGreaterThan(50_000);
	});
	it('lose no final version', () => {
		expect(failing(({ lost }) => lost.length > 0)).toEqual([]);
	});
	it('report no version twice', () => {
		expect(failing(({ twice }) => twice.length > 0)).toEqual([]);
	});
	it('tell created from updated', () => {
		expect(failing(({ misjudged }) => misjudged.length > 0)).toEqual([]);
	});
	it('give each poll in order', () => {
		expect(failing(({ unsorted }) => unsorted > 0)).toEqual([]);
	});
});

/** Each protection switched off must show; a suite that does not notice tests nothing. */
describe('negative controls', () => {
	const lostIn = (verdicts: readonly Verdict[]) =>
		verdicts.reduce((sum, { lost }) => sum + lost.length, 0);

	it.each<[string, WorldOptions]>([
		['no lookback while changes show up late', { settings: { lookback: 0 }, delayOfLookback: 1 }],
		['changes that show up later than the lookback', { delayOfLookback: 3 }],
		[
			'offset pages without overlap while records vanish',
			{
				traits: { overlap: 0, pageSize: 7, order: 'id', requestMs: 2_000 },
				deletions: true,
			},
		],
	])('%s: versions are lost', async (_name, options) => {
		expect(lostIn(await play(60, options))).toBeGreaterThan(0);
	});

	it('an allowance that is too small for the clocks: versions are lost', async () => {
		const options = { traits: { dateOffset: 3 * HOUR, granularity: SECOND } };
		expect(lostIn(await play(60, options))).toBeGreaterThan(0);
		const within = { traits: { dateOffset: 50 * MINUTE, granularity: SECOND } };
		expect(lostIn(await play(60, within))).toBe(0);
	});
});
