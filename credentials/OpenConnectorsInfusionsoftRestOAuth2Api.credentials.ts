import type { ICredentialType, INodeProperties } from 'n8n-workflow';
import * as parts from '../nodes/OpenConnectors/connectors/credentialParts';

/**
 * What the addresses of the authorization server are made of. n8n lets nobody save other ones, so that
 * they follow the base url: whoever has the API answer elsewhere, has that answer there too.
 */
const ROOT = `${parts.baseUrlIn('$self')}.replace(/\\/v\\d+(\\.\\d+)?$/i, "").replace(/\\/crm\\/rest$/i, "")`;

/** Keap's own API has its pages for signing in at another host, and its tokens at another path. */
const AUTHORIZE = `={{${ROOT}.replace(/^https:\\/\\/api\\.(infusionsoft|keap)\\.com$/i, "https://accounts.infusionsoft.com/app")}}/oauth/authorize`;
const TOKEN = `={{(${ROOT} + "/oauth/token").replace(/^https:\\/\\/api\\.(infusionsoft|keap)\\.com\\/oauth\\/token$/i, "https://api.infusionsoft.com/token")}}`;

/**
 * OAuth 2 by authorization code. A code is exchanged with client id and secret in the body, a token is
 * refreshed with both in the header: n8n does the second with `header`, and sends further properties of
 * the body with the first alone. Each refresh gives a new refresh token, the old one is spent.
 * https://developer.infusionsoft.com/getting-started-oauth-keys/
 */
export class OpenConnectorsInfusionsoftRestOAuth2Api implements ICredentialType {
	name = 'openConnectorsInfusionsoftRestOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Infusionsoft (Keap) OAuth2 API';

	icon = {
		light: 'file:../icons/infusionsoft.svg',
		dark: 'file:../icons/infusionsoft.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-open-connectors/n8n-nodes-open-connectors#infusionsoft-keap';

	properties: INodeProperties[] = [
		parts.notice(
			'At keys.developer.infusionsoft.com, add an API key for an application with the OAuth Redirect URL above. Its Key is the Client ID here, its Secret the Client Secret. Use this credential for n8n alone: a second program that refreshes it would lock n8n out.',
		),
		parts.baseUrl(
			'https://api.infusionsoft.com/crm/rest',
			'The API address, the same for all accounts. At any other address the pages for signing in are expected too, below /oauth beside /crm/rest.',
		),
		...parts.authorizationCode({
			authUrl: AUTHORIZE,
			accessTokenUrl: TOKEN,
			scope: 'full',
			authentication: 'header',
		}),
		{
			displayName: 'Additional Body Properties',
			name: 'additionalBodyProperties',
			type: 'hidden',
			default:
				'={{JSON.stringify({ client_id: $self["clientId"], client_secret: $self["clientSecret"] })}}',
		},
	];

	test = parts.loginTest({
		baseURL: parts.versioned('/v2'),
		url: '/businessProfile',
		source: 'Infusionsoft (Keap)',
		mend: 'Connect the account again.',
	});
}
