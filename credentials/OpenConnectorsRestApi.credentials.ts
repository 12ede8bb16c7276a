import type {
	ICredentialDataDecryptedObject,
	ICredentialType,
	IDataObject,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';
import * as parts from '../nodes/OpenConnectors/connectors/credentialParts';
import { logIn } from '../nodes/OpenConnectors/connectors/rest/session';
import { SESSION_TOKEN, sign } from '../nodes/OpenConnectors/connectors/rest/sign';

/** Whether a field is shown: for some ways to authenticate. */
const shownFor = (...authentication: string[]) => ({
	displayOptions: { show: { authentication } },
});

const optional = { required: false };

/** Any REST API, by a key, a name and a password, a login before the first request, or nothing. */
export class OpenConnectorsRestApi implements ICredentialType {
	name = 'openConnectorsRestApi';

	displayName = 'REST (Open Connectors) API';

	icon = { light: 'file:../icons/rest.svg', dark: 'file:../icons/rest.dark.svg' } as const;

	documentationUrl =
		'https://github.com/n8n-nodes-open-connectors/n8n-nodes-open-connectors#rest-api';

	properties: INodeProperties[] = [
		parts.restBaseUrl(),
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			options: [
				{ name: 'Basic (User and Password)', value: 'basic' },
				{ name: 'Bearer Token', value: 'bearer' },
				{ name: 'Key in a Header', value: 'header' },
				{ name: 'Key in the Query', value: 'query' },
				{ name: 'None', value: 'none' },
				{ name: 'Session (Login First)', value: 'session' },
			],
			default: 'bearer',
			description: 'How to log in, as the documentation of the API says',
		},
		parts.secret(
			'Token',
			'token',
			'The token or key that the API gave you',
			shownFor('bearer', 'header', 'query'),
		),
		parts.field(
			'Parameter Name',
			'parameterName',
			'The parameter of the address that holds the key',
			{
				placeholder: 'e.g. api_key',
				...shownFor('query'),
			},
		),
		parts.field('User', 'username', 'The user name; for some APIs it is the key', {
			...shownFor('basic', 'session'),
			...optional,
		}),
		parts.secret('Password', 'password', 'May be blank where the key is the user name', {
			...shownFor('basic', 'session'),
			...optional,
		}),
		parts.field(
			'Login URL',
			'loginUrl',
			'Where to log in: a path below the Base URL, or a whole address of the same server',
			{ placeholder: 'e.g. /auth/login', ...shownFor('session') },
		),
		parts.field(
			'Login Body',
			'loginBody',
			'JSON, or the fields of a form such as user={username}&pass={password}',
			{
				default: '{"username":"{username}","password":"{password}"}',
				...shownFor('session'),
				...optional,
			},
		),
		parts.field(
			'Token Field',
			'tokenField',
			'Where the token is in the answer to the login. Blank: the whole answer.',
			{ placeholder: 'e.g. data.token', ...shownFor('session'), ...optional },
		),
		parts.field(
			'Expired Status',
			'expiredStatus',
			'HTTP statuses, beside 401, that mean the session has ended. Separate by commas.',
			{ placeholder: 'e.g. 403, 419', ...shownFor('session'), ...optional },
		),
		parts.field('Header Name', 'headerName', 'The header that holds the key or token', {
			default: 'Authorization',
			placeholder: 'e.g. X-API-Key',
			...shownFor('header', 'session'),
		}),
		parts.field('Prefix', 'prefix', 'Text before the key in the header, including the space', {
			placeholder: 'e.g. Token ',
			...shownFor('header', 'session'),
			...optional,
		}),
		parts.testPath(),
		...parts.furtherHeader('Second', 'second'),
		...parts.furtherHeader('Third', 'third'),
		{
			displayName: 'Session Token',
			name: SESSION_TOKEN,
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
	];

	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<IDataObject> {
		return await logIn(credentials, async (options): Promise<unknown> => {
			return await this.helpers.httpRequest(options);
		});
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		requestOptions: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return await Promise.resolve(sign(credentials, requestOptions));
	}

	test = parts.restTest('Check the values and how they are to be sent.');
}
