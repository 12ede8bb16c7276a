import { compileDateFormat } from '../../nodes/OpenConnectors/dates/dateFormat';
import { parseZone, UTC } from '../../nodes/OpenConnectors/dates/zone';
import { tickOf, zonelessTickOf } from '../../nodes/OpenConnectors/dates/ticks';
import { createRecordReader } from '../../nodes/OpenConnectors/streams/reader';
import { scan } from '../../nodes/OpenConnectors/engine/scan';
import type { Cursor } from '../../nodes/OpenConnectors/engine/cursor';
import { parseUrlTemplate } from '../../nodes/OpenConnectors/configuration/urlTemplate';
import { HOUR, MINUTE, SECOND } from './simulation';
import type { Tick } from '../../nodes/OpenConnectors/core/rules';

const NEW_YORK = parseZone('America/New_York') ?? UTC;
const FORMAT = compileDateFormat('yyyy-MM-dd HH:mm:ss');
/** 1 November 2026, 06:00 UTC: clocks go from 02:00 back to 01:00. */
const BACK = Date.UTC(2026, 10, 1, 6);
/** 8 March 2026, 07:00 UTC: clocks go from 02:00 on to 03:00. */
const FORTH = Date.UTC(2026, 2, 8, 7);

/** Reads a wall-clock time the way that loses most: the second showing of a repeated hour. */
const readLate = (text: string): number => {
	const early = FORMAT.parse(text, NEW_YORK) ?? NaN;
	return FORMAT.format(early + HOUR, NEW_YORK) === text ? early + HOUR : early;
};

/**
 * Polls once a minute for five hours around `change`. A record is made every 40 s, and every third
 * shows up four minutes late. The provider stamps local time without a zone.
 */
async function pollAcross(change: number, tick: Tick): Promise<{ made: number; ids: string[] }> {
	const since = parseUrlTemplate('${dateTimeZone:America/New_York:yyyy-MM-dd HH:mm:ss}', {
		zone: UTC,
	}).parts[0];
	const reader = createRecordReader({
		id: 'id',
		updated: { path: 'updated', format: FORMAT.pattern, zone: NEW_YORK },
	});
	const made: Array<{ id: string; at: number; visibleAt: number }> = [];
	const ids: string[] = [];
	let cursor: Cursor | undefined;
	let nextRecord = change - 2.5 * HOUR + 5 * SECOND;
	for (let now = change - 2.5 * HOUR; now < change + 2.5 * HOUR; now += MINUTE) {
		for (; nextRecord <= now; nextRecord += 40 * SECOND) {
			const late = made.length % 3 === 0 ? 4 * MINUTE : 0;
			made.push({ id: String(made.length), at: nextRecord, visibleAt: nextRecord + late });
		}
		const result = await scan({
			cursor,
			key: 'key',
			start: { kind: 'at', at: change - 3 * HOUR },
			reader,
			rules: {
				tick,
				granularityMs: SECOND,
				lookbackMs: 5 * MINUTE,
				sinceInclusive: false,
				ascending: false,
				overlap: 0,
			},
			limits: { maxItems: 10_000, maxRemembered: 10_000, deadline: Infinity },
			now: () => now,
			readPage: async (from) => {
				const asked = since.kind === 'instant' ? readLate(since.placeholder.render(from)) : NaN;
				return {
					date: now,
					records: made
						.filter(({ at, visibleAt }) => visibleAt <= now && at > asked)
						.map(({ id, at }) => ({ id, updated: FORMAT.format(at, NEW_YORK) })),
				};
			},
		});
		cursor = JSON.parse(JSON.stringify(result.cursor));
		ids.push(...result.changes.map(({ id }) => id));
	}
	return { made: made.filter(({ visibleAt }) => visibleAt <= change + 2.4 * HOUR).length, ids };
}

describe.each([
	['set back', BACK],
	['put forward', FORTH],
])('stamps without a zone while the clocks are %s', (_name, change) => {
	it('lose nothing and repeat nothing', async () => {
		const { made, ids } = await pollAcross(change, zonelessTickOf(SECOND, NEW_YORK));
		expect(new Set(ids).size).toBe(ids.length);
		expect(ids.length).toBeGreaterThanOrEqual(made);
	});
});

it('without reaching back over the repeated hour they would be lost', async () => {
	const { made, ids } = await pollAcross(BACK, tickOf(SECOND, NEW_YORK));
	expect(ids.length).toBeLessThan(made - 30);
});
