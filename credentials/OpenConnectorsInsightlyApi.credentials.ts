import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';
import { refusals } from '../nodes/OpenConnectors/connectors/credentialParts';

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
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://api.na1.insightly.com',
			placeholder: 'e.g. https://api.na1.insightly.com',
			description:
				'The API URL under User Settings > API in Insightly. Its second part, such as na1, is the pod of your account.',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'The API key under User Settings > API in Insightly',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			auth: { username: '={{$credentials.apiKey}}', password: '' },
		},
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL:
				'={{$credentials.baseUrl.trim().replace(/(?<!\\/)\\/+$/, "").replace(/(\\/v\\d+(\\.\\d+)?)?$/i, "/v3.1")}}',
			url: '/Users/Me',
			// The login would go along.
			disableFollowRedirect: true,
		},
		rules: refusals({
			source: 'Insightly',
			mend: 'Copy the API key again from User Settings > API in Insightly.',
			address:
				'The Base URL has to be the one shown beside the API key; it names the pod of your account.',
		}),
	};
}
