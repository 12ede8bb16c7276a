/* eslint-disable @n8n/community-nodes/no-restricted-imports -- prints figures, never inside n8n */
import { env, stdout } from 'node:process';
import { playWorld } from '../polling/worlds';
import type { Verdict } from '../polling/promises';

const WORLDS = Number(env.WORLDS ?? 20_000);

const GUARANTEES = ['lost', 'twice', 'unsorted', 'stalled', 'oversized', 'misjudged'] as const;
type Guarantee = (typeof GUARANTEES)[number];

/** Which worlds broke what, with the first examples, and what was excused. */
async function playAll(maxRemembered: number | undefined, worlds: number) {
	const broken = new Map<Guarantee, string[]>(GUARANTEES.map((what) => [what, []]));
	const sums = { changes: 0, told: 0, scans: 0, scansOverPolls: 0 };
	const excused = { lost: 0, twice: 0, misjudged: 0, editedUnderway: 0 };
	const choice = maxRemembered === undefined ? {} : { settings: { maxRemembered } };
	for (let seed = 1; seed <= worlds; seed += 1) {
		const verdict: Verdict = await playWorld(seed, choice);
		for (const what of GUARANTEES)
			if (verdict[what].length > 0) broken.get(what)?.push(`world ${seed}: ${verdict[what][0]}`);
		sums.changes += verdict.changes;
		sums.told += verdict.told;
		sums.scans += verdict.scans;
		sums.scansOverPolls += verdict.scansOverPolls;
		excused.lost += verdict.excused.lost;
		excused.twice += verdict.excused.twice;
		excused.misjudged += verdict.excused.misjudged;
		excused.editedUnderway += verdict.excused.editedUnderway;
	}
	stdout.write(`${JSON.stringify({ worlds, maxRemembered, ...sums, excused })}\n`);
	return broken;
}

describe.each([
	['a memory that is large enough', 2_000, WORLDS],
	['a memory of any size', undefined, WORLDS / 10],
])('random worlds with %s', (_name, maxRemembered, worlds) => {
	let broken = new Map<Guarantee, string[]>();
	beforeAll(async () => {
		broken = await playAll(maxRemembered, worlds);
	}, 7_200_000);

	it.each(GUARANTEES)('%s: in none', (what) => {
		const examples = broken.get(what) ?? [];
		expect({ worlds: examples.length, examples: examples.slice(0, 10) }).toEqual({
			worlds: 0,
			examples: [],
		});
	});
});
