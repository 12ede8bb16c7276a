import type { ICredentialType, INodeProperties } from 'n8n-workflow';
import * as parts from '../nodes/OpenConnectors/connectors/credentialParts';

/**
 * An address of Constant Contact's authorization server. n8n lets nobody save another one, so that it
 * follows the base url: whoever has the API answer elsewhere, has that answer there too.
 */
const authorization = (path: string) =>
	`={{${parts.baseUrlIn('$self')}.replace(/\\/v3$/i, "")` +
	`.replace(/^https:\\/\\/api\\.cc\\.email$/i, "https://authz.constantcontact.com")}}/oauth2/default/v1/${path}`;

/**
 * OAuth 2 by authorization code; the application authenticates by HTTP Basic, and without
 * `offline_access` there is no refresh token.
 * https://developer.constantcontact.com/api_guide/server_flow.html
 */
export class OpenConnectorsConstantContactOAuth2Api implements ICredentialType {
	name = 'openConnectorsConstantContactOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Constant Contact OAuth2 API';

	icon = {
		light: 'file:../icons/constantContact.svg',
		dark: 'file:../icons/constantContact.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-open-connectors/n8n-nodes-open-connectors#constant-contact';

	properties: INodeProperties[] = [
		parts.notice(
			'Under My Applications at developer.constantcontact.com, make an application with the Authorization Code Flow. Its API Key is the Client ID here, and its Redirect URI the OAuth Redirect URL above.',
		),
		parts.baseUrl(
			'https://api.cc.email',
			'The API address, the same for all accounts. At any other address the login pages are expected too, below /oauth2/default/v1.',
		),
		...parts.authorizationCode({
			authUrl: authorization('authorize'),
			accessTokenUrl: authorization('token'),
			scope: 'contact_data campaign_data account_read offline_access',
			authentication: 'header',
		}),
	];

	test = parts.loginTest({
		baseURL: parts.versioned('/v3'),
		url: '/account/summary',
		source: 'Constant Contact',
		mend: 'Connect the account again.',
	});
}
