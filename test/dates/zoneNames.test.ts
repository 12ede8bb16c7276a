import { compileDateFormat } from '../../nodes/OpenConnectors/dates/dateFormat';
import { parseZone, UTC, type Zone } from '../../nodes/OpenConnectors/dates/zone';
import { cpuMsOf } from '../cpuTime';

const WALL = Date.UTC(2026, 6, 5, 9, 3);
const HOUR = 3_600_000;

function zoneNamed(name: string): Zone {
	const zone = parseZone(name);
	if (!zone) throw new Error(`no zone ${name}`);
	return zone;
}

describe('the name of a zone in a date', () => {
	const format = compileDateFormat('yyyy-MM-dd HH:mm z');

	it.each([
		// A name says standard or daylight time, whatever the season and the field's zone.
		['EST', 'UTC', -5],
		['EDT', 'UTC', -4],
		['CST', 'UTC', -6],
		['PST', 'America/New_York', -8],
		['PDT', 'America/New_York', -7],
		['CEST', 'UTC', 2],
		['cet', 'UTC', 1],
		['gmt', 'Europe/London', 0],
		['UTC', 'Europe/London', 0],
		['Z', 'Europe/London', 0],
		['BST', 'UTC', 1],
		['Pacific Daylight Time', 'UTC', -7],
		['CENTRAL EUROPEAN SUMMER TIME', 'UTC', 2],
		// Shared abbreviations mean the field's own zone, if it has them.
		['CST', 'Asia/Shanghai', 8],
		['PST', 'Asia/Manila', 8],
		['IST', 'UTC', 5.5],
		['IST', 'Asia/Jerusalem', 2],
		['IST', 'Europe/Dublin', 1],
		['AST', 'Asia/Riyadh', 3],
		// Java reads neither of these.
		['Europe/Berlin', 'UTC', 2],
		['AKDT', 'UTC', -8],
		['-7', 'UTC', -7],
		['-0730', 'UTC', -7.5],
		['+5:30', 'UTC', 5.5],
		['GMT+5:30', 'UTC', 5.5],
		['UTC-3', 'UTC', -3],
	])('%s beside a field in %s is %d hours ahead', (name, zone, hours) => {
		expect(format.parse(`2026-07-05 09:03 ${name}`, zoneNamed(zone))).toBe(WALL - hours * HOUR);
	});

	it.each(['nowhere', 'Eastern', 'Mars/Olympus', '+19:00', '+05:60', '+', 'GMT+', 'constructor'])(
		'%s is none',
		(name) => {
			expect(format.parse(`2026-07-05 09:03 ${name}`, UTC)).toBeUndefined();
		},
	);

	it.each([
		['America/New_York', 'EDT', 'Eastern Daylight Time'],
		['PST', 'PDT', 'Pacific Daylight Time'],
		['EST', 'EST', 'Eastern Standard Time'],
		['Asia/Kolkata', 'IST', 'India Standard Time'],
		['Etc/UTC', 'UTC', 'Coordinated Universal Time'],
		['Africa/Casablanca', 'GMT+01:00', 'GMT+01:00'],
		['-03:30', 'GMT-03:30', 'GMT-03:30'],
	])('%s in July is %s, in full %s', (zone, short, long) => {
		const names = ['z', 'zz', 'zzz', 'zzzz', 'zzzzz'].map((letters) =>
			compileDateFormat(letters).format(WALL, zoneNamed(zone)),
		);
		expect(names).toEqual([short, short, short, long, long]);
	});

	it('may be followed by words and by digits', () => {
		expect(compileDateFormat("z 'at' HH:mm, yyyy").parse('EST at 07:00, 2026', UTC)).toBe(
			Date.UTC(2026, 0, 1, 12),
		);
		expect(compileDateFormat('XyyyyMMdd').parse('+0520260705', UTC)).toBe(
			Date.UTC(2026, 6, 5) - 5 * HOUR,
		);
	});
});

describe('hostile texts', () => {
	it.each([
		['letters', 'a'.repeat(1_000_000)],
		['words', 'ab '.repeat(300_000)],
		['digits', '1'.repeat(1_000_000)],
		['blanks', ' '.repeat(1_000_000)],
		['zones', 'GMT+1'.repeat(200_000)],
		['ISO dates', '2026-01-05T'.repeat(100_000)],
	])('a megabyte of %s is no date, within seconds', (_, text) => {
		const readIt = () => {
			for (const pattern of [
				'z',
				'zzzz yyyy',
				"yyyy-MM-dd'T'HH:mm:ss.SSSX",
				'EEE MMM',
				'S.',
				'milliseconds',
			])
				expect(compileDateFormat(pattern).parse(`${text}!`, UTC)).toBeUndefined();
		};
		expect(cpuMsOf(4_000, readIt)).toBeLessThan(4_000);
	});

	it.each([
		['a letter', 'y'.repeat(500)],
		['a fraction', 'S'.repeat(500)],
		['a text', `'${'x'.repeat(498)}'`],
		['quotes', "''".repeat(250)],
		['fields', 'yMd'.repeat(166)],
	])('the longest pattern of %s is written whole', (_, pattern) => {
		expect(compileDateFormat(pattern).format(WALL, UTC).length).toBeGreaterThanOrEqual(250);
	});

	it.each([8.64e15, -8.64e15, 8.64e15 + 1, 1e300, Infinity, NaN])(
		'the clocks of a zone can be asked about %d',
		(at) => {
			expect(() => zoneNamed('America/New_York').offsetMs(at)).not.toThrow();
		},
	);

	it('a year out of reach is no date', () => {
		expect(compileDateFormat('yyyy-MM-dd').parse('999999-01-01', UTC)).toBeUndefined();
		expect(
			compileDateFormat('yyyy-MM-dd').parse('275760-01-01', zoneNamed('America/New_York')),
		).toBe(Date.UTC(275760, 0, 1, 5));
	});
});
