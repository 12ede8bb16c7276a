import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import { toNodeError } from '../../nodes/OpenConnectors/host/errors';
import { Secrets } from '../../nodes/OpenConnectors/host/secrets';
import { SourceError } from '../../nodes/OpenConnectors/streams/sourceError';
import type { Host } from '../harness/host';
import { NODE } from '../harness/node';
import { endScenarios, ENGINES, prepared, started } from './scenario';
import { MINUTE, pass } from '../harness/clock';
import { itUnder } from '../length';

afterEach(endScenarios);

/** All texts of a value that n8n could store or show, properties that are not enumerable included. */
function textsIn(value: unknown, met = new Set<unknown>()): readonly string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null || met.has(value)) return [];
	met.add(value);
	return Object.getOwnPropertyNames(value).flatMap((name) => [
		name,
		...textsIn(Reflect.get(value, name), met),
	]);
}

const letOut = (host: Host) => textsIn([host.errors, host.log, host.saved, host.executions]);

const KEY = 'insightly-key';
const BASIC = Buffer.from(`${KEY}:`).toString('base64');

const RENEWED = 'RENEWED-KEY-1';

describe.each(ENGINES)('beside the %s engine of n8n', (engine) => {
	const it = itUnder(engine);
	it.each([
		['as it is', `bad key ${KEY}`],
		['behind 290 other characters', `${'x'.repeat(290)}${KEY} and on`],
		['in a header', `authorization: Basic ${BASIC}`],
	])('a key that is refused and repeated %s is not let out', async (_name, message) => {
		const { provider, host } = await started(engine);
		provider.script = () => ({ status: 400, body: JSON.stringify({ message }) });
		await host.tick();
		expect(host.errors).toHaveLength(1);
		expect(host.warnings).toHaveLength(1);
		const texts = letOut(host).join('\n');
		expect(texts).toContain('••••');
		expect(texts.toLowerCase()).not.toContain('nsightly-ke');
		expect(texts).not.toContain(BASIC.slice(0, 10));
	});

	it('a key that n8n renewed while the poll ran is not let out, then or at a later poll', async () => {
		const { provider, host } = await started(engine, { settings: {} });
		const { credentials } = host.settings;
		provider.script = () => {
			host.settings = {
				...host.settings,
				credentials: {
					openConnectorsInsightlyApi: {
						...credentials.openConnectorsInsightlyApi,
						apiKey: RENEWED,
					},
				},
			};
			return { status: 400, body: JSON.stringify({ message: `bad key ${RENEWED}` }) };
		};
		await host.tick();
		pass(MINUTE);
		await host.tick();
		expect(host.errors.length).toBeGreaterThan(0);
		expect(letOut(host).join('\n')).not.toContain(RENEWED);
	});

	it('a page token that repeats a secret goes on without being kept', async () => {
		const { provider, host } = await started(engine, {
			via: 'platform',
			options: { maxItems: 1 },
		});
		const stamp = '2099-01-05 12:00:00';
		const record = (id: number) =>
			`{"CONTACT_ID":${id},"DATE_UPDATED_UTC":"${stamp}","DATE_CREATED_UTC":"${stamp}"}`;
		provider.script = ({ url }) =>
			url.includes('nextPage')
				? { status: 200, body: `[${record(92)}]` }
				: {
						status: 200,
						headers: Object.fromEntries([['elements-next-page-token', 'after/element-token']]),
						body: `[${record(91)}]`,
					};
		await host.tick();
		expect(letOut(host).join('\n')).not.toContain('element-token');
		expect(letOut(host).join('\n')).toContain('after/');
		provider.asked.splice(0);
		pass(MINUTE);
		const items = await host.tick();
		expect(provider.asked[0].url).toContain('nextPage=after%2Felement-token');
		expect(items.map(({ json }) => json.objectId)).toEqual(['92']);
	});

	it('the login in an address is not let out', async () => {
		const { host } = await prepared(engine);
		host.settings = {
			...host.settings,
			credentials: {
				openConnectorsInsightlyApi: { apiKey: KEY, baseUrl: 'ftp://me:PASS-WORD-1@127.0.0.1' },
			},
		};
		const error: unknown = await host.publish().catch((caught: unknown) => caught);
		expect(error).toBeInstanceOf(NodeOperationError);
		expect(textsIn([error, ...letOut(host)]).join('\n')).not.toContain('PASS-WORD');
	});
});

describe('an error as n8n gets it', () => {
	const secrets = new Secrets();
	secrets.add({ apiKey: 'SECRET-0001' });
	const context = { node: NODE, source: 'Insightly', mask: secrets.mask };
	const request = {
		headers: { authorization: 'Basic U0VDUkVULTAwMDE6' },
		url: 'https://x?key=SECRET-0001',
	};
	const refused = Object.assign(new Error('SECRET-0001 is wrong'), {
		config: request,
		request,
		response: { status: 400, data: { message: 'SECRET-0001 is wrong' }, headers: {} },
	});

	it.each([
		['the provider', new SourceError('rejected', 'SECRET-0001 is wrong', { cause: refused })],
		[
			"n8n's client",
			new NodeApiError(NODE, {
				message: 'SECRET-0001 is wrong',
				httpCode: '400',
				config: request,
				response: { status: 400, data: { message: 'SECRET-0001 is wrong' } },
			}),
		],
		['n8n', new NodeOperationError(NODE, refused)],
		['a mistake in the code', refused],
	])('of %s holds no secret, request or header in any property', (_name, error) => {
		const made = toNodeError(error, context);
		const texts = textsIn(made);
		expect(texts.join('\n')).not.toMatch(/SECRET|U0VDUkVU/);
		expect(texts).not.toEqual(
			expect.arrayContaining([expect.stringMatching(/^(config|request|response|headers)$/)]),
		);
		expect(`${made.message} ${made.description}`).toContain('•••• is wrong');
	});

	it('hides what others said, and no word of its own that equals a secret', () => {
		const own = new Secrets();
		own.add({ username: 'Insightly', password: 'rejects', appId: 'contacts' });
		const said = new SourceError('rejected', 'no contacts for Insightly');
		const made = toNodeError(said, { ...context, resource: 'contacts', mask: own.mask });
		expect(made.message).toBe('contacts: Insightly rejects the request');
		expect(made.description).toContain('Insightly said: no •••• for ••••');
		const moved = new SourceError('redirected', '', { address: 'https://contacts.example' });
		expect(toNodeError(moved, { ...context, mask: own.mask }).message).toContain('//••••.example');
	});

	it('keeps the status and the declaration of an error of n8n', () => {
		const error = new NodeApiError(
			NODE,
			{ message: 'no' },
			{ message: 'no', httpCode: '401', failure: { cause: 'credential-invalid' } },
		);
		expect(toNodeError(error, context)).toMatchObject({
			message: 'no',
			httpCode: '401',
			failure: { cause: 'credential-invalid' },
		});
	});

	it('has at most 2,000 characters, and 300 of the words of the provider', () => {
		const long = new SourceError('rejected', `${'x'.repeat(295)} SECRET-0001 ${'y'.repeat(5_000)}`);
		expect(toNodeError(long, context).description).toMatch(/ x{295} ••••…$/);
		const { message } = toNodeError(new Error('z'.repeat(100_000)), context);
		expect(message).toHaveLength(2_000);
	});
});
