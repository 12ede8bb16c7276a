import { DatePatternError } from '../../nodes/OpenConnectors/dates/pattern';
import { parseZone, UTC } from '../../nodes/OpenConnectors/dates/zone';
import {
	parseUrlTemplate,
	renderParameter,
	renderPath,
	renderText,
	UrlTemplateError,
	variableValue,
	type TemplateSettings,
} from '../../nodes/OpenConnectors/configuration/urlTemplate';
import { renderUrl } from './renderUrl';
import { cpuMsOf } from '../cpuTime';

const AT = Date.UTC(2026, 0, 5, 14, 3, 9, 78);
const SETTINGS: TemplateSettings = { zone: UTC };
const DENVER: TemplateSettings = { zone: parseZone('America/Denver') ?? UTC };

const render = (
	text: string,
	settings: TemplateSettings = SETTINGS,
	variables: Readonly<Record<string, string>> = {},
	at: number = AT,
) => renderUrl(parseUrlTemplate(text, settings), at, variables);

/** What a server reads. */
const decoded = (text: string, settings?: TemplateSettings) =>
	decodeURIComponent(render(text, settings));

describe('a placeholder', () => {
	it.each([
		["${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}", '2026-01-05T14:03:09Z'],
		['${gmtDate:yyyy-MM-dd HH:mm:ss}', '2026-01-05 14:03:09'],
		["${gmtDate:yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX}", '2026-01-05T14:03:09.078000Z'],
		["${date:yyyy-MM-dd'T'HH:mm:ssXXX}", '2026-01-05T14:03:09Z'],
		['${date:EEE, dd MMM yyyy HH:mm:ss Z}', 'Mon, 05 Jan 2026 14:03:09 +0000'],
		["${date:MM/dd/yyy'T'HH:mm:ssXXX}", '01/05/2026T14:03:09Z'],
		['${date:yyyy-MM-dd}', '2026-01-05'],
		["${dateTimeZone:PST:yyyy-MM-dd'T'HH:mm:ss}", '2026-01-05T06:03:09'],
		["${dateTimeZone:-6:00:yyyy-MM-dd'T'HH:mm:ss}", '2026-01-05T08:03:09'],
		["${dateTimeZone:+6:00:yyyy-MM-dd'T'HH:mm:ss}", '2026-01-05T20:03:09'],
		["${dateTimeZone:-08:00:yyyy-MM-dd'T'HH:mm:ssXXX}", '2026-01-05T06:03:09-08:00'],
		["${dateTimeZone:+0530:yyyy-MM-dd'T'HH:mm:ss}", '2026-01-05T19:33:09'],
		["${dateTimeZone:GMT+2:yyyy-MM-dd'T'HH:mm:ss}", '2026-01-05T16:03:09'],
		["${dateTimeZone:GMT-8:00:yyyy-MM-dd'T'HH:mm:ss}", '2026-01-05T06:03:09'],
		["${dateTimeZone:UTC+05:30:yyyy-MM-dd'T'HH:mm:ss}", '2026-01-05T19:33:09'],
		["${dateTimeZone:America/Denver:yyyy-MM-dd'T'HH:mm:ss.SSS'Z'}", '2026-01-05T07:03:09.078Z'],
		["${DateTimeZone:PST:yyyy-MM-dd'T'HH:mm:ssXXX}", '2026-01-05T06:03:09-08:00'],
		['${epoch}', '1767621789078'],
		['${epoch:ms}', '1767621789078'],
		['${epoch:s}', '1767621789'],
		['${epoch:us}', '1767621789078000'],
		['${milliseconds}', '1767621789078'],
		// Letter case does not matter in names and units, and does in patterns.
		['${GMTDATE:yyyy-MM-dd}', '2026-01-05'],
		['${gmtdate:yyyy-MM-dd}', '2026-01-05'],
		['${Date:HH:mm}', '14:03'],
		['${EPOCH:S}', '1767621789'],
		['${Milliseconds}', '1767621789078'],
		['${ epoch }', '1767621789078'],
	])('%s is %s', (text, shown) => {
		expect(decoded(text)).toBe(shown);
	});

	it('${date:…} shows the zone of the settings, ${gmtDate:…} never does', () => {
		const text = "${date:yyyy-MM-dd'T'HH:mmXXX} ${gmtDate:yyyy-MM-dd'T'HH:mmXXX}";
		expect(decoded(text, DENVER)).toBe('2026-01-05T07:03-07:00 2026-01-05T14:03Z');
	});

	it.each([
		['${date}', 'milliseconds', '1767621789078'],
		['${date}', 'yyyy-MM-dd HH:mm:ss', '2026-01-05 07:03:09'],
		['${gmtDate}', 'yyyy-MM-dd HH:mm:ss', '2026-01-05 14:03:09'],
		['${gmtDate:}', 'yyyy-MM-dd HH:mm:ss', '2026-01-05 14:03:09'],
		['${dateTimeZone:EST:}', 'yyyy-MM-dd HH:mm:ss', '2026-01-05 09:03:09'],
	])('%s is written in the format of the resource, %s', (text, format, shown) => {
		expect(decoded(text, { ...DENVER, format })).toBe(shown);
	});

	it.each([
		["${until:gmtDate:yyyy-MM-dd'T'HH:mm}", '2026-01-06T14:03'],
		['${until:dateTimeZone:PST:yyyy-MM-dd HH:mm}', '2026-01-06 06:03'],
		['${Until: epoch:s}', '1767708189'],
		['${epoch:s}..${until:epoch:s}', '1767621789..1767708189'],
	])('%s is the upper end of the window where it says so', (text, shown) => {
		const DAY_MS = 86_400_000;
		const template = parseUrlTemplate(`/a?b=${text}`, { ...SETTINGS, isText: true });
		expect(renderText(template, AT, {}, AT + DAY_MS)).toBe(`/a?b=${shown}`);
		const [parameter] = template.query ?? [];
		const written = renderParameter(template, parameter, AT, {}, AT + DAY_MS);
		expect(decodeURIComponent(written)).toBe(`b=${shown}`);
		const path = parseUrlTemplate(`/${text}`, SETTINGS);
		expect(decodeURIComponent(renderPath(path, AT, {}, AT + DAY_MS))).toBe(`/${shown}`);
	});

	it('may stand in a text with dots between slashes, which is no path', () => {
		const text = parseUrlTemplate('a/../${epoch:s}', { ...SETTINGS, isText: true });
		expect(renderText(text, AT, {})).toBe('a/../1767621789');
	});

	it.each([0, 1, 999, 1_000, 1_767_621_789_000, 1_767_621_789_999])(
		'${epoch:s} is the whole seconds of %i',
		(at) => {
			expect(render('${epoch:s}', SETTINGS, {}, at)).toBe(String((at - (at % 1_000)) / 1_000));
		},
	);

	it('may stand several times', () => {
		const url = "/x?where=a>='${gmtDate:yyyy-MM-dd}' or b>='${date:HH:mm}'";
		expect(decoded(url)).toBe("/x?where=a>='2026-01-05' or b>='14:03'");
	});
});

