import type { ICredentialType, INodeProperties } from 'n8n-workflow';
import * as parts from '../nodes/OpenConnectors/connectors/credentialParts';

/**
 * Any REST API by OAuth 2: authorization code, with PKCE or without, and client credentials. The
 * fields of n8n's own type stay as they are; n8n keeps the scope of a type whose scope is shown.
 */
export class OpenConnectorsRestOAuth2Api implements ICredentialType {
	name = 'openConnectorsRestOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'REST (Open Connectors) OAuth2 API';

	icon = { light: 'file:../icons/rest.svg', dark: 'file:../icons/rest.dark.svg' } as const;

	documentationUrl =
		'https://github.com/n8n-nodes-open-connectors/n8n-nodes-open-connectors#rest-api';

	properties: INodeProperties[] = [
		parts.restBaseUrl(),
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'string',
			default: '',
			placeholder: 'e.g. contacts.read offline_access',
			description:
				'What the login may do, as the API names it. Some APIs renew a login only where a scope such as offline_access asks for it.',
		},
		parts.testPath(),
	];

	test = parts.restTest('Connect the account again.');
}
