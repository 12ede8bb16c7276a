import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';
import { refusals } from '../nodes/OpenConnectors/connectors/credentialParts';

/** Freshdesk takes the API key as the user name of HTTP Basic, with any password. https://developers.freshdesk.com/api/#authentication */
export class OpenConnectorsFreshdeskApi implements ICredentialType {
	name = 'openConnectorsFreshdeskApi';

	displayName = 'Freshdesk (Open Connectors) API';

	icon = {
		light: 'file:../icons/freshdesk.svg',
		dark: 'file:../icons/freshdesk.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-open-connectors/n8n-nodes-open-connectors#freshdesk';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: '',
			placeholder: 'e.g. https://acme.freshdesk.com',
			hint: 'The address at which you open Freshdesk, not one of your own domain',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			hint: 'The key under Profile Settings in Freshdesk, beside View API Key',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { auth: { username: '={{$credentials.apiKey}}', password: 'X' } },
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL:
				'={{$credentials.baseUrl.trim().replace(/(?<!\\/)\\/+$/, "").replace(/(\\/api\\/v2|\\/v\\d+(\\.\\d+)?)?$/i, "/api/v2")}}',
			url: '/agents/me',
			disableFollowRedirect: true, // The login would go along.
		},
		rules: refusals({ source: 'Freshdesk', mend: 'Copy the key again from Profile Settings.' }),
	};
}
