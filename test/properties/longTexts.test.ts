import { rows } from '../length';
import { parsePollerConfiguration } from '../../nodes/OpenConnectors/configuration/parse';
import { insightly } from '../../nodes/OpenConnectors/connectors/insightly/definition';
import { compileDateFormat } from '../../nodes/OpenConnectors/dates/dateFormat';
import { parseZone, UTC } from '../../nodes/OpenConnectors/dates/zone';
import { toNodeError } from '../../nodes/OpenConnectors/host/errors';
import { Secrets } from '../../nodes/OpenConnectors/host/secrets';
import { compileFieldPath } from '../../nodes/OpenConnectors/core/fieldPath';
import { parseWhereClause } from '../../nodes/OpenConnectors/configuration/whereClause';
import { iContactErrorMapper } from '../../nodes/OpenConnectors/connectors/icontact/errorMapper';
import { maximizerErrorMapper } from '../../nodes/OpenConnectors/connectors/maximizer/errorMapper';
import { errorTextOf } from '../../nodes/OpenConnectors/streams/errorText';
import { retryAfterOf } from '../../nodes/OpenConnectors/streams/http';
import { readHubRequest } from '../../nodes/OpenConnectors/streams/hubRequest';
import { parseJsonExactly } from '../../nodes/OpenConnectors/streams/json';
import { SourceError } from '../../nodes/OpenConnectors/streams/sourceError';
import { completeBaseUrl, queryNames, withQuery } from '../../nodes/OpenConnectors/streams/url';
import { climbs } from '../../nodes/OpenConnectors/configuration/climb';
import { decodeLeniently, encodeOnce } from '../../nodes/OpenConnectors/configuration/encode';
import { parseUrlTemplate } from '../../nodes/OpenConnectors/configuration/urlTemplate';
import { renderUrl } from '../configuration/renderUrl';
import { cpuMsOf } from '../cpuTime';
import { NODE } from '../harness/node';

/** A pasted file, a key that got stuck. */
const LENGTH = 100_000;
/** What a step may take, ms: quadratic work on such a text takes many seconds. */
const MOST_MS = 500;
const LONGEST_MESSAGE = 2_000;

const PIECES = [
	...[' ', '\t ', '\n', '\r\n', '\uFEFF', '\uD83D', '😀', 'é', 'a', '0', '9.', '1e', '-1', ','],
	...['/', '/ ', '//a', '../', '.', 'a.', '\\', '\\"', "\\'", '\\u0041', "'\\''"],
	...['(', ')', '( ', 'IN(', '!=', 'a=1 AND ', '=', 'a=&', '&', '?', '#', '%', '%2', '%2e', '%25'],
	...['{', '}', '{a}', '{{}', '{"a":', '[', '[ ', "['", '[0]', '[1,', '${', '${a}', '${date:'],
	...['${dateTimeZone:', "'", "''", "' ", '"', '""', '"a":', '`', '|', 'a|', 'a|/', ':', '12:'],
	...['<', '<a>', '</', '&lt;', '$ ', 'a@', "-d '", 'curl ', 'authorization: User ', 'AB ', 'GMT+'],
];

/** The bare repetition, one whose end does not fit, and one behind a beginning that does. */
function textsOf(piece: string, index: number): readonly string[] {
	const body = piece.repeat(Math.ceil(LENGTH / piece.length)).slice(0, LENGTH);
	const beginnings = ['{"a":{"url":"/x', "/hubs/crm/contacts?where=a='", 'x'];
	return [body, `${body}\n!`, `${beginnings[index % beginnings.length]}${body}x`];
}

const AT = Date.UTC(2026, 0, 5, 12);

