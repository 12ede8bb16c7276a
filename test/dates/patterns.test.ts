import { compileDateFormat } from '../../nodes/OpenConnectors/dates/dateFormat';
import { DatePatternError } from '../../nodes/OpenConnectors/dates/pattern';
import { parseZone, UTC, type Zone } from '../../nodes/OpenConnectors/dates/zone';

const AT = Date.UTC(2026, 0, 5, 14, 3, 9, 78);
const SECOND = Date.UTC(2026, 0, 5, 14, 3, 9);
const MINUTE = Date.UTC(2026, 0, 5, 14, 3);
const DAY = Date.UTC(2026, 0, 5);

function zoneNamed(name: string): Zone {
	const zone = parseZone(name);
	if (!zone) throw new Error(`no zone ${name}`);
	return zone;
}

/** Every format found in published configurations, and one of each letter. */
const PATTERNS: ReadonlyArray<readonly [pattern: string, text: string, read: number]> = [
	['milliseconds', '1767621789078', AT],
	['seconds', '1767621789', SECOND],
	["yyyy-MM-dd'T'HH:mm:ssXXX", '2026-01-05T14:03:09Z', SECOND],
	['yyyy-MM-dd HH:mm:ss', '2026-01-05 14:03:09', SECOND],
	["yyyy-MM-dd'T'HH:mm:ss'Z'", '2026-01-05T14:03:09Z', SECOND],
	["yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", '2026-01-05T14:03:09.078Z', AT],
	["yyyy-MM-dd'T'HH:mm:ss.SSSZ", '2026-01-05T14:03:09.078+0000', AT],
	['EEE, dd MMM yyyy HH:mm:ss Z', 'Mon, 05 Jan 2026 14:03:09 +0000', SECOND],
	['MM/dd/yyyy HH:mm:ss', '01/05/2026 14:03:09', SECOND],
	["yyyy-MM-dd'T'HH:mm:ss.SSS", '2026-01-05T14:03:09.078', AT],
	["yyyy-MM-dd' 'HH:mm:ss", '2026-01-05 14:03:09', SECOND],
	['yyyy-MM-dd', '2026-01-05', DAY],
	["yyyy-MM-dd'T'HH:mmz", '2026-01-05T14:03UTC', MINUTE],
	["yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX", '2026-01-05T14:03:09.078000Z', AT],
	["yyyy-MM-dd'T'HH:mm:ssSSSSSSXXX", '2026-01-05T14:03:09078000Z', AT],
	["yyyy-MM-dd'T'HH:mm:ss.SSSXXX", '2026-01-05T14:03:09.078Z', AT],
	["yyyy-MM-dd'T'HH:mm:ss.SSSX", '2026-01-05T14:03:09.078Z', AT],
	["yyyy-MM-dd'T'HH:mm:ssX", '2026-01-05T14:03:09Z', SECOND],
	["yyyy-MM-dd'T'HH:mm:ssXX", '2026-01-05T14:03:09Z', SECOND],
	["yyyy-MM-dd'T'HH:mm:ss", '2026-01-05T14:03:09', SECOND],
	["yyyy-MM-dd'T'HH:mm:ssZ", '2026-01-05T14:03:09+0000', SECOND],
	["MM/dd/yyy'T'HH:mm:ssXXX", '01/05/2026T14:03:09Z', SECOND],
	['EEEE, d MMMM yyyy h:mm a', 'Monday, 5 January 2026 2:03 PM', MINUTE],
	['dd LLL yyyy', '05 Jan 2026', DAY],
	['d.L.yyyy', '5.1.2026', DAY],
	['M/d/yy K:mm:ss a', '1/5/26 2:03:09 PM', SECOND],
	['yyyyMMddHHmmss', '20260105140309', SECOND],
	['yyyyMMddHHmmssSSS', '20260105140309078', AT],
	["G yyyy-DDD'T'kk:mm", 'AD 2026-005T14:03', MINUTE],
	["u yyyy-MM-dd 'o''clock' HH", "1 2026-01-05 o'clock 14", DAY + 14 * 3_600_000],
	["yyyy''MM''dd", "2026'01'05", DAY],
	["YYYY-'W'ww-u", '2026-W02-1', DAY],
	['w/YYYY EEE', '2/2026 Mon', DAY],
	['yyyy MM W E', '2026 01 2 Mon', DAY],
	['yyyy MM F EEEE', '2026 01 1 Monday', DAY],
	['zzzz, yyyy-MM-dd', 'Coordinated Universal Time, 2026-01-05', DAY],
];

