import fc from 'fast-check';
import { parsePollerConfiguration } from '../../nodes/OpenConnectors/configuration/parse';
import { ConfigurationError } from '../../nodes/OpenConnectors/configuration/types';
import { compileDateFormat } from '../../nodes/OpenConnectors/dates/dateFormat';
import { DatePatternError } from '../../nodes/OpenConnectors/dates/pattern';
import { parseZone, UTC } from '../../nodes/OpenConnectors/dates/zone';
import {
	parseWhereClause,
	WhereClauseError,
} from '../../nodes/OpenConnectors/configuration/whereClause';
import {
	parseUrlTemplate,
	UrlTemplateError,
} from '../../nodes/OpenConnectors/configuration/urlTemplate';
import { renderUrl } from '../configuration/renderUrl';
import { cpuMsOf } from '../cpuTime';
import { rows, upTo } from '../length';

const runs = (long: number) => upTo(long / 4, long);

/** Runs `work`; an error of the given types is a good end, any other fails the property. */
function orTyped(work: () => unknown, ...types: ReadonlyArray<new (...input: never[]) => Error>) {
	const error = errorOf(work);
	if (types.some((type) => error instanceof type)) return;
	expect(error).toBeUndefined();
}

function errorOf(work: () => unknown): unknown {
	try {
		work();
		return undefined;
	} catch (error) {
		return error;
	}
}

const INSTANT = Date.UTC(2026, 0, 5, 12, 34, 56, 789);
/** Text of the kinds that users paste: any, and any made of the pieces that mean something. */
const made = (pieces: readonly string[]) =>
	fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((parts) => parts.join(''));
const text = (pieces: readonly string[]) =>
	fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), made(pieces));

const CONFIGURATION = [
	'{',
	'}',
	'"',
	':',
	',',
	'[',
	']',
	'|',
	'\n',
	'\\',
	"'",
	'contacts',
	'url',
	' ',
	'curl ',
	'-d ',
	'/hubs/crm/contacts',
	'idField',
	'true',
	'null',
	'1',
	'event.poller.configuration',
	'datesConfiguration',
	'updatedDateFormat',
	'yyyy',
];
const URL_PIECES = [
	'/hubs/crm/x',
	'?where=',
	"a='",
	'${',
	'}',
	'{',
	'gmtDate',
	'date',
	'dateTimeZone',
	'epoch',
	':',
	'PST',
	'-6:00',
	'yyyy-MM-dd',
	"'T'",
	'%20',
	'%',
	'&',
	'#',
	'+',
	' ',
	'é',
];
const CLAUSE = [
	'a',
	"'",
	'"',
	'`',
	'=',
	'!=',
	'<',
	'>=',
	' AND ',
	' or ',
	' IN ',
	'(',
	')',
	',',
	' IS ',
	'NOT ',
	'NULL',
	' ',
	'1',
	'.',
	'LIKE',
];
const PATTERN = [
	'yyyy',
	'MM',
	'dd',
	"'",
	"''",
	'HH',
	'mm',
	'ss',
	'S',
	'XXX',
	'Z',
	'z',
	'EEE',
	'a',
	'T',
	'-',
	':',
	' ',
	'Q',
	'GG',
	'ww',
	'milliseconds',
	'é',
];

describe('no text makes anything but the typed error come out of', () => {
	it('a poller configuration', () => {
		fc.assert(
			fc.property(text(CONFIGURATION), (source) =>
				orTyped(() => parsePollerConfiguration(source), ConfigurationError),
			),
			{ numRuns: runs(2_000) },
		);
	});

	it('any JSON in its place', () => {
		fc.assert(
			fc.property(fc.jsonValue(), (source) =>
				orTyped(() => parsePollerConfiguration(source), ConfigurationError),
			),
			{ numRuns: runs(1_000) },
		);
	});

	it('a url template', () => {
		fc.assert(
			fc.property(text(URL_PIECES), (source) =>
				orTyped(
					() => renderUrl(parseUrlTemplate(source, { zone: UTC }), INSTANT, {}),
					UrlTemplateError,
					DatePatternError,
				),
			),
			{ numRuns: runs(2_000) },
		);
	});

	it('a where clause', () => {
		fc.assert(
			fc.property(text(CLAUSE), (source) =>
				orTyped(() => parseWhereClause(source), WhereClauseError),
			),
			{ numRuns: runs(2_000) },
		);
	});

	it('a date pattern, or a value read by it', () => {
		fc.assert(
			fc.property(text(PATTERN), text(PATTERN), (pattern, value) =>
				orTyped(() => {
					const format = compileDateFormat(pattern);
					format.format(INSTANT, UTC);
					format.parse(value, UTC);
				}, DatePatternError),
			),
			{ numRuns: runs(2_000) },
		);
	});
});