const format = compileDateFormat("yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
const named = compileDateFormat('EEEE, d MMMM yyyy zzzz');
const epoch = compileDateFormat('milliseconds');
const answer = (status: number, body: string) => ({
	status,
	body,
	headers: { 'retry-after': body },
});

const SECRETS = new Secrets();
SECRETS.add({ apiKey: 'SECRET/0001', password: 'pass', pin: 'abababababababab' });
const CONTEXT = { node: NODE, source: 'Insightly', mask: SECRETS.mask };

/** Everything that reads a text of a user or a provider. */
const STEPS: ReadonlyArray<readonly [name: string, step: (text: string) => unknown]> = [
	['a pasted configuration', (text) => parsePollerConfiguration(text)],
	['the JSON of a configuration', (text) => parsePollerConfiguration(JSON.stringify(text))],
	['the name of a resource', (text) => parsePollerConfiguration({ [text]: { url: '/x' } })],
	['an unknown key', (text) => parsePollerConfiguration({ a: { url: '/x', [text]: text } })],
	['an unusable value', (text) => parsePollerConfiguration({ a: text })],
	['a url', (text) => parsePollerConfiguration({ a: { url: text, idField: 'id' } })],
	['a url with a slash', (text) => parsePollerConfiguration({ a: { url: `/${text}` } })],
	['a placeholder', (text) => parsePollerConfiguration({ a: { url: `/x?a=\${date:${text}}` } })],
	[
		'a placeholder with a zone',
		(text) => parsePollerConfiguration({ a: { url: `/x?a=\${dateTimeZone:${text}}` } }),
	],
	['an idField', (text) => parsePollerConfiguration({ a: { url: '/x', idField: text } })],
	['an xPath', (text) => parsePollerConfiguration({ a: { url: '/x', xPath: text } })],
	['a page size', (text) => parsePollerConfiguration({ a: { url: '/x', pageSize: text } })],
	...['updatedDateField', 'updatedDateFormat', 'updatedDateTimezone'].map(
		(key) =>
			[
				key,
				(text: string) =>
					parsePollerConfiguration({
						a: {
							url: '/x',
							datesConfiguration: { updatedDateField: 'u', updatedDateFormat: 'yyyy', [key]: text },
						},
					}),
			] as const,
	),
	['lines of a configuration', (text) => parsePollerConfiguration({ 'event.poller.urls': text })],
	['a cURL command', (text) => parsePollerConfiguration(`curl -d '${text}`)],
	['a cURL command in bash', (text) => parsePollerConfiguration(`curl ${text} -d $'{"a":${text}`)],
	['a cURL command in quotes', (text) => parsePollerConfiguration(`curl -d "{${text}"`)],
	[
		'a url template',
		(text) => renderUrl(parseUrlTemplate(text, { zone: UTC }), AT, { a: text, b: 'b' }),
	],
	[
		'a path variable',
		(text) => renderUrl(parseUrlTemplate('/x/{a}/y?b={a}', { zone: UTC }), AT, { a: text }),
	],
	['a where clause', (text) => parseWhereClause(text)],
	['a where clause behind a condition', (text) => parseWhereClause(`a=1 AND ${text}`)],
	[
		'a hub url',
		(text) =>
			readHubRequest(
				{ text, parts: [{ kind: 'literal', text: `/hubs/crm/${text}` }], path: [], variables: [] },
				insightly,
				{},
			),
	],
	[
		'a condition of a hub url',
		(text) =>
			readHubRequest(
				{
					text,
					parts: [{ kind: 'literal', text: `/hubs/crm/contacts?where=${text}='1'` }],
					path: [],
					variables: [],
				},
				insightly,
				{},
			),
	],
	['a base url', (text) => completeBaseUrl(text, '/v3.1')],
	['a base url with a host', (text) => completeBaseUrl(`https://host${text}`, '/v3.1')],
	['a base url with a path', (text) => completeBaseUrl(`https://host/${text}/`, '/v3.1')],
	['a query', (text) => [queryNames(`/x?${text}`), withQuery(text, [['a', text]])]],
	['escapes', (text) => [decodeLeniently(text), encodeOnce(text), climbs(text)]],
	['a field path', (text) => compileFieldPath(text)({ a: 1, [text]: 2 })],
	['a date format', (text) => compileDateFormat(text)],
	['a date', (text) => [format.parse(text, UTC), format.parse(`2026-01-05${text}`, UTC)]],
	['a date in words', (text) => [named.parse(text, UTC), named.parse(`Monday${text}`, UTC)]],
	['a time stamp', (text) => [epoch.parse(text, UTC), epoch.parse(`1${text}`, UTC)]],
	['a zone', (text) => [parseZone(text), parseZone(`GMT${text}`), parseZone(`+1${text}`)]],
	['the words of a provider', (text) => [errorTextOf(text), errorTextOf(JSON.stringify([text]))]],
	[
		'a failure of Maximizer',
		(text) => [
			maximizerErrorMapper(answer(200, JSON.stringify({ Code: -1, Msg: [text] }))),
			maximizerErrorMapper(answer(200, `"Code"${text}`)),
		],
	],
	[
		'warnings of iContact',
		(text) => iContactErrorMapper(answer(200, JSON.stringify({ warnings: [text] })), AT),
	],
	['the header Retry-After', (text) => retryAfterOf(answer(429, text), AT)],
	['the body of an answer', (text) => parseJsonExactly(text)],
	['a text in an answer', (text) => parseJsonExactly(JSON.stringify({ a: text, b: 1 }))],
	['a long number in an answer', (text) => parseJsonExactly(`[12345678901234567890,"${text}`)],
	['what is masked', (text) => SECRETS.mask(text)],
	['an unknown credential', (text) => new Secrets().add({ baseUrl: text, apiKey: text })],
	['a position', (text) => SECRETS.unseal(SECRETS.seal(text))],
	['a message', (text) => toNodeError(new SourceError('rejected', text), CONTEXT)],
	['an unknown error', (text) => toNodeError(new Error(text), CONTEXT)],
];

/** The longest message that came of it, and the CPU time. */
function play(step: (text: string) => unknown, text: string): { ms: number; message: number } {
	let message = 0;
	const ms = cpuMsOf(MOST_MS, () => {
		try {
			const made = step(text);
			if (made instanceof Error && !(made instanceof SourceError)) message = made.message.length;
		} catch (error) {
			message = error instanceof Error ? error.message.length : Infinity;
		}
	});
	return { ms, message };
}

const PLAYED = rows(STEPS, 6).map(([name, step], turn) => [name, step, turn] as const);

describe.each(PLAYED)('a long text as %s', (name, step, turn) => {
	it('takes next to no time, and is not repeated whole', () => {
		const slow: string[] = [];
		const long: string[] = [];
		for (const [index, piece] of rows([...PIECES.entries()], 3, turn)) {
			for (const text of textsOf(piece, index)) {
				const shown = JSON.stringify(`${text.slice(0, 20)}…${text.slice(-5)}`);
				const { ms, message } = play(step, text);
				if (ms >= MOST_MS) slow.push(`${shown}: ${Math.round(ms)} ms`);
				// JSON.parse words its own errors; they are never shown.
				const isOurs = !/answer/.test(name);
				if (isOurs && message > LONGEST_MESSAGE) long.push(`${shown}: ${message} characters`);
			}
		}
		expect({ slow: slow.slice(0, 5), long: long.slice(0, 5) }).toEqual({ slow: [], long: [] });
	}, 120_000);
});
