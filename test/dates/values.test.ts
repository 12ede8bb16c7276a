import { compileDateFormat } from '../../nodes/OpenConnectors/dates/dateFormat';
import { parseZone, UTC } from '../../nodes/OpenConnectors/dates/zone';

const AT = Date.UTC(2026, 0, 5, 14, 3, 9);

const ISO_PATTERNS = [
	"yyyy-MM-dd'T'HH:mm:ssXXX",
	'yyyy-MM-dd HH:mm:ss',
	"yyyy-MM-dd'T'HH:mm:ss'Z'",
	"yyyy-MM-dd'T'HH:mm:ss.SSS'Z'",
	"yyyy-MM-dd'T'HH:mm:ss.SSSZ",
	"yyyy-MM-dd'T'HH:mm:ss.SSS",
	'yyyy-MM-dd',
	"yyyy-MM-dd'T'HH:mmz",
	'MM/dd/yyyy HH:mm:ss',
];

/** What providers write although the configuration says otherwise. */
const NEAR_MISSES: ReadonlyArray<readonly [text: string, at: number]> = [
	['2026-01-05T14:03:09Z', AT],
	['2026-01-05T14:03:09+00:00', AT],
	['2026-01-05T16:03:09+02:00', AT],
	['2026-01-05T09:03:09-0500', AT],
	['2026-01-05T09:03:09-05', AT],
	['2026-01-05T14:03:09', AT],
	['2026-01-05 14:03:09', AT],
	['2026-01-05 14:03:09Z', AT],
	['2026-01-05 16:03:09+02:00', AT],
	['2026-01-05 16:03:09 +0200', AT],
	['2026-01-05 14:03:09 UTC', AT],
	['2026-01-05 09:03:09 EST', AT],
	['2026-01-05  14:03:09', AT],
	[' 2026-01-05T14:03:09Z ', AT],
	['2026-01-05T14:03:09.1Z', AT + 100],
	['2026-01-05T14:03:09.12Z', AT + 120],
	['2026-01-05T14:03:09.123Z', AT + 123],
	['2026-01-05T14:03:09.1234Z', AT + 123],
	['2026-01-05T14:03:09.12345Z', AT + 123],
	['2026-01-05T14:03:09.123456Z', AT + 123],
	['2026-01-05T14:03:09.1234567Z', AT + 123],
	['2026-01-05T14:03:09.1230000+00:00', AT + 123],
	['2026-01-05 14:03:09.123', AT + 123],
	['2026-01-05T14:03Z', AT - 9_000],
	['2026-01-05T14:03', AT - 9_000],
	['2026-01-05', Date.UTC(2026, 0, 5)],
];

describe('a value that misses its pattern narrowly', () => {
	it.each(NEAR_MISSES)('%s is read whatever ISO pattern is configured', (text, at) => {
		const read = ISO_PATTERNS.map((pattern) => compileDateFormat(pattern).parse(text, UTC));
		expect(read).toEqual(ISO_PATTERNS.map(() => at));
	});

	it.each([
		['2026-01-05 14:03:09', Date.UTC(2026, 0, 5, 19, 3, 9)],
		['2026-07-05T14:03:09', Date.UTC(2026, 6, 5, 18, 3, 9)],
		['2026-01-05T14:03:09Z', AT],
		['2026-01-05T16:03:09+02:00', AT],
	])('%s: its own zone wins over the configured one', (text, at) => {
		const zone = parseZone('America/New_York') ?? UTC;
		expect(compileDateFormat("yyyy-MM-dd'T'HH:mm:ss.SSSX").parse(text, zone)).toBe(at);
	});

	it("a quoted 'Z' names no zone: the configured one decides", () => {
		const zone = parseZone('-05:00') ?? UTC;
		const format = compileDateFormat("yyyy-MM-dd'T'HH:mm:ss'Z'");
		expect(format.parse('2026-01-05T09:03:09Z', zone)).toBe(AT);
	});
});

describe('a value without a date', () => {
	const NOTHING: readonly unknown[] = [
		'',
		' ',
		null,
		undefined,
		true,
		{},
		[],
		['2026-01-05'],
		'0000-00-00',
		'0000-00-00 00:00:00',
		'0000-00-00T00:00:00Z',
		'never',
		'2026',
		'2026-01',
		'2026-01-05T',
		'2026-01-05T14',
		'2026-01-05T14:03:09Q',
		'2026-01-05T14:03:09+99:00',
		'2026-01-05T14:03:09 Mars/Olympus',
		'2026-01-05 and more',
		'2026-02-30 14:03:09',
		'/Date(1412200045000-0800)/',
	];

	it.each(NOTHING.map((value) => [value]))('%j is no date in any pattern', (value) => {
		for (const pattern of [...ISO_PATTERNS, 'EEE, dd MMM yyyy HH:mm:ss Z'])
			expect(compileDateFormat(pattern).parse(value, UTC)).toBeUndefined();
	});

	it.each([1767621789078, 0, -1, NaN])('the number %p is no date in a pattern', (value) => {
		for (const pattern of ISO_PATTERNS)
			expect(compileDateFormat(pattern).parse(value, UTC)).toBeUndefined();
	});
});

describe('time since 1970', () => {
	it.each<[string, unknown, number | undefined]>([
		['milliseconds', 1767621789078, 1767621789078],
		['milliseconds', '1767621789078', 1767621789078],
		['milliseconds', ' 1767621789078 ', 1767621789078],
		['milliseconds', 1767621789078.9, 1767621789078],
		['milliseconds', '/Date(1767621789078)/', 1767621789078],
		['milliseconds', '/Date(1767621789078+0200)/', 1767621789078],
		['milliseconds', '/Date(soon)/', undefined],
		['milliseconds', -1, -1],
		['milliseconds', '-1', -1],
		['milliseconds', 0, 0],
		['seconds', 1767621789, 1767621789000],
		['seconds', '1767621789', 1767621789000],
		['seconds', 1767621789.5, 1767621789500],
		['seconds', '1767621789.25', 1767621789250],
		['milliseconds', NaN, undefined],
		['milliseconds', Infinity, undefined],
		['milliseconds', '1e12', undefined],
		['milliseconds', '0x10', undefined],
		['milliseconds', '1 767 621', undefined],
		['milliseconds', '2026-01-05T14:03:09Z', undefined],
		['seconds', '', undefined],
		['seconds', null, undefined],
		['seconds', [1767621789], undefined],
	])('%s: %p is %p', (pattern, value, at) => {
		expect(compileDateFormat(pattern).parse(value, UTC)).toBe(at);
	});

	it.each([
		['milliseconds', AT + 999, String(AT + 999)],
		['seconds', AT + 999, String(AT / 1_000)],
		['seconds', -1, '-1'],
	])('%s writes %i as %s', (pattern, at, text) => {
		expect(compileDateFormat(pattern).format(at, UTC)).toBe(text);
	});

	it('is the same in every zone', () => {
		const zone = parseZone('Asia/Tokyo') ?? UTC;
		expect(compileDateFormat('milliseconds').format(AT, zone)).toBe(String(AT));
		expect(compileDateFormat('milliseconds').parse(AT, zone)).toBe(AT);
	});
});