describe('a path variable', () => {
	const text = '/companies/{id}/comments?where=t>${milliseconds}&updateKey={updateKey}&again={id}';

	it('is listed once', () => {
		expect(parseUrlTemplate(text, SETTINGS).variables).toEqual(['id', 'updateKey']);
	});

	it('is filled, each character of it encoded', () => {
		expect(render(text, SETTINGS, { id: 'a/b?c&d', updateKey: '100% ü' })).toBe(
			'/companies/a%2Fb%3Fc%26d/comments?where=t%3E1767621789078&updateKey=100%25%20%C3%BC&again=a%2Fb%3Fc%26d',
		);
	});

	it.each([
		['missing', {}],
		['blank', { id: '' }],
	])('that is %s is named, with what to do', (_name, variables) => {
		const template = parseUrlTemplate('/companies/{id}', SETTINGS);
		expect(() => renderUrl(template, AT, variables)).toThrow(
			new UrlTemplateError(
				'The url "/companies/{id}" holds {id}, and no value is given for it. Add a path variable named "id" under Options.',
			),
		);
	});

	it.each(['constructor', 'toString', '__proto__'])(
		'named %s is missing when nobody gave it',
		(name) => {
			expect(() => variableValue({ text: `/{${name}}` }, name, {})).toThrow(UrlTemplateError);
		},
	);

	it.each(['{}', '{1a}', '{a b}', '}', '{', '<INSERT_objectName>'])(
		'%s is none, but literal text',
		(literal) => {
			const template = parseUrlTemplate(`/x/${literal}`, SETTINGS);
			expect(template.variables).toEqual([]);
			expect(decodeURIComponent(renderUrl(template, AT, {}))).toBe(`/x/${literal}`);
		},
	);

	it('half a character in its value does not break the url', () => {
		expect(render('/{id}', SETTINGS, { id: 'a\uD800' })).toBe('/a%EF%BF%BD');
	});
});

