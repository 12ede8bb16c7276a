import type { Connector } from '../accounts';
import type { Sandbox } from '../server';
import type { Form } from '../standIn';
import { CONNECTOR_NAMES, type Subject } from './subjects';

export function platformForm(sandbox: Sandbox, elementKey: string): Form {
	const data = sandbox.platformCredentialFor(elementKey);
	return { type: 'openConnectorsApi', data, isOAuth2: false };
}

/** The values that open one of the stand-ins of a connector; without a type the one that workflows use. */
export function providerForm(sandbox: Sandbox, connector: Connector, type?: string): Form {
	const form = sandbox[connector].forms().find((one) => type === undefined || one.type === type);
	if (form) return form;
	throw new Error(`${connector} has no credential ${type}.`);
}

/** The credential that a subject is watched with. */
export function formOf({ connector, connection }: Subject, sandbox: Sandbox): Form {
	return connection === 'provider'
		? providerForm(sandbox, connector)
		: platformForm(sandbox, connector);
}

/** Of any REST API: one that no connector is of, and a provider, which is such as well. */
function restForms({ restApi, constantcontact }: Sandbox): readonly Form[] {
	const { clientId, clientSecret } = constantcontact.oauth2;
	const login = `${constantcontact.baseUrl}/oauth2/default/v1`;
	return [
		restApi.form(),
		{
			type: 'openConnectorsRestOAuth2Api',
			data: {
				baseUrl: `${constantcontact.baseUrl}/v3`,
				authUrl: `${login}/authorize`,
				accessTokenUrl: `${login}/token`,
				clientId,
				clientSecret,
				scope: 'contact_data campaign_data account_read offline_access',
				testPath: '/account/summary',
			},
			isOAuth2: true,
		},
	];
}

/** Every credential type with the values that open its stand-in, those of no provider last. */
export function allForms(sandbox: Sandbox): readonly Form[] {
	const accounts = CONNECTOR_NAMES.map((connector) => sandbox[connector]);
	return [
		...accounts.flatMap((account) => account.forms()),
		platformForm(sandbox, 'insightly'),
		...restForms(sandbox),
	];
}
