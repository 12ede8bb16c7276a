/* eslint-disable @n8n/community-nodes/no-restricted-imports -- takes the number of worlds from the environment, never inside n8n */
import { env, stdout } from 'node:process';
import { planApi, playApi, type RestVerdict } from './worlds';

const WORLDS = Number(env.WORLDS ?? 300);
const chosen = env.WORLD === undefined ? undefined : Number(env.WORLD);

async function playAll(): Promise<readonly RestVerdict[]> {
	const verdicts: RestVerdict[] = [];
	const [from, to] = chosen === undefined ? [1, WORLDS] : [chosen, chosen];
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
