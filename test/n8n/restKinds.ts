import { restTrial } from '../../sandbox/n8n/trialSubjects';
import type { Sandbox } from '../../sandbox/server';

/*
 * Providers of the sandbox, polled as any REST API is: by a configuration that a user writes, with the
 * credentials of the REST API connector; and an API that no connector is of, by the form of its own node.
 * Each goes another way in or another way through the pages.
 */

const SINCE = "${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}";

const dated = (updated: string, created: string, format: string) => ({
	updatedDateField: updated,
	updatedDateFormat: format,
	createdDateField: created,
	createdDateFormat: format,
});

const rest = (authentication: 'generic' | 'oAuth2', configuration: object) => ({
	connector: 'rest',
	authentication,
	configure: 'json',
	pollerConfiguration: JSON.stringify(configuration),
});

const WITH_KEY = 'openConnectorsRestApi';
const WITH_LOGIN = 'openConnectorsRestOAuth2Api';

const insightly = rest('generic', {
	contacts: {
		url: `/v3.1/Contacts/Search?updated_after_utc=${SINCE}&count_total=true`,
		idField: 'CONTACT_ID',
		datesConfiguration: dated('DATE_UPDATED_UTC', 'DATE_CREATED_UTC', 'yyyy-MM-dd HH:mm:ss'),
		paging: {
			type: 'offset',
			offsetParam: 'skip',
			limitParam: 'top',
			totalHeader: 'X-Total-Count',
		},
		pageSize: 100,
	},
});

const freshdesk = rest('generic', {
	contacts: {
		url: `/api/v2/contacts?_updated_since=${SINCE}`,
		idField: 'id',
		datesConfiguration: dated('updated_at', 'created_at', "yyyy-MM-dd'T'HH:mm:ssX"),
		paging: { type: 'page_number', pageParam: 'page', limitParam: 'per_page' },
		pageSize: 100,
	},
});

const constantContact = rest('oAuth2', {
	campaigns: {
		url: `/v3/emails?after_date=${SINCE}`,
		recordsField: 'campaigns',
		idField: 'campaign_id',
		datesConfiguration: dated('updated_at', 'created_at', "yyyy-MM-dd'T'HH:mm:ssX"),
		paging: { type: 'link', linkField: '_links.next.href', limitParam: 'limit' },
		pageSize: 100,
		deleted: { field: 'current_status', values: ['Removed'] },
	},
});

/** Every kind polls slowly, as others of the same n8n do more. */
const PER_SECOND = 1;

export const REST_KINDS = [
	{
		label: 'REST API, Basic, offsets',
		perSecond: PER_SECOND,
		toSubject: ({ insightly: { baseUrl, credential, world } }: Sandbox) => ({
			type: WITH_KEY,
			credential: {
				baseUrl,
				authentication: 'basic',
				username: credential.apiKey,
				testPath: '/v3.1/Users/Me',
			},
			parameters: insightly,
			world,
			resources: ['contacts'],
		}),
	},
	{
		label: 'REST API, Basic, page numbers',
		perSecond: PER_SECOND,
		toSubject: ({ freshdesk: { baseUrl, credential, world } }: Sandbox) => ({
			type: WITH_KEY,
			credential: {
				baseUrl,
				authentication: 'basic',
				username: credential.apiKey,
				password: 'X',
			},
			parameters: freshdesk,
			world,
			resources: ['contacts'],
		}),
	},
	{
		label: 'REST API, OAuth2 with rotation, links',
		perSecond: PER_SECOND,
		toSubject: ({ url, constantcontact: { baseUrl, oauth2, world, behaviour } }: Sandbox) => {
			// Below the host, as the documents show them, they would lead out of the stand-in.
			behaviour.set({ nextLinks: 'origin' });
			return {
				type: WITH_LOGIN,
				isOAuth2: true,
				credential: {
					baseUrl,
					grantType: 'authorizationCode',
					authUrl: url + oauth2.authorizePath,
					accessTokenUrl: url + oauth2.tokenPath,
					clientId: oauth2.clientId,
					clientSecret: oauth2.clientSecret,
					scope: 'campaign_data offline_access',
					authentication: 'header',
				},
				parameters: constantContact,
				world,
				resources: ['campaigns'],
			};
		},
	},
	{
		label: 'REST API, bearer token, link header, by the form',
		perSecond: PER_SECOND,
		toSubject: (sandbox: Sandbox) => {
			const { trigger, form, world } = restTrial(sandbox);
			return { type: form.type, credential: form.data, ...trigger, world, resources: ['issues'] };
		},
	},
] as const;
