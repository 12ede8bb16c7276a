import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';
import { refusals } from '../nodes/OpenConnectors/connectors/credentialParts';

/** A key that does not expire, sent in a header of its own. https://developer.infusionsoft.com/pat-and-sak/ */
export class OpenConnectorsInfusionsoftRestApi implements ICredentialType {
	name = 'openConnectorsInfusionsoftRestApi';

	displayName = 'Infusionsoft (Keap) API';

	icon = {
		light: 'file:../icons/infusionsoft.svg',
		dark: 'file:../icons/infusionsoft.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-open-connectors/n8n-nodes-open-connectors#infusionsoft-keap';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://api.infusionsoft.com/crm/rest',
			placeholder: 'e.g. https://api.infusionsoft.com/crm/rest',
			description: 'The API address, the same for all accounts',
		},
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'A Personal Access Token or Service Account Key, made under Settings > API in Keap. The first sees what its user sees, the second what an admin sees.',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: { 'X-Keap-API-Key': '={{$credentials.apiKey}}' },
		},
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL:
				'={{$credentials.baseUrl.trim().replace(/(?<!\\/)\\/+$/, "").replace(/(\\/v\\d+(\\.\\d+)?)?$/i, "/v2")}}',
			url: '/businessProfile',
			// The login would go along.
			disableFollowRedirect: true,
		},
		rules: refusals({
			source: 'Infusionsoft (Keap)',
			mend: 'Create a key of an account again and enter it.',
		}),
	};
}
