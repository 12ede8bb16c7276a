import { CONNECTORS } from '../../nodes/OpenConnectors/connectors';
import { n8n } from '../../package.json';
import {
	CREDENTIAL_TYPES,
	type CredentialValues,
	formatCredentialValues,
	readCredentialValues,
} from '../../sandbox/n8n/credentialValues';
import { allForms, platformForm } from '../../sandbox/n8n/forms';
import { type Sandbox, startSandbox } from '../../sandbox/server';

let sandbox: Sandbox;
let credentials: readonly CredentialValues[];

beforeAll(async () => {
	sandbox = await startSandbox({ secrets: 'private' });
	credentials = readCredentialValues(sandbox);
});

afterAll(async () => await sandbox.stop());

const labelsOf = (name: string) =>
	credentials.find(({ displayName }) => displayName === name)?.values.map(([label]) => label);

it('every credential type is told by the labels of its form', () => {
	const classes = CREDENTIAL_TYPES.map((type) => type.constructor.name);
	expect(classes.map((name) => `dist/credentials/${name}.credentials.js`).sort()).toEqual(
		[...n8n.credentials].sort(),
	);
	expect(credentials.map(({ displayName }) => displayName)).toEqual(
		CREDENTIAL_TYPES.map(({ displayName }) => displayName),
	);
	expect(labelsOf('Insightly API')).toEqual(['Base URL', 'API Key']);
	expect(labelsOf('Constant Contact OAuth2 API')).toEqual([
		'Base URL',
		'Client ID',
		'Client Secret',
	]);
	expect(labelsOf('Maximizer OAuth2 API')).toEqual([
		'Base URL',
		'Client ID',
		'Client Secret',
		'Alias',
	]);
	expect(labelsOf('iContact API')).toEqual([
		'Base URL',
		'Application ID',
		'Username',
		'Application Password',
		'Account ID',
		'Client Folder ID',
	]);
	expect(labelsOf('SAP Open Connectors API')).toEqual([
		'Base URL',
		'User Secret',
		'Organization Secret',
		...Object.values(CONNECTORS).map(({ displayName }) => `Element Token, ${displayName}`),
	]);
});

// test/n8n/start.test.ts types them into the real n8n and presses "Test".
it('the values printed are those that open the stand-ins', () => {
	const printed = formatCredentialValues(credentials);
	const forms = [...allForms(sandbox), platformForm(sandbox, 'maximizer')];
	const values = forms.flatMap(({ data }) => Object.entries(data));
	const byDefault = ['apiVersion', 'authentication', 'dataCentre'];
	for (const [name, value] of values) {
		if (byDefault.includes(name)) continue;
		expect(printed.split('\n').some((line) => line.endsWith(`  ${value}`))).toBe(true);
	}
});

it('a credential that has to be connected says so', () => {
	const lines = formatCredentialValues(credentials).split('\n');
	const logins = CREDENTIAL_TYPES.filter((type) => type.extends?.includes('oAuth2Api'));
	expect(logins).not.toEqual([]);
	expect(lines.filter((line) => line.endsWith('(then press Connect)'))).toEqual(
		logins.map(({ displayName }) => `  ${displayName} (then press Connect)`),
	);
});