describe('a url that cannot be used', () => {
	const UNKNOWN =
		"is not known. Use ${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}, ${date:…}, ${dateTimeZone:ZONE:…}, ${epoch}, ${epoch:s}, ${epoch:us} or ${milliseconds}.";
	const NO_ZONE =
		'names no known time zone. Write an IANA name, an offset or an abbreviation, for example ${dateTimeZone:America/Denver:yyyy-MM-dd HH:mm:ss}.';

	it.each([
		['${518862600}', `The placeholder \${518862600} ${UNKNOWN}`],
		['${lastPoll:yyyy}', `The placeholder \${lastPoll:yyyy} ${UNKNOWN}`],
		['${}', `The placeholder \${} ${UNKNOWN}`],
		['${epoch:h}', `The placeholder \${epoch:h} ${UNKNOWN}`],
		['${epoch:constructor}', `The placeholder \${epoch:constructor} ${UNKNOWN}`],
		['${milliseconds:s}', `The placeholder \${milliseconds:s} ${UNKNOWN}`],
		[
			'${dateTimeZone:{TimeZone}:yyyy}',
			`The placeholder \${dateTimeZone:{TimeZone}:yyyy} ${NO_ZONE}`,
		],
		[
			'${dateTimeZone:Mars/Olympus:yyyy}',
			`The placeholder \${dateTimeZone:Mars/Olympus:yyyy} ${NO_ZONE}`,
		],
		['${dateTimeZone:yyyy-MM-dd}', `The placeholder \${dateTimeZone:yyyy-MM-dd} ${NO_ZONE}`],
		['${dateTimeZone}', `The placeholder \${dateTimeZone} ${NO_ZONE}`],
		[
			'${date}',
			'The placeholder ${date} has no date pattern. Write one, for example ${gmtDate:yyyy-MM-dd HH:mm:ss}, or give the resource an updatedDateFormat.',
		],
		[
			"/x?where=a>'${gmtDate:yyyy",
			`The url "/x?where=a>'\${gmtDate:yyyy" opens a placeholder at position 13 that is never closed. Add the missing "}".`,
		],
		[
			'${dateTimeZone:{TimeZone:yyyy}',
			'The url "${dateTimeZone:{TimeZone:yyyy}" opens a placeholder at position 1 that is never closed. Add the missing "}".',
		],
	])('%s: the message says what to write', (text, message) => {
		expect(() => parseUrlTemplate(text, SETTINGS)).toThrow(new UrlTemplateError(message));
	});

	it('names the date pattern when that is at fault', () => {
		expect(() => parseUrlTemplate('${date:10 digit integer Unix time}', SETTINGS)).toThrow(
			DatePatternError,
		);
	});

	it('says so within seconds, however long it is', () => {
		for (const piece of ['${', '{', '${a', '{a}', "'", '%', '${{']) {
			const text = piece.repeat(1_000_000 / piece.length);
			const readIt = () => {
				try {
					parseUrlTemplate(text, SETTINGS);
				} catch (error) {
					expect(error).toBeInstanceOf(UrlTemplateError);
				}
			};
			expect(cpuMsOf(4_000, readIt)).toBeLessThan(4_000);
		}
	});
});

it('text that is encoded already stays as it is', () => {
	const url = '/hubs/helpdesk/resources/articles?where=category%20IS%20NOT%20NULL';
	expect(render(url)).toBe(url);
});
