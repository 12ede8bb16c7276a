import type { ICredentialType } from 'n8n-workflow';
import { OpenConnectorsApi } from '../../credentials/OpenConnectorsApi.credentials';
import { OpenConnectorsRestApi } from '../../credentials/OpenConnectorsRestApi.credentials';
import { OpenConnectorsRestOAuth2Api } from '../../credentials/OpenConnectorsRestOAuth2Api.credentials';
import { CONNECTORS } from '../../nodes/OpenConnectors/connectors';
import type { Sandbox } from '../server';
import { STAND_INS } from '../accounts';
import type { Form } from '../standIn';
import { allForms, platformForm } from './forms';

/** All that the package has. */
export const CREDENTIAL_TYPES: readonly ICredentialType[] = [
	...Object.values(STAND_INS).flatMap(({ credentials }) => credentials),
	new OpenConnectorsApi(),
	new OpenConnectorsRestApi(),
	new OpenConnectorsRestOAuth2Api(),
];

/** Fields that n8n's own OAuth2 form adds to every credential of that kind. */
const OAUTH2_LABELS: Readonly<Record<string, string>> = {
	authUrl: 'Authorization URL',
	accessTokenUrl: 'Access Token URL',
	clientId: 'Client ID',
	clientSecret: 'Client Secret',
};

/** One credential type as its form shows it: what to type, by the label of the field. */
export interface CredentialValues {
	readonly displayName: string;
	readonly values: ReadonlyArray<readonly [label: string, value: string]>;
	/** Whether it has to be connected afterwards. */
	readonly isOAuth2: boolean;
}

function toValues({ type, data, isOAuth2 }: Form): CredentialValues {
	const credentialType = CREDENTIAL_TYPES.find(({ name }) => name === type);
	if (!credentialType) throw new Error(`There is no credential type ${type}.`);
	const { displayName, properties } = credentialType;
	const values = Object.entries(data).flatMap(([name, value]): Array<readonly [string, string]> => {
		const property = properties.find((candidate) => candidate.name === name);
		if (property?.default === value) return [];
		return [[property?.displayName ?? OAUTH2_LABELS[name] ?? name, value]];
	});
	return { displayName, values, isOAuth2 };
}

/** What to type for a credential of each type that opens its stand-in; defaults of the form are left out. */
export function readCredentialValues(sandbox: Sandbox): readonly CredentialValues[] {
	return allForms(sandbox).map((form) => {
		const credential = toValues(form);
		return form.type === 'openConnectorsApi' ? withAllTokens(credential, sandbox) : credential;
	});
}

/** The platform has a token for each connector instance; everything else is the same for all. */
function withAllTokens({ values, ...rest }: CredentialValues, sandbox: Sandbox): CredentialValues {
	const shared = values.filter(([label]) => label !== 'Element Token');
	const tokens = Object.values(CONNECTORS).map(({ key, displayName }) => {
		const { elementToken } = platformForm(sandbox, key).data;
		return [`Element Token, ${displayName}`, elementToken] as const;
	});
	return { ...rest, values: [...shared, ...tokens] };
}

/** The values as lines for the terminal. */
export function formatCredentialValues(credentials: readonly CredentialValues[]): string {
	const labels = credentials.flatMap(({ values }) => values.map(([label]) => label.length));
	const width = Math.max(...labels) + 2;
	return credentials
		.map(({ displayName, values, isOAuth2 }) =>
			[
				`  ${displayName}${isOAuth2 ? ' (then press Connect)' : ''}`,
				...values.map(([label, value]) => `    ${label.padEnd(width)}${value}`),
			].join('\n'),
		)
		.join('\n');
}
