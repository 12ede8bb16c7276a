/* eslint-disable @n8n/community-nodes/no-restricted-imports -- prints figures, never inside n8n */
import { stdout } from 'node:process';
import { MINUTE, SECOND, HOUR, DAY } from '../harness/clock';
import { LOOKBACK, REMEMBERED, SHORT_ID, Stream, UUID, type Figures } from './stream';

/** What the state of a resource may take up, whatever was polled before; characters, all of one byte. */
const LARGEST_STATE = 60_000;

interface Load {
	readonly name: string;
	readonly play: (stream: Stream) => Promise<void>;
}

/** Per minute, as many as are remembered within the lookback. */
const PER_MINUTE = Math.floor((REMEMBERED * MINUTE) / LOOKBACK) - 100;

const WITHIN: readonly Load[] = [
	{
		name: '700,000 records in a busy stream',
		play: async (stream) => {
			for (let made = 0; made < 700_000; made += PER_MINUTE) {
				stream.make(PER_MINUTE, MINUTE);
				await stream.drain();
			}
		},
	},
	{
		name: 'a backlog of 300,000 records of two days',
		play: async (stream) => {
			stream.make(300_000, 2 * DAY);
			stream.time += 3 * HOUR;
			await stream.drain();
		},
	},
	{
		name: '5,000 records within the lookback',
		play: async (stream) => {
			stream.make(5_000, LOOKBACK);
			await stream.drain();
		},
	},
	{
		name: 'a backlog of 50,000 records of 20 minutes',
		play: async (stream) => {
			stream.make(50_000, 20 * MINUTE);
			await stream.drain();
		},
	},
];

/** More in one tick than is remembered. */
const BEYOND: readonly Load[] = [
	...[3_000, 10_000].map((records) => ({
		name: `${records} records in one tick`,
		play: async (stream: Stream) => {
			stream.make(records, 1);
			stream.time += SECOND;
			await stream.drain();
			await stream.drain();
			stream.time += 2 * HOUR;
			await stream.drain();
		},
	})),
];

const IDS: ReadonlyArray<readonly [string, (number: number) => string]> = [
	['numbers', SHORT_ID],
	['UUIDs', UUID],
];

/** The state after each poll, and whether every record was told once. */
async function play({ name, play: run }: Load, ids: string, idOf: (number: number) => string) {
	const stream = new Stream(idOf);
	await stream.drain();
	await run(stream);
	const figures: Figures = stream.figures();
	stdout.write(`${name}, ${ids}: ${JSON.stringify(figures)}\n`);
	return { ...figures, made: stream.made };
}

describe.each(IDS)('the state stays within 60 kB with ids that are %s', (ids, idOf) => {
	it.each(WITHIN)(
		'$name',
		async (load) => {
			const { largestState, told, made } = await play(load, ids, idOf);
			expect(told).toBe(made);
			expect(largestState).toBeLessThanOrEqual(LARGEST_STATE);
		},
		1_200_000,
	);

	it.each(BEYOND)(
		'$name: as long as others may turn up in the tick all are remembered, then none',
		async (load) => {
			const { largestState, lastState, mostEntries } = await play(load, ids, idOf);
			expect(largestState).toBeLessThanOrEqual(30 * mostEntries + 1_000);
			expect(lastState).toBeLessThanOrEqual(1_000);
		},
		600_000,
	);
});

it.each(BEYOND)(
	'$name: each is told once',
	async (load) => {
		const { told, made } = await play(load, 'numbers', SHORT_ID);
		expect(told).toBe(made);
	},
	600_000,
);
