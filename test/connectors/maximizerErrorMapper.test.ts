import { maximizerErrorMapper } from '../../nodes/OpenConnectors/connectors/maximizer/errorMapper';
import { fetchAnswer } from '../../nodes/OpenConnectors/streams/http';
import { SourceError } from '../../nodes/OpenConnectors/streams/sourceError';
import { script } from '../streams/script';

const told = (body: unknown, status = 200) =>
	maximizerErrorMapper({
		status,
		headers: {},
		body: typeof body === 'string' ? body : JSON.stringify(body),
	});

describe('an answer of Maximizer with HTTP 200', () => {
	it.each([
		['a success', { Code: 0, AbEntry: { Data: [] } }],
		['a success with a note', { Code: 0, Msg: ['This method is in beta.'], Case: { Data: [] } }],
		['a success whose records hold a negative Code', { Code: 0, Case: { Data: [{ Code: -1 }] } }],
		['no object', '["Code", -1]'],
		['a text that looks like one', '"\\"Code\\":-1"'],
		['no JSON', '{"Code":-1'],
		['an empty body', ''],
		['a Code that is no number', '{"Code":"-x"}'],
	])('that is %s is none of a failure', (_case, body) => {
		expect(told(body)).toBeUndefined();
	});

	it.each<[string, unknown, string, string]>([
		[
			'objects',
			{ Code: -1, Msg: [{ Message: 'Lead: the field X does not exist.', ErrorCode: -10003 }] },
			'rejected',
			'Lead: the field X does not exist.',
		],
		['texts', { Code: -1, Msg: ['One.', 'Two.'] }, 'rejected', 'One. Two.'],
		['one text', { Code: -7, Msg: 'Three.' }, 'rejected', 'Three.'],
		['nothing', { Code: -1 }, 'unavailable', ''],
		['empty objects', { Code: -1, Msg: [{}, null, 5] }, 'unavailable', ''],
		['a blank behind the name', '{ "Code" : -2, "Msg": [] }', 'unavailable', ''],
		['a token', { Code: -1, Msg: ['Token is invalid'] }, 'unauthorized', 'Token is invalid'],
		[
			'a session',
			{ Code: -1, Msg: ['Session has expired'] },
			'unauthorized',
			'Session has expired',
		],
		[
			'a log-in',
			{ Code: -1, Msg: [{ Message: 'User is not logged in' }] },
			'unauthorized',
			'User is not logged in',
		],
		[
			'a right',
			{ Code: -1, Msg: ['You have no permission to read Case'] },
			'forbidden',
			'You have no permission to read Case',
		],
		['access', { Code: -1, Msg: ['Access denied'] }, 'forbidden', 'Access denied'],
		[
			'a field whose name holds such a word',
			{ Code: -1, Msg: ['AbEntry: the field TokenCount does not exist.'] },
			'rejected',
			'AbEntry: the field TokenCount does not exist.',
		],
		[
			'an operator that is not allowed',
			{ Code: -1, Msg: ['AbEntry: the operator $LIKE is not allowed here.'] },
			'rejected',
			'AbEntry: the operator $LIKE is not allowed here.',
		],
	])('and a negative Code is a failure, told by %s', (_case, body, code, message) => {
		const error = told(body);
		expect(error).toBeInstanceOf(SourceError);
		expect(error).toMatchObject({ code, message, status: 200 });
	});

	it('is kept within 64 kB, to be cut to a screen where secrets are taken out', () => {
		expect(told({ Code: -1, Msg: ['x'.repeat(100_000)] })?.message).toHaveLength(65_537);
	});
});

it.each([401, 408, 429, 500])('HTTP %i is left to its status', (status) => {
	expect(told({ Code: -1, Msg: ['Token is invalid'] }, status)).toBeUndefined();
});

it('a page key that is not taken is refused as elsewhere, so that the list begins anew', () => {
	const error = told({ Code: -1, Msg: ['Case: the PageKey is not valid.'] });
	expect(error).toMatchObject({ code: 'rejected', status: 400 });
});

it('a failure with HTTP 200 is not asked for again', async () => {
	const played = script([{ body: '{"Code":-1,"Msg":["Bad field."]}' }]);
	const request = { method: 'POST', url: 'https://api.example/octopus/Read', body: '{}' } as const;
	const answer = await fetchAnswer({ ...played, errorMapper: maximizerErrorMapper }, request, {
		read: ({ status }) => status,
	});
	expect(answer).toMatchObject({ code: 'rejected', message: 'Bad field.' });
	expect(played.sent).toHaveLength(1);
});

it.each([
	['Timeout expired. The timeout period elapsed.'],
	['Transaction was deadlocked. Rerun the transaction.'],
	['Too many sessions, try again later.'],
	[''],
])('what passes is told as that: %s', (message) => {
	expect(told({ Code: -1, Msg: [message] })).toMatchObject({ code: 'unavailable' });
});

it.each([
	['as text', { Code: '-1', Msg: ['Bad field.'] }],
	['in an entity', { Code: 0, AbEntry: { Code: -1, Msg: ['Bad field.'] } }],
])('a negative code is found %s', (_case, body) => {
	expect(told(body)).toMatchObject({ code: 'rejected', message: 'Bad field.' });
});
