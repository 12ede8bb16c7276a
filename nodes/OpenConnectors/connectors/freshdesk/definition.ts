import { datesIn, defineConnector } from '../../streams/definition';

/*
 * Freshdesk API v2, https://developers.freshdesk.com/api/
 *
 * Of tickets there are 300 pages at most, and without `updated_since` those of the last 30 days
 * (#list_all_tickets); contacts have no order (#list_all_contacts). 200 requests a minute on the
 * smallest paid plan; 429 comes with `Retry-After` (#ratelimit). Not documented: whether filters
 * include their bound, and whether deleting a ticket moves its `updated_at`. Deletions go by it, as
 * in https://github.com/singer-io/tap-freshdesk/pull/26. The platform's configurations are those of
 * https://github.com/cloud-elements/devportal/blob/master/docs/elements/freshdesk/events.md
 */

const SINCE = "${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}";
const TICKETS = `updated_since=${SINCE}&order_by=updated_at&order_type=asc`;
const PAGES = { type: 'page_number', pageParam: 'page', limitParam: 'per_page' } as const;

const hubConfiguration = (resource: string) => ({
	url: `/hubs/helpdesk/${resource}?where=updated_since='${SINCE}'`,
	idField: 'id',
	datesConfiguration: datesIn("yyyy-MM-dd'T'HH:mm:ssXXX").dates('updated_at', 'created_at'),
});

export const freshdesk = defineConnector({
	key: 'freshdesk',
	displayName: 'Freshdesk',
	hub: 'helpdesk',
	credentials: [{ type: 'openConnectorsFreshdeskApi' }],
	versionPath: '/api/v2',
	rateLimit: { requests: 200, per: 'PT1M' },
	defaults: {
		datesConfiguration: datesIn("yyyy-MM-dd'T'HH:mm:ssX", 'UTC').dates('updated_at', 'created_at'),
		paging: PAGES,
		pageSize: 100,
		granularity: 'PT1S',
		hubSince: ['updated_since'],
	},
	forbiddenHint: 'The agent of the API key may not read this. Use the key of an agent who may.',
	resources: [
		{
			name: 'contacts',
			displayName: 'Contacts',
			hubConfiguration: hubConfiguration('contacts'),
			url: `/contacts?_updated_since=${SINCE}`,
			idField: 'id',
			hubConditions: { fields: ['company_id', 'email', 'mobile', 'phone'] },
		},
		{
			name: 'tickets',
			displayName: 'Tickets',
			hubAliases: ['incidents'],
			hubConfiguration: hubConfiguration('incidents'),
			url: `/tickets?${TICKETS}`,
			idField: 'id',
			paging: { ...PAGES, maximumPage: 300 },
			order: 'ascending',
			deletions: { url: `/tickets?filter=deleted&${TICKETS}` },
			hubConditions: { fields: ['company_id', 'requester_id'] },
		},
	],
});
