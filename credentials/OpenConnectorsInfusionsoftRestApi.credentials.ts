import type { IAuthenticateGeneric, ICredentialType, INodeProperties } from 'n8n-workflow';
import * as parts from '../nodes/OpenConnectors/connectors/credentialParts';

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
		parts.secret(
			'API Key',
			'apiKey',
			'A Personal Access Token or Service Account Key, made under Settings > API in Keap. The first sees what its user sees, the second what an admin sees.',
		),
		parts.baseUrl(
			'https://api.infusionsoft.com/crm/rest',
			'The API address, the same for all accounts',
		),
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: { 'X-Keap-API-Key': '={{$credentials.apiKey}}' },
		},
	};

	test = parts.loginTest({
		baseURL: parts.versioned('/v2'),
		url: '/businessProfile',
		source: 'Infusionsoft (Keap)',
		mend: 'Create a key of an account again and enter it.',
	});
}
