/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- the vectors are a file beside the test, never inside n8n */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { compileDateFormat } from '../../nodes/OpenConnectors/dates/dateFormat';
import { parseZone } from '../../nodes/OpenConnectors/dates/zone';
import { DIFFERENCES } from './oracle/differences';

interface Vector {
	readonly line: string;
	readonly pattern: string;
	readonly zone: string;
	readonly at: number | undefined;
	readonly text: string;
	readonly parsed: number | undefined;
	readonly rule: string;
	/** What we should write. */
	readonly ourText: string;
	/** What we should read `ourText` as. */
	readonly ourParsed: number | undefined;
}

const VECTORS = readFileSync(join(__dirname, 'oracle/vectors.tsv'), 'utf8')
	.split('\n')
	.filter((line) => line !== '' && !line.startsWith('#'))
	.map(toVector);

function toVector(line: string): Vector {
	const [pattern, zone, at, text, parsed, rule, ruleText, ruleParsed] = line.split('\t');
	return {
		line,
		pattern,
		zone,
		at: toNumber(at),
		text,
		parsed: toNumber(parsed),
		rule,
		ourText: ruleText === '' ? text : ruleText,
		ourParsed: toNumber(rule === '' ? parsed : ruleParsed),
	};
}

function toNumber(text: string): number | undefined {
	return text === '' ? undefined : Number(text);
}

function zoneOf({ zone }: Vector) {
	const parsed = parseZone(zone);
	if (!parsed) throw new Error(`no zone ${zone}`);
	return parsed;
}

/** Lines that fail, each with what came out; the version of the clock changes, should they be the reason. */
function faults(check: (vector: Vector) => unknown): readonly string[] {
	const wrong = VECTORS.flatMap((vector) => {
		const found = check(vector);
		return found === undefined ? [] : [`${vector.line} => ${String(found)}`];
	});
	return wrong.length > 0 ? [`tz database ${process.versions.tz}`, ...wrong.slice(0, 20)] : [];
}

describe("what Java's SimpleDateFormat does", () => {
	it('is written the same, but for the listed differences', () => {
		expect(
			faults((vector) => {
				if (vector.at === undefined) return undefined;
				const text = compileDateFormat(vector.pattern).format(vector.at, zoneOf(vector));
				return text === vector.ourText ? undefined : text;
			}),
		).toEqual([]);
	});

	it('is read the same, but for the listed differences', () => {
		expect(
			faults((vector) => {
				const parsed = compileDateFormat(vector.pattern).parse(vector.ourText, zoneOf(vector));
				return parsed === vector.ourParsed ? undefined : (parsed ?? 'nothing');
			}),
		).toEqual([]);
	});

	it('is known for every letter, every kind of zone and 1970 to 2099', () => {
		const letters = new Set(VECTORS.map(({ pattern }) => pattern.replace(/'[^']*'/g, '')).join(''));
		expect(
			[...letters]
				.filter((letter) => /[A-Za-z]/.test(letter))
				.sort()
				.join(''),
		).toBe('DEFGHKLMSWXYZadhkmsuwyz');
		const years = VECTORS.flatMap(({ at }) =>
			at === undefined ? [] : [new Date(at).getUTCFullYear()],
		);
		expect([Math.min(...years), Math.max(...years)]).toEqual([1970, 2099]);
		expect(VECTORS.length).toBeGreaterThanOrEqual(4_000);
	});

	it('is done otherwise just so often', () => {
		const counts: Record<string, number> = {};
		for (const { rule } of VECTORS) counts[rule] = (counts[rule] ?? 0) + 1;
		expect(counts).toEqual({
			'': 7670,
			fraction: 407,
			overlap: 204,
			gap: 172,
			'name by offset': 72,
			name: 1,
			'shared name': 1,
			julian: 5,
			unreal: 16,
			trailing: 2,
			'near miss': 6,
		});
		expect(
			Object.keys(counts)
				.filter((rule) => rule !== '')
				.sort(),
		).toEqual(Object.keys(DIFFERENCES).sort());
	});
});

/** A rule must not be able to hide a fault: what it may change is bounded. */
describe('a listed difference', () => {
	const DAY_MS = 86_400_000;
	const of = (rule: string) => VECTORS.filter((vector) => vector.rule === rule);

	it('of a clock change is earlier than Java by no more than the change', () => {
		for (const rule of ['overlap', 'gap']) {
			const wrong = of(rule).filter(({ pattern, parsed, ourParsed }) => {
				if (/[XZz]/.test(pattern.replace(/'[^']*'/g, ''))) return true;
				// Samoa left out a whole day.
				const earlier = Number(parsed) - Number(ourParsed);
				return !(earlier > 0 && earlier <= DAY_MS + 1);
			});
			expect(wrong).toEqual([]);
		}
	});

	it('of a fraction changes nothing but its digits', () => {
		const wrong = of('fraction').filter(
			({ text, ourText }) => ourText.replace(/\d+/g, '') !== text.replace(/\d+/g, ''),
		);
		expect(wrong).toEqual([]);
	});

	it('of a name changes no instant but to the one that was written', () => {
		const wrong = [...of('name by offset'), ...of('name')].filter(({ at, ourParsed, pattern }) => {
			const precision = pattern.includes('ss') ? 1_000 : 60_000;
			return ourParsed !== Math.floor(Number(at) / precision) * precision;
		});
		expect(wrong).toEqual([]);
	});

	it('of an unreal date or a trailing text reads nothing', () => {
		for (const rule of ['unreal', 'trailing'])
			expect(of(rule).map(({ ourParsed }) => ourParsed)).toEqual(of(rule).map(() => undefined));
	});
});
