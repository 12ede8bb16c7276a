import type { IAuthenticateGeneric, ICredentialType, INodeProperties } from 'n8n-workflow';
import * as parts from '../nodes/OpenConnectors/connectors/credentialParts';

/** A personal access token as a bearer token. https://developer.maximizer.com/docs/personal-access-token */
export class OpenConnectorsMaximizerApi implements ICredentialType {
	name = 'openConnectorsMaximizerApi';

	displayName = 'Maximizer API';

	icon = {
		light: 'file:../icons/maximizer.svg',
		dark: 'file:../icons/maximizer.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-open-connectors/n8n-nodes-open-connectors#maximizer';

	properties: INodeProperties[] = [
		parts.secret(
			'Access Token',
			'accessToken',
			'A personal access token, made in Maximizer under your profile at the top right > Personal Access Tokens. It ends on the date you give it there.',
		),
		parts.baseUrl(
			'https://api.maximizer.com/octopus',
			'The address of the Octopus API, the same for all cloud accounts',
		),
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: { Authorization: '=Bearer {{$credentials.accessToken}}' },
		},
	};

	// POST /TokenValid answers 200 whatever the token is.
	test = parts.loginTest({
		baseURL: `={{${parts.baseUrlIn('$credentials')}.replace(/(\\/octopus)?$/i, "/octopus")}}`,
		url: '/VerifyToken',
		source: 'Maximizer',
		mend: 'Create an access token again and enter it.',
	});
}
