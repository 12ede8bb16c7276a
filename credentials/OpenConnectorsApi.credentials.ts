import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';
import { refusals } from '../nodes/OpenConnectors/connectors/credentialParts';

/** Open Connectors takes all secrets in one header: `User …, Organization …, Element …`. */
export class OpenConnectorsApi implements ICredentialType {
	name = 'openConnectorsApi';

	displayName = 'SAP Open Connectors API';

	icon = {
		light: 'file:../icons/openConnectors.svg',
		dark: 'file:../icons/openConnectors.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-open-connectors/n8n-nodes-open-connectors#sap-open-connectors';

	properties: INodeProperties[] = [
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://api.openconnectors.us2.ext.hana.ondemand.com/elements/api-v2',
			placeholder: 'e.g. https://api.openconnectors.eu10.ext.hana.ondemand.com',
			description: 'The API address of your region',
		},
		{
			displayName: 'User Secret',
			name: 'userSecret',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'Under your initials at the top right of Open Connectors',
		},
		{
			displayName: 'Organization Secret',
			name: 'organizationSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Beside the user secret. Polling does without it.',
		},
		{
			displayName: 'Element Token',
			name: 'elementToken',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description: 'The token of the authenticated connector instance, on its card under Instances',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: {
				Authorization:
					'={{"User " + $credentials.userSecret + ($credentials.organizationSecret ? ", Organization " + $credentials.organizationSecret : "") + ", Element " + $credentials.elementToken}}',
			},
		},
	};

	test: ICredentialTestRequest = {
		request: {
			baseURL:
				'={{$credentials.baseUrl.trim().replace(/(?<!\\/)\\/+$/, "").replace(/(\\/elements\\/api-v2)?$/i, "/elements/api-v2")}}',
			url: '/ping',
			// The login would go along.
			disableFollowRedirect: true,
		},
		rules: refusals({
			source: 'Open Connectors',
			mend: 'Enter the User, Organization and Element secrets again; a deleted instance has lost its Element secret.',
			right: 'The connector instance is disabled. Look at it in Open Connectors.',
		}),
	};
}
