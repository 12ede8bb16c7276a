import type { IAuthenticateGeneric, ICredentialType, INodeProperties } from 'n8n-workflow';
import * as parts from '../nodes/OpenConnectors/connectors/credentialParts';

/**
 * Open Connectors takes all secrets in one header: `User …, Organization …, Element …`. Calls to the platform
 * itself, with the HTTP Request node, need no element.
 */
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
		parts.baseUrl(
			'https://api.openconnectors.us2.ext.hana.ondemand.com/elements/api-v2',
			'The API address of your region',
			'https://api.openconnectors.eu10.ext.hana.ondemand.com',
		),
		parts.secret(
			'User Secret',
			'userSecret',
			'Under your initials at the top right of Open Connectors',
		),
		parts.secret(
			'Organization Secret',
			'organizationSecret',
			'Beside the user secret. Needed to read the configuration of the instance.',
			{ required: false },
		),
		parts.secret(
			'Element Token',
			'elementToken',
			'The token of the authenticated connector instance, on its card under Instances',
		),
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: {
				Authorization:
					'={{"User " + $credentials.userSecret + ($credentials.organizationSecret ? ", Organization " + $credentials.organizationSecret : "") + ($credentials.elementToken ? ", Element " + $credentials.elementToken : "")}}',
			},
		},
	};

	test = parts.loginTest({
		baseURL: `={{${parts.baseUrlIn('$credentials')}.replace(/(\\/elements\\/api-v2)?$/i, "/elements/api-v2")}}`,
		url: '/ping',
		source: 'Open Connectors',
		mend: 'Enter User Secret, Organization Secret and Element Token again. A deleted instance has lost its token.',
		right: 'The connector instance is disabled. Look at it in Open Connectors.',
	});
}
