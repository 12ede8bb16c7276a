import { AccountError, findAccount } from '../../nodes/OpenConnectors/connectors/icontact/account';
import type { AccountIds } from '../../nodes/OpenConnectors/streams/remoteList';
import { SourceError } from '../../nodes/OpenConnectors/streams/sourceError';
import { script, type Script, type Scripted } from '../streams/script';

const API = 'https://app.example/icp';
const PATH = '/a/{accountId}/c/{clientFolderId}';

const accounts = (...ids: readonly string[]): Scripted => ({
	body: JSON.stringify({
		accounts: ids.map((accountId) => ({ accountId, companyName: `Company ${accountId}` })),
		total: ids.length,
	}),
});

const folders = (...ids: readonly string[]): Scripted => ({
	body: JSON.stringify({
		clientfolders: ids.map((clientFolderId) => ({ clientFolderId, emailRecipient: null })),
		total: ids.length,
	}),
});

const known = new Map<string, AccountIds>();
let logins = 0;
let told: string[] = [];

beforeEach(() => {
	logins += 1;
	told = [];
});

const find = async (
	played: Script,
	given: Readonly<Record<string, string>>,
	more: { readonly path?: string; readonly apiUrl?: string; readonly login?: string } = {},
) =>
	await findAccount(
		{
			path: PATH,
			apiUrl: API,
			credential: (name) => given[name] ?? '',
			known,
			login: `login ${logins}`,
			report: (sentence) => told.push(sentence),
			...more,
		},
		{ send: played.send, budget: played.budget },
	);

const errorOf = async (work: Promise<unknown>): Promise<unknown> =>
	await work.then(
		() => undefined,
		(error: unknown) => error,
	);

const BLANK = { accountId: '', clientFolderId: '  ' };

describe('ids that are left blank', () => {
	it('are asked for, the account first, and said', async () => {
		const played = script([accounts('11'), folders('22')]);
		expect(await find(played, BLANK)).toBe(`${API}/a/11/c/22`);
		expect(played.urls()).toEqual([`${API}/a/`, `${API}/a/11/c/`]);
		expect(told).toEqual([
			'Account ID 11 is used, the only one there is.',
			'Client Folder ID 22 is used, the only one there is.',
		]);
	});

	it('are asked for and said once', async () => {
		const played = script([accounts('11'), folders('22')]);
		await find(played, BLANK);
		expect(await find(played, {})).toBe(`${API}/a/11/c/22`);
		expect(played.urls()).toHaveLength(2);
		expect(told).toHaveLength(2);
	});

	it('are asked for again by another login', async () => {
		const played = script([accounts('11'), folders('22'), accounts('33'), folders('44')]);
		await find(played, BLANK);
		expect(await find(played, BLANK, { login: 'another' })).toBe(`${API}/a/33/c/44`);
	});

	it('are not taken from another account of the same login', async () => {
		const played = script([accounts('11'), folders('22'), accounts('11', '33'), folders('44')]);
		await find(played, BLANK);
		expect(await find(played, { accountId: '33' })).toBe(`${API}/a/33/c/44`);
	});

	it('may come as numbers', async () => {
		const first = { body: '{"accounts":[{"accountId":11}]}' };
		const second = { body: '{"clientfolders":[{"clientFolderId":22}]}' };
		expect(await find(script([first, second]), BLANK)).toBe(`${API}/a/11/c/22`);
	});

	it.each([
		'{"accounts":[{"companyName":"x"}]}',
		'{"accounts":[],"total":3}',
		'',
		'{}',
		'null',
		'{"accounts":null}',
		'<html>busy</html>',
		'{"accounts":[',
	])('are not said to be none when the answer is no list: %s', async (body) => {
		const error = await errorOf(find(script([{ body }]), BLANK));
		expect(error).toMatchObject({ name: 'SourceError', code: 'no-list' });
	});

	it('that are several are not chosen from', async () => {
		const error = await errorOf(find(script([accounts('11', '12')]), BLANK));
		expect(error).toBeInstanceOf(AccountError);
		expect(error).toMatchObject({
			message:
				'Account ID: there are several. Enter one of them in the credential: 11 (Company 11), 12 (Company 12).',
		});
		expect(told).toEqual([]);
	});

	it('that are very many are not all listed', async () => {
		const ids = Array.from({ length: 30 }, (_unused, index) => String(index));
		const error = await errorOf(find(script([accounts('11'), folders(...ids)]), BLANK));
		expect(error).toMatchObject({
			message: expect.stringMatching(/^Client Folder ID: .* 19 \(without a name\) and 10 more\.$/),
		});
	});

	it.each([['an empty list', accounts()]])(
		'that are none are said to be: %s',
		async (_name, answer) => {
			expect(await errorOf(find(script([answer]), BLANK))).toMatchObject({
				name: 'AccountError',
				message:
					'Account ID: the credential may see none. Ask the owner of the account to give it access, or enter the Account ID in the credential.',
			});
		},
	);

	it('that cannot be asked for give the error of the provider, and are asked for again', async () => {
		const played = script([
			{ status: 403, body: '{"errors":["No."]}' },
			accounts('11'),
			folders('22'),
		]);
		const error = await errorOf(find(played, BLANK));
		expect(error).toBeInstanceOf(SourceError);
		expect(error).toMatchObject({ code: 'forbidden', message: 'No.' });
		expect(await find(played, BLANK)).toBe(`${API}/a/11/c/22`);
	});
});

