import type { ICredentialType, INodeProperties } from 'n8n-workflow';
import * as parts from '../nodes/OpenConnectors/connectors/credentialParts';

/**
 * An address of the authorization server: in the cloud it is at the data centre. n8n lets nobody save
 * another one, so that it follows any other base url: whoever has the API answer elsewhere, has that
 * answer beside it.
 */
const authorization = (path: string) =>
	`={{${parts.baseUrlIn('$self')}.replace(/\\/octopus$/i, "")` +
	'.replace(/^https:\\/\\/api\\.maximizer\\.com$/i, "https://" + $self["dataCentre"].trim() + ".maximizercrmlive.com")' +
	` + "/oauth2/" + $self["alias"].trim()}}/${path}`;

/**
 * OAuth 2 by authorization code, without PKCE and without scopes; client id and secret go in the body.
 * https://developer.maximizer.com/reference/oauth
 */
export class OpenConnectorsMaximizerOAuth2Api implements ICredentialType {
	name = 'openConnectorsMaximizerOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'Maximizer OAuth2 API';

	icon = {
		light: 'file:../icons/maximizer.svg',
		dark: 'file:../icons/maximizer.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-open-connectors/n8n-nodes-open-connectors#maximizer';

	properties: INodeProperties[] = [
		parts.notice(
			'Maximizer gives Client ID and Client Secret on request; tell them the OAuth Redirect URL above. Without these, use a personal access token instead.',
		),
		parts.field(
			'Data Centre',
			'dataCentre',
			'The part before .maximizercrmlive.com in the address at which you sign in',
			{ default: 'caw', placeholder: 'e.g. caw' },
		),
		parts.field('Alias', 'alias', 'The part after .maximizercrmlive.com/ in that address', {
			placeholder: 'e.g. mycompany',
		}),
		parts.baseUrl(
			'https://api.maximizer.com/octopus',
			'The address of the Octopus API, the same for all cloud accounts. At any other address the pages for signing in are expected too, below /oauth2 beside /octopus.',
		),
		...parts.authorizationCode({
			authUrl: authorization('authorize'),
			accessTokenUrl: authorization('token'),
			scope: '',
			authentication: 'body',
		}),
	];

	// POST /TokenValid answers 200 whatever the token is.
	test = parts.loginTest({
		baseURL: `={{${parts.baseUrlIn('$credentials')}.replace(/(\\/octopus)?$/i, "/octopus")}}`,
		url: '/VerifyToken',
		source: 'Maximizer',
		mend: 'Connect the account again.',
	});
}