describe('a date pattern', () => {
	it.each(PATTERNS)('%s writes %s', (pattern, text) => {
		expect(compileDateFormat(pattern).format(AT, UTC)).toBe(text);
	});

	it.each(PATTERNS)('%s reads %s', (pattern, text, read) => {
		expect(compileDateFormat(pattern).parse(text, UTC)).toBe(read);
	});

	it.each(PATTERNS)('%s reads back what it wrote, at any time of any year', (pattern) => {
		const format = compileDateFormat(pattern);
		const wrong: string[] = [];
		for (let count = 0; count < 500; count += 1) {
			// From 1970 to 2065 in uneven steps, so that every month, half day and fraction occurs.
			const at = count * 5_987_654_321 + count * 37;
			const exact = Math.floor(at / format.granularityMs) * format.granularityMs;
			const text = format.format(at, UTC);
			if (format.parse(text, UTC) !== exact) wrong.push(text);
		}
		expect(wrong).toEqual([]);
	});

	it.each([
		["yyyy-MM-dd'T'HH:mm:ssXXX", '2026-01-05T09:03:09-05:00'],
		["yyyy-MM-dd'T'HH:mm:ssXX", '2026-01-05T09:03:09-0500'],
		["yyyy-MM-dd'T'HH:mm:ssX", '2026-01-05T09:03:09-05'],
		["yyyy-MM-dd'T'HH:mm:ssZ", '2026-01-05T09:03:09-0500'],
		["yyyy-MM-dd'T'HH:mm:ssz", '2026-01-05T09:03:09EST'],
		['yyyy-MM-dd HH:mm:ss zzzz', '2026-01-05 09:03:09 Eastern Standard Time'],
		['EEE, dd MMM yyyy HH:mm:ss Z', 'Mon, 05 Jan 2026 09:03:09 -0500'],
		["yyyy-MM-dd'T'HH:mm:ss'Z'", '2026-01-05T09:03:09Z'],
	])('%s shows the clocks of New York as %s', (pattern, text) => {
		expect(compileDateFormat(pattern).format(AT, zoneNamed('America/New_York'))).toBe(text);
	});

	it.each([
		['EST', '2026-01-05T09:03EST'],
		['GMT', '2026-01-05T14:03GMT'],
		['+05:30', '2026-01-05T19:33GMT+05:30'],
	])('names the zone %s by its short name or its offset', (zone, text) => {
		const format = compileDateFormat("yyyy-MM-dd'T'HH:mmz");
		expect(format.format(AT, zoneNamed(zone))).toBe(text);
		expect(format.parse(text, UTC)).toBe(MINUTE);
	});

	it.each([
		['milliseconds', 1],
		['seconds', 1_000],
		["yyyy-MM-dd'T'HH:mm:ss.SSSZ", 1],
		["yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX", 1],
		["yyyy-MM-dd'T'HH:mm:ss.SX", 100],
		["yyyy-MM-dd'T'HH:mm:ss.SS", 10],
		['yyyy-MM-dd HH:mm:ss', 1_000],
		["yyyy-MM-dd'T'HH:mmz", 60_000],
		['yyyy-MM-dd hh a', 3_600_000],
		['yyyy-MM-dd kk', 3_600_000],
		['yyyy-MM-dd KK a', 3_600_000],
		["yyyy-MM-dd'T'HH", 3_600_000],
		['yyyy-MM-dd', 86_400_000],
		// Quoted letters are text.
		["yyyy-MM-dd 'HH:mm:ss.SSS'", 86_400_000],
	])('%s tells apart steps of %i ms', (pattern, granularityMs) => {
		expect(compileDateFormat(pattern).granularityMs).toBe(granularityMs);
	});
});

