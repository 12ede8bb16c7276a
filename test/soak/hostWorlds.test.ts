/* eslint-disable @n8n/community-nodes/no-restricted-imports -- prints figures, never inside n8n */
import { env, stdout } from 'node:process';
import { releaseTime, stopTime } from '../harness/clock';
import { ENGINES } from '../harness/host';
import { playHostWorlds } from '../host/worlds/playAll';

/** Of each engine; a life of a workflow takes fifty times as long as a world of the engine. */
const WORLDS = Math.ceil(Number(env.WORLDS ?? 20_000) / 50);

beforeAll(() => stopTime());
afterAll(releaseTime);

it.each(ENGINES)(
	'random lives of a workflow under the %s engine keep what is promised',
	async (engine) => {
		const { broken, ...sums } = await playHostWorlds(1, WORLDS, { engine });
		stdout.write(`${JSON.stringify({ engine, worlds: WORLDS, broken: broken.length, ...sums })}\n`);
		expect(broken).toEqual([]);
	},
	7_200_000,
);
