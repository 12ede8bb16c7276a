import type { IAuthenticateGeneric, ICredentialType, INodeProperties } from 'n8n-workflow';
import * as parts from '../nodes/OpenConnectors/connectors/credentialParts';

/** iContact takes the version and three values of a registered application, each in a header of its own. */
export class OpenConnectorsIContactApi implements ICredentialType {
	name = 'openConnectorsIContactApi';

	displayName = 'iContact API';

	icon = {
		light: 'file:../icons/icontact.svg',
		dark: 'file:../icons/icontact.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-open-connectors/n8n-nodes-open-connectors#icontact';

	properties: INodeProperties[] = [
		parts.field(
			'Application ID',
			'appId',
			'The AppId of an application registered under Settings and Billing > iContact API in iContact',
		),
		parts.field('Username', 'username', 'The name with which you log in to iContact'),
		parts.secret(
			'Application Password',
			'password',
			'The password set when the AppId was enabled for the account, at https://app.icontact.com/icp/core/externallogin. It is not the one to log in with, and iContact never shows it again.',
		),
		parts.field(
			'Account ID',
			'accountId',
			'Shown beside the application under Settings and Billing > iContact API. Leave it blank when the user has one account: it is found out.',
			{ required: false, placeholder: 'e.g. 413301' },
		),
		parts.field(
			'Client Folder ID',
			'clientFolderId',
			'Shown beside the application under Settings and Billing > iContact API. Leave it blank when the account has one folder: it is found out.',
			{ required: false, placeholder: 'e.g. 124601' },
		),
		parts.field(
			'API Version',
			'apiVersion',
			'The version shown beside the application in iContact. 2.2 is the latest.',
			{ default: '2.2' },
		),
		parts.baseUrl(
			'https://app.icontact.com/icp',
			'The address of the iContact API, the same for all accounts',
		),
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: {
			headers: {
				'API-Version': '={{$credentials.apiVersion}}',
				'API-AppId': '={{$credentials.appId}}',
				'API-Username': '={{$credentials.username}}',
				'API-Password': '={{$credentials.password}}',
				Accept: 'application/json',
				'Content-Type': 'application/json',
			},
		},
	};

	test = parts.loginTest({
		baseURL: `={{${parts.baseUrlIn('$credentials')}.replace(/\\/a\\/[^/]+\\/c\\/[^/]+$/, "")}}`,
		// What cannot stand in an id could lead to another path.
		url: '={{ $credentials.accountId ? "/a/" + $credentials.accountId.trim().replace(/[^\\w-]/g, "_") + "/c/" + ($credentials.clientFolderId ? $credentials.clientFolderId.trim().replace(/[^\\w-]/g, "_") + "/contacts?limit=1" : "") : "/a/" }}',
		source: 'iContact',
		mend: 'Check the Application ID, the Username and the Application Password, which is not the one to log in with.',
		right: 'Its user may not use this Account ID. Leave it blank: it is found out.',
		address:
			'Check the Base URL and the Client Folder ID, or leave that one blank: it is found out.',
	});
}
