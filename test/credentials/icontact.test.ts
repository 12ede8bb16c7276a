import { Expression, type IDataObject, type INodeProperties } from 'n8n-workflow';
import { OpenConnectorsIContactApi } from '../../credentials/OpenConnectorsIContactApi.credentials';
import { icontact } from '../../nodes/OpenConnectors/connectors/icontact/definition';
import { completeBaseUrl } from '../../nodes/OpenConnectors/streams/url';

const credential = new OpenConnectorsIContactApi();

/** The value of a setting as n8n resolves it with the data of a credential. */
function resolved(setting: unknown, $credentials: IDataObject): unknown {
	if (typeof setting !== 'string' || !setting.startsWith('=')) return setting;
	return Expression.resolveWithoutWorkflow(setting.slice(1), { $credentials });
}

const property = (name: string): INodeProperties | undefined =>
	credential.properties.find((candidate) => candidate.name === name);

it('is the type of the connector', () => {
	expect(icontact.credentials).toEqual([{ type: credential.name }]);
	expect(credential.name).toBe('openConnectorsIContactApi');
});

describe('the fields', () => {
	it('are those documented', () => {
		expect(credential.properties.map(({ name }) => name)).toEqual([
			'appId',
			'username',
			'password',
			'accountId',
			'clientFolderId',
			'apiVersion',
			'baseUrl',
		]);
	});

	it('are filled in where they are the same for everybody', () => {
		expect(property('baseUrl')?.default).toBe('https://app.icontact.com/icp');
		expect(property('apiVersion')?.default).toBe('2.2');
	});

	it('hide the password alone', () => {
		const hidden = credential.properties.filter(({ typeOptions }) => typeOptions?.password);
		expect(hidden.map(({ name }) => name)).toEqual(['password']);
	});

	it('may be left blank where a value can be found out, and are filled in otherwise', () => {
		const optional = credential.properties.filter(({ required }) => !required);
		expect(optional.map(({ name }) => name)).toEqual(['accountId', 'clientFolderId']);
	});

	it('say where their values are found', () => {
		for (const { hint } of credential.properties) expect(hint?.length).toBeGreaterThan(30);
	});
});

it('a request carries a header for each value, and asks for JSON', () => {
	const { type, properties } = credential.authenticate;
	expect(type).toBe('generic');
	expect(Object.keys(properties)).toEqual(['headers']);
	const data = { apiVersion: '2.2', appId: 'a=1', username: 'ada', password: '{{ 1 }}' };
	const headers = Object.entries(properties.headers ?? {}).map(([name, value]) => [
		name,
		resolved(value, data),
	]);
	expect(Object.fromEntries(headers)).toEqual({
		'API-Version': '2.2',
		'API-AppId': 'a=1',
		'API-Username': 'ada',
		'API-Password': '{{ 1 }}',
		Accept: 'application/json',
		'Content-Type': 'application/json',
	});
});

describe('the test in the editor', () => {
	it.each([
		['asks for the accounts, as every user may', {}, '/a/'],
		['asks for the accounts when a folder alone is named', { clientFolderId: '2' }, '/a/'],
		['asks for the folders of the account that is named', { accountId: ' 1 ' }, '/a/1/c/'],
		[
			'asks for a contact of the folder that is named',
			{ accountId: '1', clientFolderId: '2' },
			'/a/1/c/2/contacts?limit=1',
		],
	])('%s', (_name, ids, url) => {
		expect(resolved(credential.test.request.url, ids)).toBe(url);
		expect(credential.test.request.method ?? 'GET').toBe('GET');
	});

	it.each([
		'https://app.icontact.com/icp',
		' https://app.icontact.com/icp/ ',
		'https://app.icontact.com/icp//',
		'https://app.icontact.com/icp/a/1/c/2',
		'http://127.0.0.1:3000/icontact/icp',
		'http://127.0.0.1:3000/icontact',
		'https://proxy.example/v2',
	])('asks at the address that polls use: %j', (baseUrl) => {
		expect(resolved(credential.test.request.baseURL, { baseUrl })).toBe(
			completeBaseUrl(baseUrl, icontact.versionPath).replace(/\/a\/1\/c\/2$/, ''),
		);
	});
});
