/* eslint-disable @n8n/community-nodes/no-restricted-imports -- takes the number of worlds from the environment, never inside n8n */
import { env, stdout } from 'node:process';
import type { RestTraits } from '../../harness/restApi';
import { upTo } from '../../length';
import { planApi, playApi, type RestVerdict, type RestWorld } from './worlds';

const WORLDS = Number(env.WORLDS ?? upTo(30, 120));
const FROM = Number(env.FROM ?? 1);
const chosen = env.WORLD === undefined ? undefined : Number(env.WORLD);

async function playAll(): Promise<readonly RestVerdict[]> {
	const verdicts: RestVerdict[] = [];
	const [from, to] = chosen === undefined ? [FROM, FROM + WORLDS - 1] : [chosen, chosen];
	for (let seed = from; seed <= to; seed += 1)
		verdicts.push(await playApi(seed, { traits: planApi(seed) }));
	return verdicts;
}

describe('random APIs of the language', () => {
	let verdicts: readonly RestVerdict[] = [];
	beforeAll(async () => {
		verdicts = await playAll();
		if (chosen !== undefined)
			stdout.write(`${JSON.stringify([planApi(chosen), verdicts[0]], null, '\t')}\n`);
	}, 3_600_000);

	it.each(['lost', 'twice'] as const)('%s: nothing', (what) => {
		const broken = verdicts.filter((verdict) => verdict[what].length > 0 && !verdict.isNamed);
		expect(
			broken.map(({ seed, ...verdict }) => [seed, verdict[what].slice(0, 3), verdict.said]),
		).toEqual([]);
	});

	it('all come to rest', () => {
		expect(
			verdicts
				.filter(({ isCalm, isNamed }) => !isCalm && !isNamed)
				.map(({ seed, said }) => [seed, said]),
		).toEqual([]);
	});
});

describe('negative controls: the judge finds what is lost, or comes twice, when', () => {
	/** Whether one of some worlds shows it. */
	const isFound = async (
		world: Omit<RestWorld, 'traits'>,
		traits: Partial<RestTraits>,
		shows: (verdict: RestVerdict) => boolean,
	) => {
		for (let seed = 1; seed <= 20; seed += 1)
			if (shows(await playApi(seed, { ...world, traits: { ...planApi(seed), ...traits } })))
				return true;
		return false;
	};
	const loses = ({ lost }: RestVerdict) => lost.length > 0;
	const MINUTES = { granularity: 60_000, filterStep: 60_000, filter: 'exclusive' } as const;

	it('the step of stamps is not learned', async () => {
		expect(await isFound({ lie: { tickOf: undefined } }, MINUTES, loses)).toBe(true);
	});

	it('the filter is coarser than it is said to be, which no answer shows', async () => {
		const declare: RestWorld['declare'] = (right) => ({ ...right, since: { granularity: 'PT1S' } });
		const traits = { granularity: 1_000, filterStep: 86_400_000, filter: 'exclusive' } as const;
		expect(await isFound({ declare }, traits, loses)).toBe(true);
	});

	it('a record is remembered by nothing', async () => {
		const lie = { lookbackMs: 0, granularityMs: 1, tick: (at: number) => at, tickOf: undefined };
		const errs = (verdict: RestVerdict) => loses(verdict) || verdict.twice.length > 0;
		expect(await isFound({ lie }, { ...MINUTES, filter: 'inclusive' }, errs)).toBe(true);
	});
});