describe('what was written is read back', () => {
	const zones = ['UTC', 'America/New_York', 'Asia/Kolkata', '-06:00'].map(
		(name) => parseZone(name) ?? UTC,
	);
	const instants = fc.integer({ min: 0, max: Date.UTC(2099, 11, 31) });

	it.each(["yyyy-MM-dd'T'HH:mm:ss.SSSXXX", 'EEE, dd MMM yyyy HH:mm:ss Z', 'milliseconds'])(
		'dates in %s, in any zone',
		(pattern) => {
			const format = compileDateFormat(pattern);
			const step = format.granularityMs;
			fc.assert(
				fc.property(instants, fc.constantFrom(...zones), (at, zone) => {
					expect(format.parse(format.format(at, zone), zone)).toBe(Math.floor(at / step) * step);
				}),
				{ numRuns: runs(2_000) },
			);
		},
	);

	it('where clauses: printing what was read and reading it gives the same conditions', () => {
		const quoted = (value: string) => `'${value.split("'").join("''")}'`;
		const condition = fc.record({
			field: fc
				.stringMatching(/^[A-Za-z_][A-Za-z0-9_.]{0,12}$/)
				.filter((name) => !/^(and|or|in|is|not|null|like)$/i.test(name)),
			operator: fc.constantFrom('=', '!=', '<', '>', '<=', '>='),
			value: fc.string({ maxLength: 20 }),
		});
		const clauses = fc.array(condition, { minLength: 1, maxLength: 5 });
		fc.assert(
			fc.property(clauses, (conditions) => {
				const print = (list: ReadonlyArray<{ field: string; operator: string; value: string }>) =>
					list
						.map(({ field, operator, value }) => `${field} ${operator} ${quoted(value)}`)
						.join(' AND ');
				const read = parseWhereClause(print(conditions)).map(({ field, operator, values }) => ({
					field,
					operator,
					value: values[0],
				}));
				expect(read).toEqual(conditions);
				expect(print(read)).toBe(print(conditions));
			}),
			{ numRuns: runs(1_000) },
		);
	});

	it('configurations: any nesting and quoting of the same entries reads the same', () => {
		const entry = fc.record({
			url: fc.stringMatching(/^\/hubs\/crm\/[a-z]{1,12}$/),
			idField: fc.stringMatching(/^[A-Za-z]{1,12}$/),
			pageSize: fc.integer({ min: 1, max: 500 }),
		});
		const names = fc.stringMatching(/^[a-z]{3,10}$/).filter((name) => !(name in Object.prototype));
		fc.assert(
			fc.property(fc.dictionary(names, entry, { minKeys: 1, maxKeys: 4 }), (entries) => {
				const plain = parsePollerConfiguration(JSON.stringify(entries));
				const body = { configuration: { 'event.poller.configuration': JSON.stringify(entries) } };
				expect(parsePollerConfiguration(JSON.stringify(body)).resources).toEqual(plain.resources);
				expect(plain.resources.map(({ name }) => name)).toEqual(Object.keys(entries));
			}),
			{ numRuns: runs(500) },
		);
	});
});

describe('a megabyte of hostile text is read or refused within seconds by', () => {
	const MEGABYTE = 1_000_000;
	const hostile = [
		'(',
		"'",
		'${',
		'{"a":',
		'[',
		'\\',
		'a=',
		' AND ',
		'%',
		'|',
		'"',
		'y',
		'9',
		"''",
		'{a}',
	].map((piece) => [piece, piece.repeat(Math.ceil(MEGABYTE / piece.length))] as const);
	const readers: ReadonlyArray<readonly [string, (source: string) => unknown]> = [
		['the configuration', parsePollerConfiguration],
		[
			'the template',
			(source) => renderUrl(parseUrlTemplate(source, { zone: UTC }), INSTANT, { a: '1' }),
		],
		['the where clause', parseWhereClause],
		['the date pattern', (source) => compileDateFormat(source).parse(source, UTC)],
	];

	it.each(readers.map(([name, read], turn) => [name, read, turn] as const))(
		'%s',
		(_name, read, turn) => {
			for (const [, source] of rows(hostile, 3, turn)) {
				const readIt = () =>
					orTyped(
						() => read(source),
						ConfigurationError,
						UrlTemplateError,
						DatePatternError,
						WhereClauseError,
					);
				expect(cpuMsOf(4_000, readIt)).toBeLessThan(4_000);
			}
		},
	);
});
