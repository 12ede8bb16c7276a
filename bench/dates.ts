/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- runs on the developer's machine, never inside n8n */
/**
 * Our date formats against luxon's `fromFormat` and `toFormat`, on the formats that published poller
 * configurations use most. In every round both sides read the same texts and write the same
 * instants, all different; their results are compared. The figures are medians of the rounds. Ends
 * with exit code 1 when one of ours is less than LEAST_RATIO times faster. Records are read by the
 * hundred thousand; a date is written once a request.
 *
 * `fromFormat` knows no token for milliseconds since 1970 (luxon 3.7: `x` is for `toFormat` alone).
 * That parse is set against `fromMillis(Number(text))`, which takes no pattern, and does not count;
 * the fourth format is there to have three that do.
 */
import { rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { DateTime } from 'luxon';
import { compileFiles } from './compile';
import type * as dateFormatModule from '../nodes/OpenConnectors/dates/dateFormat';
import type * as zoneModule from '../nodes/OpenConnectors/dates/zone';

const root = resolve(__dirname, '..');
const DATES = 'nodes/OpenConnectors/dates';
const compiled = compileFiles(root, [`${DATES}/dateFormat.ts`, `${DATES}/zone.ts`]);
process.on('exit', () => rmSync(compiled, { recursive: true }));
const load = createRequire(join(compiled, DATES, 'index.js'));
const { compileDateFormat }: typeof dateFormatModule = load('./dateFormat.js');
const { parseZone, UTC }: typeof zoneModule = load('./zone.js');
type Zone = zoneModule.Zone;

const LEAST_RATIO = { parse: 15, format: 3 };
const ROUNDS = 7;
/** The engine compiles both sides in these. */
const WARM_UP_ROUNDS = 2;
const VALUES = 20_000;
const FIRST_MS = Date.UTC(2000, 0, 1);
const LAST_MS = Date.UTC(2040, 0, 1);

interface Contest {
	readonly pattern: string;
	readonly luxonPattern: string;
	/** Where luxon has no pattern to parse by. */
	readonly luxonParse?: (text: string) => DateTime;
	readonly zone: Zone;
	readonly luxonZone: string;
}

/** Zones without clock changes: they cost luxon the least. An offset of zero would be `Z` in Java alone. */
const CONTESTS: readonly Contest[] = [
	{
		pattern: 'milliseconds',
		luxonPattern: 'x',
		luxonParse: (text) => DateTime.fromMillis(Number(text), { zone: 'utc' }),
		zone: UTC,
		luxonZone: 'utc',
	},
	{
		pattern: "yyyy-MM-dd'T'HH:mm:ssXXX",
		luxonPattern: "yyyy-MM-dd'T'HH:mm:ssZZ",
		zone: parseZone('-05:00') ?? UTC,
		luxonZone: 'UTC-5',
	},
	{
		pattern: 'yyyy-MM-dd HH:mm:ss',
		luxonPattern: 'yyyy-MM-dd HH:mm:ss',
		zone: UTC,
		luxonZone: 'utc',
	},
	{
		pattern: "yyyy-MM-dd'T'HH:mm:ss'Z'",
		luxonPattern: "yyyy-MM-dd'T'HH:mm:ss'Z'",
		zone: UTC,
		luxonZone: 'utc',
	},
];

/** Evenly spread instants in no order, by the golden ratio. */
const INSTANTS = Array.from(
	{ length: VALUES },
	(_, index) => FIRST_MS + Math.floor(((index * 0.618033988749895) % 1) * (LAST_MS - FIRST_MS)),
);

/** Reads a text whole, so that one which was only joined together is made in full. */
function weigh(text: string): number {
	return text.length + text.charCodeAt(text.length - 1) + text.charCodeAt(text.length >> 1);
}

interface Run {
	/** ns a call */
	readonly time: number;
	/** The same for the same results. */
	readonly sum: number;
}

function run<Value>(values: readonly Value[], work: (value: Value) => number): Run {
	let sum = 0;
	const start = performance.now();
	for (const value of values) sum += work(value);
	return { time: ((performance.now() - start) * 1_000_000) / values.length, sum };
}

function median(figures: readonly number[]): number {
	return [...figures].sort((first, second) => first - second)[figures.length >> 1];
}

/** ns a call, and how many times faster ours is. */
interface Result {
	readonly ours: number;
	readonly luxon: number;
	readonly ratio: number;
}

function compete<Value>(
	values: readonly Value[],
	ours: (value: Value) => number,
	luxons: (value: Value) => number,
): Result {
	const rounds: Result[] = [];
	for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1) {
		const ourRun = run(values, ours);
		const luxonRun = run(values, luxons);
		if (ourRun.sum !== luxonRun.sum) throw new Error('the two sides came to different results');
		if (round < 0) continue;
		rounds.push({
			ours: ourRun.time,
			luxon: luxonRun.time,
			ratio: luxonRun.time / ourRun.time,
		});
	}
	return {
		ours: median(rounds.map((round) => round.ours)),
		luxon: median(rounds.map((round) => round.luxon)),
		ratio: median(rounds.map((round) => round.ratio)),
	};
}

console.log(`median of ${ROUNDS} rounds of ${VALUES} values, ns per call`);
console.log(
	[
		'format'.padEnd(28),
		'what  ',
		'ours'.padStart(6),
		'luxon'.padStart(8),
		'ratio'.padStart(7),
	].join(' '),
);
let isSlow = false;
for (const { pattern, luxonPattern, luxonParse, zone, luxonZone } of CONTESTS) {
	const format = compileDateFormat(pattern);
	const texts = INSTANTS.map((at) => format.format(at, zone));
	const parseByLuxon =
		luxonParse ?? ((text) => DateTime.fromFormat(text, luxonPattern, { zone: luxonZone }));
	const contests = {
		parse: compete(
			texts,
			(text) => format.parse(text, zone) ?? NaN,
			(text) => parseByLuxon(text).toMillis(),
		),
		format: compete(
			INSTANTS,
			(at) => weigh(format.format(at, zone)),
			(at) => weigh(DateTime.fromMillis(at, { zone: luxonZone }).toFormat(luxonPattern)),
		),
	};
	for (const what of ['parse', 'format'] as const) {
		const { ours, luxon, ratio } = contests[what];
		const counts = what === 'format' || !luxonParse;
		if (counts && !(ratio >= LEAST_RATIO[what])) isSlow = true;
		console.log(
			[
				pattern.padEnd(28),
				what.padEnd(6),
				ours.toFixed(0).padStart(6),
				luxon.toFixed(0).padStart(8),
				`${ratio.toFixed(1)}x`.padStart(7),
				counts ? '' : ' (fromMillis; does not count)',
			].join(' '),
		);
	}
}
console.log(`wanted: parse ${LEAST_RATIO.parse}x, format ${LEAST_RATIO.format}x`);
if (isSlow) process.exitCode = 1;