describe('the clock', () => {
	const NOON = Date.UTC(2026, 0, 5, 12);
	const MIDNIGHT = Date.UTC(2026, 0, 5);

	it.each([
		['yyyy-MM-dd h:mm a', '2026-01-05 12:00 AM', MIDNIGHT],
		['yyyy-MM-dd h:mm a', '2026-01-05 12:00 PM', NOON],
		['yyyy-MM-dd hh:mm a', '2026-01-05 01:00 am', MIDNIGHT + 3_600_000],
		['yyyy-MM-dd hh:mm a', '2026-01-05 11:59 pm', MIDNIGHT + 86_340_000],
		['yyyy-MM-dd K:mm a', '2026-01-05 0:00 AM', MIDNIGHT],
		['yyyy-MM-dd K:mm a', '2026-01-05 0:00 PM', NOON],
		['yyyy-MM-dd HH:mm a', '2026-01-05 14:00 PM', NOON + 7_200_000],
		['yyyy-MM-dd kk:mm', '2026-01-05 24:00', MIDNIGHT],
		['yyyy-MM-dd HH:mm', '2026-01-05 24:00', MIDNIGHT + 86_400_000],
		['yyyy-MM-dd HH:mm:ss', '2026-01-05 23:59:60', MIDNIGHT + 86_400_000],
	])('%s reads %s', (pattern, text, at) => {
		expect(compileDateFormat(pattern).parse(text, UTC)).toBe(at);
	});

	it.each([
		['yyyy-MM-dd h:mm a', MIDNIGHT, '2026-01-05 12:00 AM'],
		['yyyy-MM-dd h:mm a', NOON, '2026-01-05 12:00 PM'],
		['yyyy-MM-dd K:mm a', NOON, '2026-01-05 0:00 PM'],
		['yyyy-MM-dd kk:mm', MIDNIGHT, '2026-01-05 24:00'],
	])('%s writes %i as %s', (pattern, at, text) => {
		expect(compileDateFormat(pattern).format(at, UTC)).toBe(text);
	});
});

describe('the calendar', () => {
	it.each([
		['2024-02-29', Date.UTC(2024, 1, 29)],
		['2000-02-29', Date.UTC(2000, 1, 29)],
		['2026-12-31', Date.UTC(2026, 11, 31)],
		['1969-12-31', -86_400_000],
		['2026-02-29', undefined],
		['1900-02-29', undefined],
		['2026-02-30', undefined],
		['2026-04-31', undefined],
		['2026-13-01', undefined],
		['2026-00-01', undefined],
		['2026-01-00', undefined],
		['2026-01-32', undefined],
	])('%s is %p', (text, at) => {
		expect(compileDateFormat('yyyy-MM-dd').parse(text, UTC)).toBe(at);
	});

	it.each([
		['2024-366', Date.UTC(2024, 11, 31)],
		['2026-365', Date.UTC(2026, 11, 31)],
		['2026-001', Date.UTC(2026, 0, 1)],
		['2026-366', undefined],
		['2026-000', undefined],
	])('%s as a day of the year is %p', (text, at) => {
		expect(compileDateFormat('yyyy-DDD').parse(text, UTC)).toBe(at);
	});

	it.each([
		['01/05/69', 2069],
		['01/05/70', 1970],
		['01/05/99', 1999],
		['01/05/00', 2000],
		['01/05/26', 2026],
		['01/05/2026', 2026],
	])('%s lies in %i', (text, year) => {
		expect(compileDateFormat('MM/dd/yy').parse(text, UTC)).toBe(Date.UTC(year, 0, 5));
	});

	it.each([
		['25:00', undefined],
		['12:60', undefined],
		['12:0x', undefined],
		['12', undefined],
		['12:30:00', undefined],
	])('a time %s is %p', (text, at) => {
		expect(compileDateFormat('HH:mm').parse(text, UTC)).toBe(at);
	});
});

describe('names of months and days', () => {
	const format = compileDateFormat('EEE, dd MMM yyyy');
	it.each([
		'Mon, 05 Jan 2026',
		'mon, 05 jan 2026',
		'MON, 05 JAN 2026',
		'Monday, 05 January 2026',
		'Mon, 5 Jan 2026',
	])('are read as in %s', (text) => {
		expect(format.parse(text, UTC)).toBe(DAY);
	});

	it.each(['Mon, 05 Foo 2026', 'Xyz, 05 Jan 2026', 'Mon, 05  2026', 'Mon 05 Jan 2026'])(
		'are not read out of %s',
		(text) => {
			expect(format.parse(text, UTC)).toBeUndefined();
		},
	);

	it('are English for all twelve months', () => {
		const months = Array.from({ length: 12 }, (_, month) => {
			const at = Date.UTC(2026, month, 15);
			const text = compileDateFormat('MMMM MMM').format(at, UTC);
			expect(compileDateFormat('dd MMM yyyy').parse(`15 ${text.split(' ')[0]} 2026`, UTC)).toBe(at);
			return text;
		});
		expect(months.join()).toBe(
			'January Jan,February Feb,March Mar,April Apr,May May,June Jun,July Jul,August Aug,September Sep,October Oct,November Nov,December Dec',
		);
	});
});

