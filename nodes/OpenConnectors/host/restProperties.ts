import type { INodePropertyOptions } from 'n8n-workflow';
import { rest } from '../connectors';
import { lists } from './formProperties';
import { choice, oneOf } from './propertyParts';

const REST_DEFAULT = 'generic';
/** Without a credential. */
export const OPEN = 'none';

export const GENERIC = choice(
	'Generic',
	REST_DEFAULT,
	'A key, a token, a user and a password, or a session',
);

const REST_WAYS: readonly INodePropertyOptions[] = [
	GENERIC,
	choice('None', OPEN, 'The API needs no credential; write whole URLs'),
	choice('OAuth2', 'oAuth2', 'Log in to the API in a browser window, or with client credentials'),
];

export const authenticationOfRest = oneOf({
	displayName: 'Authentication',
	name: 'authentication',
	displayOptions: { show: { connector: [rest.key] } },
	options: [...REST_WAYS],
	default: REST_DEFAULT,
	description: 'Authentication method to use',
});

export const configureRest = oneOf({
	displayName: 'Configure',
	name: 'configure',
	displayOptions: { show: { connector: [rest.key] } },
	options: [
		choice('Form', 'form', 'Fill in a form for each list'),
		choice('Poller Configuration JSON', 'json', 'Write or paste an event.poller.configuration'),
	],
	default: 'form',
	description: 'How to choose what to watch',
});

/** The form for people who write no JSON. */
export const listsOfRest = {
	...lists,
	displayOptions: { show: { connector: [rest.key], configure: ['form'] } },
};

/** https://docs.github.com/en/rest/issues/issues#list-repository-issues */
export const EXAMPLE_OF_REST = {
	issues: {
		url: "/repos/{owner}/{repo}/issues?state=all&sort=updated&direction=asc&since=${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}",
		idField: 'id',
		datesConfiguration: {
			updatedDateField: 'updated_at',
			updatedDateFormat: "yyyy-MM-dd'T'HH:mm:ssX",
			createdDateField: 'created_at',
			createdDateFormat: "yyyy-MM-dd'T'HH:mm:ssX",
		},
		paging: { type: 'link', linkHeader: 'link', limitParam: 'per_page' },
		pageSize: 100,
		order: 'ascending',
	},
};
