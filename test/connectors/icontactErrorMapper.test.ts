import { iContactErrorMapper } from '../../nodes/OpenConnectors/connectors/icontact/errorMapper';
import type { HttpAnswer } from '../../nodes/OpenConnectors/streams/http';
import { SourceError } from '../../nodes/OpenConnectors/streams/sourceError';

const NOW = Date.UTC(2026, 0, 5, 12);

const told = (status: number, body: unknown, headers: HttpAnswer['headers'] = {}) =>
	iContactErrorMapper(
		{ status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) },
		NOW,
	);

describe('a successful answer', () => {
	it.each<[string, unknown]>([
		['without warnings', { contacts: [], total: 0 }],
		['with an empty list of warnings', { contacts: [], warnings: [] }],
		['with no warnings', { contacts: [], warnings: null }],
		['whose records have a field of that name', { contacts: [{ warnings: 'none yet' }] }],
		['whose records quote the word', { contacts: [{ note: 'see "warnings" below' }] }],
		['that is a list', [{ warnings: ['x'] }]],
		['that is no JSON, and has the word', '<p>"warnings"</p>'],
		['that is empty', ''],
	])('%s is one', (_name, body) => {
		expect(told(200, body)).toBeUndefined();
	});

	it.each<[string, unknown, string]>([
		[
			'a list',
			['shoeSize is unknown.', 'orderby is unknown.'],
			'shoeSize is unknown. orderby is unknown.',
		],
		['a text', 'shoeSize is unknown.', 'shoeSize is unknown.'],
		['a list of objects', [{ message: 'shoeSize is unknown.' }], 'shoeSize is unknown.'],
	])('with warnings, %s, is none: it names what was left out', (_name, warnings, words) => {
		const error = told(200, { contacts: [{ contactId: '1' }], warnings });
		expect(error).toBeInstanceOf(SourceError);
		expect(error).toMatchObject({
			code: 'rejected',
			status: 200,
			message: `A part of the request was left out: ${words}`,
		});
	});

	it('with long warnings gives a message within 64 kB, which is cut where it is shown', () => {
		expect(told(200, { warnings: ['x'.repeat(100_000)] })?.message.length).toBeLessThan(65_600);
	});
});

describe('a refusal', () => {
	it.each<[number, object]>([
		[402, { code: 'forbidden', message: 'Pay.' }],
		[
			501,
			{
				code: 'rejected',
				message: 'The API Version of the credential is not served; enter 2.2. Pay.',
			},
		],
		[503, { code: 'rate-limited', message: 'Pay.' }],
	])('with %d means', (status, expected) => {
		expect(told(status, { errors: ['Pay.'] })).toMatchObject({ status, ...expected });
	});

	it.each([400, 401, 403, 404, 405, 406, 415, 500, 507])(
		'with %d means what its status says',
		(status) => {
			expect(told(status, { errors: ['No.'], warnings: ['x'] })).toBeUndefined();
		},
	);

	it('of too much traffic is waited out as long as it says, and says nothing without words', () => {
		expect(told(503, '<html>busy</html>', { 'retry-after': '90' })).toMatchObject({
			code: 'rate-limited',
			message: '',
			retryAfterMs: 90_000,
		});
		expect(told(503, '')?.retryAfterMs).toBeUndefined();
		expect(told(501, '')?.message).toBe(
			'The API Version of the credential is not served; enter 2.2.',
		);
	});
});