describe('a fraction of a second', () => {
	it.each([
		['', 0],
		['.0', 0],
		['.9', 900],
		['.09', 90],
		['.009', 9],
		['.0099', 9],
		['.00999', 9],
		['.001000', 1],
		['.0010000', 1],
		['.00100000', 1],
		['.001000000', 1],
		['.999999', 999],
		['.9999999', 999],
		['.99999999', 999],
		['.999999999', 999],
		['.9999999999999999999', 999],
	])('"%s" is %i ms', (fraction, ms) => {
		const text = `2026-01-05T14:03:09${fraction}Z`;
		for (const pattern of ["yyyy-MM-dd'T'HH:mm:ss.SSSX", "yyyy-MM-dd'T'HH:mm:ss.SSSSSSX"]) {
			expect(compileDateFormat(pattern).parse(text, UTC)).toBe(SECOND + ms);
		}
	});

	it('keeps every millisecond, with as many digits as there may be', () => {
		const format = compileDateFormat("yyyy-MM-dd'T'HH:mm:ss.SSSX");
		const wrong: string[] = [];
		for (let ms = 0; ms < 1_000; ms += 1) {
			for (let zeros = 0; zeros <= 6; zeros += 1) {
				const text = `2026-01-05T14:03:09.${String(ms).padStart(3, '0')}${'0'.repeat(zeros)}Z`;
				if (format.parse(text, UTC) !== SECOND + ms) wrong.push(text);
			}
		}
		expect(wrong).toEqual([]);
	});

	it.each([
		['S', '0'],
		['SS', '07'],
		['SSS', '078'],
		['SSSSSS', '078000'],
		['SSSSSSSSS', '078000000'],
	])('is written with as many digits as letters: %s', (letters, text) => {
		expect(compileDateFormat(letters).format(AT, UTC)).toBe(text);
	});
});

describe('a pattern that cannot be used', () => {
	it.each([
		[
			"yyyy-MM-dd'T",
			`The date pattern "yyyy-MM-dd'T" has a quote at position 11 that is never closed. Close it, or remove it.`,
		],
		[
			"yyyy-MM-dd'T'HH:mm:ss'",
			`The date pattern "yyyy-MM-dd'T'HH:mm:ss'" has a quote at position 22 that is never closed. Close it, or remove it.`,
		],
		[
			'yyyy-MM-ddTHH:mm:ss',
			`The date pattern "yyyy-MM-ddTHH:mm:ss" holds "T", which stands for no date field that can be read here. Put literal text in quotes, for example yyyy-MM-dd'T'HH:mm:ss.`,
		],
		[
			'yyyy-MM-ddXXXX',
			`The date pattern "yyyy-MM-ddXXXX" holds "XXXX", which stands for no date field that can be read here. Put literal text in quotes, for example yyyy-MM-dd'T'HH:mm:ss.`,
		],
	])('%s: the message says where and what to write', (pattern, message) => {
		expect(() => compileDateFormat(pattern)).toThrow(DatePatternError);
		expect(() => compileDateFormat(pattern)).toThrow(message);
	});

	it('is not long', () => {
		const error = () => compileDateFormat('yyyy-MM-dd '.repeat(100_000));
		expect(error).toThrow(DatePatternError);
		expect(error).toThrow(
			`The date pattern "${'yyyy-MM-dd '.repeat(4)}yyyy-M…" is 1100000 characters long, and 500 are the most. Check what was pasted there.`,
		);
	});

	it.each(["milliseconds'", '10 digit integer Unix time', 'XXXX', 'B', 'O', 'q', 'A'])(
		'%s is refused',
		(pattern) => {
			expect(() => compileDateFormat(pattern)).toThrow(DatePatternError);
		},
	);

	it('carries the pattern', () => {
		expect(new DatePatternError('yyyy!', 'is odd.')).toMatchObject({
			name: 'DatePatternError',
			pattern: 'yyyy!',
			message: 'The date pattern "yyyy!" is odd.',
		});
	});
});

it('a pattern is compiled once', () => {
	expect(compileDateFormat('yyyy.MM.dd')).toBe(compileDateFormat('yyyy.MM.dd'));
});