describe('ids that the credential holds', () => {
	const GIVEN = { accountId: ' 11 ', clientFolderId: '22' };

	it('are used when the provider lists them, and looked for once', async () => {
		const played = script([accounts('10', '11'), folders('22', '23')]);
		expect(await find(played, GIVEN)).toBe(`${API}/a/11/c/22`);
		expect(await find(played, GIVEN)).toBe(`${API}/a/11/c/22`);
		expect(played.urls()).toHaveLength(2);
		expect(told).toEqual([]);
	});

	it.each([
		['Account ID', [accounts('10')], '10 (Company 10)'],
		['Client Folder ID', [accounts('11'), folders('20')], '20 (without a name)'],
	])(
		'are refused with what to enter when the %s is not among them',
		async (label, answers, choice) => {
			const given = label === 'Account ID' ? '11' : '22';
			expect(await errorOf(find(script(answers), GIVEN))).toMatchObject({
				name: 'AccountError',
				message:
					`${label}: the credential names ${given}, which is not one that its user may use. ` +
					`Enter one of these in the credential, or leave the ${label} blank: ${choice}.`,
			});
		},
	);

	it.each<[string, Scripted]>([
		['may not be read', { status: 403 }],
		['does not exist', { status: 404 }],
		['is refused', { status: 400 }],
		['is empty', { body: '{"accounts":[]}' }],
		['goes on behind its first page', { body: '{"accounts":[{"accountId":"9"}],"total":"40"}' }],
	])('are used all the same where the list %s', async (_name, answer) => {
		expect(await find(script([answer, folders('22')]), GIVEN)).toBe(`${API}/a/11/c/22`);
	});

	it('are not used with a wrong password', async () => {
		expect(await errorOf(find(script([{ status: 401 }]), GIVEN))).toMatchObject({
			code: 'unauthorized',
		});
	});

	it('may hold characters that an address cannot', async () => {
		const given = { accountId: 'a/b', clientFolderId: '2 2' };
		const played = script([{ status: 403 }]);
		expect(await find(played, given)).toBe(`${API}/a/a%2Fb/c/2%202`);
	});

	it.each(['..', '.', '../..', '%2e%2e', 'a\\..'])(
		'are refused with what to enter when they lead out of the path: %s',
		async (accountId) => {
			const played = script([{ status: 403 }]);
			expect(await errorOf(find(played, { accountId, clientFolderId: '22' }))).toMatchObject({
				name: 'AccountError',
				message:
					`Account ID: "${accountId}" is none, as "." or ".." leads out of the path. ` +
					'Enter the Account ID in the credential, or leave it blank.',
			});
			expect(played.urls()).toHaveLength(1);
		},
	);
});

describe('the address', () => {
	it('may name the account itself', async () => {
		const played = script([]);
		const apiUrl = `${API}/a/7/c/8`;
		expect(await find(played, BLANK, { apiUrl })).toBe(apiUrl);
		expect(played.urls()).toEqual([]);
	});

	it('that needs fewer ids asks for fewer', async () => {
		const played = script([accounts('11')]);
		const path = '/a/{accountId}';
		expect(await find(played, BLANK, { path })).toBe(`${API}/a/11`);
		expect(played.urls()).toEqual([`${API}/a/`]);
	});

	it('that needs an id below another asks for both', async () => {
		const played = script([accounts('11'), folders('22')]);
		const path = '/c/{clientFolderId}';
		expect(await find(played, BLANK, { path })).toBe(`${API}/c/22`);
	});
});
