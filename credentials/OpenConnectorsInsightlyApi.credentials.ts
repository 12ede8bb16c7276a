import type { IAuthenticateGeneric, ICredentialType, INodeProperties } from 'n8n-workflow';
import * as parts from '../nodes/OpenConnectors/connectors/credentialParts';

/** Insightly takes the API key as the user name of HTTP Basic, with an empty password. */
export class OpenConnectorsInsightlyApi implements ICredentialType {
	name = 'openConnectorsInsightlyApi';

	displayName = 'Insightly API';

	icon = {
		light: 'file:../icons/insightly.svg',
		dark: 'file:../icons/insightly.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-open-connectors/n8n-nodes-open-connectors#insightly';

	properties: INodeProperties[] = [
		parts.baseUrl(
			'https://api.na1.insightly.com',
			'The API URL under User Settings > API in Insightly. Its second part, such as na1, is the pod of your account.',
		),
		parts.secret('API Key', 'apiKey', 'The API key under User Settings > API in Insightly'),
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			auth: { username: '={{$credentials.apiKey}}', password: '' },
		},
	};

	test = parts.loginTest({
		baseURL: parts.versioned('/v3.1'),
		url: '/Users/Me',
		source: 'Insightly',
		mend: 'Copy the API key again from User Settings > API in Insightly.',
		address:
			'The Base URL has to be the one shown beside the API key; it names the pod of your account.',
	});
}
