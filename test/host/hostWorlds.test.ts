/* eslint-disable @n8n/community-nodes/no-restricted-imports -- takes the number of a world from the environment, never inside n8n */
import { env } from 'node:process';
import { releaseTime, stopTime } from '../harness/clock';
import { ENGINES } from '../harness/host';
import { upTo } from '../length';
import { LISTS } from './worlds/plan';
import { playHostWorlds } from './worlds/playAll';

beforeAll(() => stopTime());
afterAll(releaseTime);

/** Worlds are named by their number: `HOST_WORLD=123 npx jest --selectProjects unit --testPathPatterns hostWorlds` plays one alone. */
const chosen = env.HOST_WORLD === undefined ? undefined : Number(env.HOST_WORLD);
const [from, to] = chosen === undefined ? [1, upTo(1, 8)] : [chosen, chosen];

describe.each(ENGINES.flatMap((engine) => LISTS.map((list) => ({ engine, list }))))(
	'random lives of a workflow under the $engine engine, its list $list',
	({ engine, list }) => {
		it('lose nothing, repeat nothing but the batch of before a start, and name what happened', async () => {
			const { broken, told, repeated } = await playHostWorlds(from, to, { engine, list });
			expect(broken).toEqual([]);
			expect(told).toBeGreaterThan(0);
			if (engine === 'durable') expect(repeated).toBe(0);
		});
	},
);
