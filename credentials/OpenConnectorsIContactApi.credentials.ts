import type {
	IAuthenticateGeneric,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';
import { refusals } from '../nodes/OpenConnectors/connectors/credentialParts';

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
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			required: true,
			default: 'https://app.icontact.com/icp',
			placeholder: 'e.g. https://app.icontact.com/icp',
			description: 'The address of the iContact API, the same for all accounts',
		},
		{
			displayName: 'API Version',
			name: 'apiVersion',
			type: 'string',
			required: true,
			default: '2.2',
			description: 'The version shown beside the application in iContact. 2.2 is the latest.',
		},
		{
			displayName: 'Application ID',
			name: 'appId',
			type: 'string',
			required: true,
			default: '',
			description:
				'The AppId of an application registered under Settings and Billing > iContact API in iContact',
		},
		{
			displayName: 'Username',
			name: 'username',
			type: 'string',
			required: true,
			default: '',
			description: 'The name with which you log in to iContact',
		},
		{
			displayName: 'Application Password',
			name: 'password',
			type: 'string',
			typeOptions: { password: true },
			required: true,
			default: '',
			description:
				'The password set when the AppId was enabled for the account, at https://app.icontact.com/icp/core/externallogin. It is not the one to log in with, and iContact never shows it again.',
		},
		{
			displayName: 'Account ID',
			name: 'accountId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 413301',
			description:
				'Shown beside the application under Settings and Billing > iContact API. Leave it blank when the user has one account: it is found out.',
		},
		{
			displayName: 'Client Folder ID',
			name: 'clientFolderId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 124601',
			description:
				'Shown beside the application under Settings and Billing > iContact API. Leave it blank when the account has one folder: it is found out.',
		},
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

	test: ICredentialTestRequest = {
		request: {
			baseURL:
				'={{$credentials.baseUrl.trim().replace(/(?<!\\/)\\/+$/, "").replace(/\\/a\\/[^/]+\\/c\\/[^/]+$/, "")}}',
			// The login would go along.
			disableFollowRedirect: true,
			// What cannot stand in an id could lead to another path.
			url: '={{ $credentials.accountId ? "/a/" + $credentials.accountId.trim().replace(/[^\\w-]/g, "_") + "/c/" + ($credentials.clientFolderId ? $credentials.clientFolderId.trim().replace(/[^\\w-]/g, "_") + "/contacts?limit=1" : "") : "/a/" }}',
		},
		rules: refusals({
			source: 'iContact',
			mend: 'Check the Application ID, the Username and the Application Password, which is not the one to log in with.',
			right: 'Its user may not use this Account ID. Leave it blank: it is found out.',
			address:
				'Check the Base URL and the Client Folder ID, or leave that one blank: it is found out.',
		}),
	};
}
