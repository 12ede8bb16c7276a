/* eslint-disable @n8n/community-nodes/no-restricted-imports -- takes the number of a world from the environment, never inside n8n */
import { env, stdout } from 'node:process';
import { upTo } from '../length';
import type { Verdict } from './promises';
import type { WorldChoice } from './worldPlan';
import { planWorld } from './worldPlan';
import { playWorld } from './worlds';

/** Enough to remember whatever a world shows. */
const AMPLE = { settings: { maxRemembered: 2_000 } };

type Play = typeof playWorld;

async function playAll(
	from: number,
	to: number,
	choice: WorldChoice,
	play: Play = playWorld,
): Promise<readonly Verdict[]> {
	const verdicts: Verdict[] = [];
	for (let seed = from; seed <= to; seed += 1) verdicts.push(await play(seed, choice));
	return verdicts;
}

type Broken = 'lost' | 'twice' | 'unsorted' | 'stalled' | 'oversized' | 'misjudged';

const failing = (verdicts: readonly Verdict[], what: Broken) =>
	verdicts.flatMap((verdict) =>
		verdict[what].length > 0 ? [{ seed: verdict.seed, [what]: verdict[what] }] : [],
	);

/** Worlds that are crooked in one way each. */
const SECONDS = { granularity: 1_000, createdGranularity: 1_000 };
const RIGHT_CLOCK = { ...SECONDS, dateOffset: 0, stampOffset: 0 };
const CROOKED: ReadonlyArray<readonly [string, WorldChoice]> = [
	['links that are signed anew for each reader', { traits: { noise: 'link' } }],
	['lists inside records that come in any order', { traits: { noise: 'order' } }],
	[
		'page positions that end after half a minute',
		{ traits: { paging: 'tokens', positionLifeMs: 30_000 } },
	],
	['servers whose clocks are three seconds apart', { serversApart: 3_000, traits: SECONDS }],
	['the night in which clocks are set back', { isAutumn: true, traits: RIGHT_CLOCK }],
	['a clock that is put back by ten minutes', { clockSetBack: 600_000, traits: RIGHT_CLOCK }],
];

/** Worlds are named by their number: `WORLD=12345 npx jest --selectProjects unit --testPathPatterns test/engine/worlds` plays one alone. */
const chosen = env.WORLD === undefined ? undefined : Number(env.WORLD);

describe(chosen === undefined ? 'random worlds' : `world ${chosen}`, () => {
	const [from, to] = chosen === undefined ? [1, upTo(60, 300)] : [chosen, chosen];
	let verdicts: readonly Verdict[] = [];
	beforeAll(async () => {
		if (chosen !== undefined)
			stdout.write(`${JSON.stringify(planWorld(chosen, AMPLE), null, '\t')}\n`);
		verdicts = await playAll(from, to, AMPLE);
	});

	it('G1: a complete scan gives the last version of every record that was visible when it began', () => {
		expect(failing(verdicts, 'lost')).toEqual([]);
	});
	it('G2: no version is given twice', () => {
		expect(failing(verdicts, 'twice')).toEqual([]);
	});
	it('G3: each poll is in the order of time and id', () => {
		expect(failing(verdicts, 'unsorted')).toEqual([]);
	});
	it('G4: every poll that reads a page gets on, and the last scan ends', () => {
		expect(failing(verdicts, 'stalled')).toEqual([]);
	});
	it('G5: batches and memory are bounded', () => {
		expect(failing(verdicts, 'oversized')).toEqual([]);
	});
	it('G6: created comes first, and once', () => {
		expect(failing(verdicts, 'misjudged')).toEqual([]);
	});
	it.each(CROOKED)('nothing is lost, given twice or stalled by %s', async (_name, choice) => {
		const crooked = await playAll(from, Math.min(to, from + upTo(9, 59)), { ...AMPLE, ...choice });
		for (const what of ['lost', 'twice', 'unsorted', 'stalled', 'oversized', 'misjudged'] as const)
			expect(failing(crooked, what)).toEqual([]);
	});
	if (chosen === undefined)
		it('made enough changes to mean something', () => {
			const sum = (of: (verdict: Verdict) => number) =>
				verdicts.reduce((total, verdict) => total + of(verdict), 0);
			expect(sum(({ changes }) => changes)).toBeGreaterThan(160 * to);
			expect(sum(({ told }) => told)).toBeGreaterThan(100 * to);
			expect(sum(({ scansOverPolls }) => scansOverPolls)).toBeGreaterThan(to);
		});
});
