import type { Sandbox } from '../server';
import type { Subject } from './subjects';

/** Values as somebody types them into the form of a credential. */
export interface Form {
	readonly type: string;
	readonly data: Readonly<Record<string, string>>;
	/** Whether it has to be connected by logging in at the provider. */
	readonly isOAuth2: boolean;
}

/** Every credential type with the values that open its stand-in. */
export const FORMS = {
	openConnectors: (sandbox: Sandbox): Form => platformForm(sandbox, 'insightly'),
	insightly: ({ insightly }: Sandbox): Form =>
		plain('openConnectorsInsightlyApi', { ...insightly.credential }),
	icontact: ({ icontact }: Sandbox): Form =>
		plain('openConnectorsIContactApi', { ...icontact.credential }),
	constantcontact: ({ constantcontact }: Sandbox): Form =>
		login('openConnectorsConstantContactOAuth2Api', constantcontact.credential),
	infusionsoftrest: ({ infusionsoftrest }: Sandbox): Form =>
		login('openConnectorsInfusionsoftRestOAuth2Api', infusionsoftrest.credential),
	infusionsoftrestKey: ({ infusionsoftrest }: Sandbox): Form =>
		plain('openConnectorsInfusionsoftRestApi', { ...infusionsoftrest.apiCredential }),
	maximizer: ({ maximizer }: Sandbox): Form =>
		login('openConnectorsMaximizerOAuth2Api', maximizer.oAuth2Credential, {
			dataCentre: 'caw',
			alias: 'sandbox-trading',
		}),
	maximizerToken: ({ maximizer }: Sandbox): Form =>
		plain('openConnectorsMaximizerApi', { ...maximizer.credential }),
} as const;

export type FormName = keyof typeof FORMS;

export function platformForm(sandbox: Sandbox, elementKey: string): Form {
	return plain('openConnectorsApi', sandbox.platformCredentialFor(elementKey));
}

/** The credential that a subject is watched with. */
export function formOf({ connector, connection }: Subject, sandbox: Sandbox): Form {
	const isProvider = connection === 'provider';
	return isProvider ? FORMS[connector](sandbox) : platformForm(sandbox, connector);
}

function plain(type: string, data: Readonly<Record<string, string>>): Form {
	return { type, data, isOAuth2: false };
}

/** The addresses of the authorization server are not typed: n8n works them out of the base url. */
function login(
	type: string,
	{
		baseUrl,
		clientId,
		clientSecret,
	}: Readonly<Record<'baseUrl' | 'clientId' | 'clientSecret', string>>,
	more: Readonly<Record<string, string>> = {},
): Form {
	return { type, data: { baseUrl, clientId, clientSecret, ...more }, isOAuth2: true };
}
