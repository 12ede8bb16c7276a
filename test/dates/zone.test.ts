import { parseZone, toInstant, UTC, type Zone } from '../../nodes/OpenConnectors/dates/zone';

const HOUR = 3_600_000;
const MINUTE = 60_000;
const JANUARY = Date.UTC(2026, 0, 5);
const JULY = Date.UTC(2026, 6, 5);

function zoneNamed(name: string): Zone {
	const zone = parseZone(name);
	if (!zone) throw new Error(`no zone ${name}`);
	return zone;
}

describe('a zone', () => {
	it.each([
		['UTC', 0, 0],
		['GMT', 0, 0],
		['gmt', 0, 0],
		['Z', 0, 0],
		[' GMT ', 0, 0],
		['+00:00', 0, 0],
		['-6:00', -6, -6],
		['+6:00', 6, 6],
		['-8:00', -8, -8],
		['-08:00', -8, -8],
		['+0530', 5.5, 5.5],
		['+05:45', 5.75, 5.75],
		['+5', 5, 5],
		['GMT+2', 2, 2],
		['GMT-08:00', -8, -8],
		['UTC+5:30', 5.5, 5.5],
		['utc-3', -3, -3],
		['+18:00', 18, 18],
		['EST', -5, -5],
		['MST', -7, -7],
		['HST', -10, -10],
		['PST', -8, -7],
		['CST', -6, -5],
		['EDT', -4, -4],
		['PDT', -7, -7],
		['CET', 1, 2],
		['CEST', 2, 2],
		['IST', 5.5, 5.5],
		['America/Denver', -7, -6],
		['America/New_York', -5, -4],
		['Europe/Berlin', 1, 2],
		['Asia/Kolkata', 5.5, 5.5],
		['Australia/Lord_Howe', 11, 10.5],
	])('%s is %d hours ahead in January and %d in July', (name, january, july) => {
		const zone = zoneNamed(name);
		expect([zone.offsetMs(JANUARY) / HOUR, zone.offsetMs(JULY) / HOUR]).toEqual([january, july]);
	});

	it.each([
		'',
		' ',
		'Mars/Olympus',
		'{TimeZone}',
		'+19:00',
		'+5:60',
		'+5:3',
		'+12345',
		'5:00',
		'XYZ',
		'constructor',
		'toString',
		'__proto__',
	])('"%s" is none', (name) => {
		expect(parseZone(name)).toBeUndefined();
	});
});

describe('an instant from a reading of the clocks', () => {
	const newYork = zoneNamed('America/New_York');
	/** Wall readings are written as if they were UTC. */
	const minutesOf = (day: number, hours: number) =>
		Array.from({ length: hours * 60 }, (_, minute) => day + minute * MINUTE);

	it('in a zone that never changes is the reading less the offset, at every minute', () => {
		for (const wall of minutesOf(Date.UTC(2026, 2, 8), 24)) {
			expect(toInstant(wall, UTC)).toBe(wall);
			expect(toInstant(wall, zoneNamed('-05:00'))).toBe(wall + 5 * HOUR);
		}
	});

	// 2026-03-08: 01:59 EST is followed by 03:00 EDT, at 07:00 UTC.
	it('that New York skips is the last instant before the gap, at every minute of the change', () => {
		const gap = Date.UTC(2026, 2, 8, 7);
		const wrong = minutesOf(Date.UTC(2026, 2, 7, 12), 36).filter((wall) => {
			const before = wall + 5 * HOUR;
			const after = wall + 4 * HOUR;
			const right = before < gap ? before : after >= gap ? after : gap - 1;
			return toInstant(wall, newYork) !== right;
		});
		expect(wrong).toEqual([]);
		expect(toInstant(Date.UTC(2026, 2, 8, 1, 59), newYork)).toBe(gap - MINUTE);
		expect(toInstant(Date.UTC(2026, 2, 8, 2, 0), newYork)).toBe(gap - 1);
		expect(toInstant(Date.UTC(2026, 2, 8, 2, 59), newYork)).toBe(gap - 1);
		expect(toInstant(Date.UTC(2026, 2, 8, 3, 0), newYork)).toBe(gap);
	});

	// 2026-11-01: 01:59 EDT is followed by 01:00 EST, at 06:00 UTC.
	it('that New York shows twice is the earlier one, at every minute of the change', () => {
		const wrong = minutesOf(Date.UTC(2026, 9, 31, 12), 36).filter((wall) => {
			const summer = wall < Date.UTC(2026, 10, 1, 2);
			return toInstant(wall, newYork) !== wall + (summer ? 4 : 5) * HOUR;
		});
		expect(wrong).toEqual([]);
		expect(toInstant(Date.UTC(2026, 10, 1, 1, 30), newYork)).toBe(Date.UTC(2026, 10, 1, 5, 30));
		expect(toInstant(Date.UTC(2026, 10, 1, 2, 0), newYork)).toBe(Date.UTC(2026, 10, 1, 7));
	});

	it.each([
		['America/New_York', 2026],
		['Europe/London', 2026],
		['Australia/Lord_Howe', 2026],
		['America/Sao_Paulo', 2018],
		['Pacific/Apia', 2011],
	])(
		'%s: what the clocks show in %i leads back to an instant that shows it, never a later one',
		(name, year) => {
			const zone = zoneNamed(name);
			const wrong: string[] = [];
			for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 15 * MINUTE) {
				const wall = at + zone.offsetMs(at);
				const back = toInstant(wall, zone);
				if (back > at || back + zone.offsetMs(back) !== wall)
					wrong.push(new Date(at).toISOString());
			}
			expect(wrong).toEqual([]);
		},
	);

	it('on the day that Samoa left out is the last instant of the day before', () => {
		const change = Date.UTC(2011, 11, 30, 10);
		expect(toInstant(Date.UTC(2011, 11, 30, 12), zoneNamed('Pacific/Apia'))).toBe(change - 1);
	});
});
