import type {
	ConnectorDefinition,
	LinkPaging,
	NativeDate,
	ResourceDefinition,
	SinceFilter,
	TokenPaging,
} from '../../streams/definition';
import { constantContactErrorMapper } from './errorMapper';

/*
 * Constant Contact API v3, https://developer.constantcontact.com/api_guide/
 *
 * Only contacts and email campaigns are filtered by time. Whether "after" includes the instant
 * itself and in which order most lists come is not documented. Stamps are ISO 8601 with a zone,
 * with milliseconds or without, in UTC or with an offset. Deletions leave a trace in contacts,
 * lists and campaigns.
 */

const DAY_MS = 24 * 60 * 60_000;

/** The shape differs from field to field; a fraction or an offset is read all the same. */
const STAMP = { format: "yyyy-MM-dd'T'HH:mm:ssXXX", timezone: 'UTC' } as const;
const CREATED: NativeDate = { field: 'created_at', ...STAMP };
const UPDATED: NativeDate = { field: 'updated_at', ...STAMP };

/** `_links.next.href` is a path from the root of the host; tags nest it once more. */
const LINK: LinkPaging = {
	style: 'link',
	limitParameter: 'limit',
	linkFields: ['_links.next.href', '_links.next.next.href'],
	maxPageSize: 500,
};

const EVENT_CURSOR: TokenPaging = {
	style: 'token',
	tokenParameter: 'next',
	limitParameter: 'limit',
	tokenField: 'next_cursor',
	maxPageSize: 100,
};

function after(parameter: string, hubFields: readonly string[]): SinceFilter {
	return { parameter, format: "yyyy-MM-dd'T'HH:mm:ss'Z'", inclusive: false, hubFields };
}

/** A list that says when its records were changed. */
const DATED = {
	watch: 'dates',
	created: CREATED,
	updated: UPDATED,
	order: 'unknown',
	granularityMs: 1_000,
	lookbackMinutes: 5,
} as const satisfies Partial<ResourceDefinition>;

/** A list that does not, or that is asked what was deleted. */
const COMPARED = {
	watch: 'snapshot',
	created: CREATED,
	order: 'unknown',
	granularityMs: 1_000,
	lookbackMinutes: 5,
} as const satisfies Partial<ResourceDefinition>;

/** Reports list what was done by its time, newest first. */
const TRACKED: NativeDate = { field: 'created_time', ...STAMP };
const NEEDS_ACTIVITY = 'Add a path variable named campaignActivityId under Options';

/** A report of what contacts did with one email; an entry has no id but its contact and time. */
function tracking(
	report: string,
	name: string,
	displayName: string,
	idField: ResourceDefinition['idField'] = ['contact_id', 'created_time'],
): ResourceDefinition {
	return {
		...DATED,
		name,
		displayName,
		description: NEEDS_ACTIVITY,
		path: `/reports/email_reports/{campaignActivityId}/tracking/${report}`,
		recordsField: 'tracking_activities',
		idField,
		created: TRACKED,
		updated: TRACKED,
		order: 'descending',
	};
}

const CAMPAIGNS = {
	path: '/emails',
	recordsField: 'campaigns',
	idField: 'campaign_id',
	tombstone: { field: 'current_status', values: ['Removed'] },
} as const satisfies Partial<ResourceDefinition>;

const SUMMARIES = {
	path: '/reports/summary_reports/email_campaign_summaries',
	recordsField: 'bulk_email_campaign_summaries',
	idField: 'campaign_id',
} as const satisfies Partial<ResourceDefinition>;

/** Without these a contact comes without its lists, tags, fields, phones, addresses and notes. */
const WHOLE_CONTACT = [
	'include',
	'custom_fields,list_memberships,phone_numbers,street_addresses,taggings,notes',
] as const;

export const constantcontact: ConnectorDefinition = {
	key: 'constantcontact',
	displayName: 'Constant Contact',
	hub: 'marketing',
	credentials: [{ type: 'openConnectorsConstantContactOAuth2Api' }],
	versionPath: '/v3',
	paging: LINK,
	errorMapper: constantContactErrorMapper,
	requestsPerSecond: 4,
	forbiddenHint:
		'The Constant Contact user who connected the credential may not read this. Connect it again as a user who may, for example the account owner.',
	resources: [
		{
			...DATED,
			// Listed for ten days after they were made, so that their absence means nothing.
			name: 'activities',
			displayName: 'Activities',
			description: 'Bulk imports, exports and deletions of the last ten days',
			path: '/activities',
			recordsField: 'activities',
			idField: 'activity_id',
			equality: { kind: 'parameter', names: ['state'] },
		},
		{
			...COMPARED,
			...SUMMARIES,
			name: 'campaign-summaries',
			displayName: 'Campaign Summaries',
			description: 'Tells whenever the figures of an email campaign change',
			created: { field: 'last_sent_date', ...STAMP },
			datedVariant: 'campaigns-sent',
		},
		{
			...DATED,
			...CAMPAIGNS,
			// Removed campaigns stay listed. Whether removing one moves `updated_at` is not documented;
			// where it does not, only the compared list shows it.
			name: 'campaigns',
			displayName: 'Campaigns',
			hubAliases: ['emails'],
			hubConfiguration: {
				url: "/hubs/marketing/campaigns?where=modified_since='${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}'",
				idField: 'id',
				datesConfiguration: {
					updatedDateField: 'modified_date',
					updatedDateFormat: "yyyy-MM-dd'T'HH:mm:ss'Z'",
					createdDateField: 'modified_date',
					createdDateFormat: "yyyy-MM-dd'T'HH:mm:ss'Z'",
				},
			},
			hubFields: { id: 'id', modified_date: 'updated' },
			since: after('after_date', ['modified_since', 'modified_date', 'after_date', 'updated_at']),
		},
		{
			...COMPARED,
			...CAMPAIGNS,
			name: 'campaigns-compared',
			displayName: 'Campaigns (Compared)',
			description: 'Reads all campaigns at each poll, and so tells every change of their status',
			datedVariant: 'campaigns',
		},
		{
			...DATED,
			...SUMMARIES,
			name: 'campaigns-sent',
			displayName: 'Campaigns (Sent)',
			description: 'Tells each sending once, with the figures of that moment',
			created: { field: 'last_sent_date', ...STAMP },
			updated: { field: 'last_sent_date', ...STAMP },
			order: 'descending',
			volatile: ['unique_counts'],
		},
		{
			...DATED,
			// An unsubscribe leaves `updated_at` as it is and moves the dates of the address alone.
			name: 'contacts',
			displayName: 'Contacts',
			path: '/contacts',
			parameters: [WHOLE_CONTACT],
			recordsField: 'contacts',
			idField: 'contact_id',
			hubFields: { id: 'id', modified_date: 'updated', created_date: 'created' },
			alsoUpdated: [
				{ field: 'email_address.opt_out_date', ...STAMP },
				{ field: 'email_address.updated_at', ...STAMP },
			],
			since: after('updated_after', [
				'updated_after',
				'updated_at',
				'modified_since',
				'modified_date',
			]),
			also: [
				{
					path: '/contacts',
					parameters: [WHOLE_CONTACT],
					since: after('optout_after', ['optout_after']),
				},
			],
			deletions: {
				path: '/contacts',
				parameters: [['status', 'deleted']],
				// A day in the specification, a time in the guide. Whether deleting moves `updated_at`,
				// by which the list could be shortened, is not documented: it is read whole.
				deleted: { field: 'deleted_at', format: 'yyyy-MM-dd', timezone: 'UTC' },
				granularityMs: DAY_MS,
			},
			equality: { kind: 'parameter', names: ['email', 'lists', 'sms_status', 'status', 'tags'] },
		},
		{
			...COMPARED,
			name: 'custom-fields',
			displayName: 'Custom Fields',
			hubAliases: ['contact_custom_fields'],
			path: '/contact_custom_fields',
			paging: { ...LINK, maxPageSize: 100 },
			recordsField: 'custom_fields',
			idField: 'custom_field_id',
		},
		tracking('bounces', 'email-bounces', 'Email Bounces'),
		tracking('clicks', 'email-clicks', 'Email Clicks', ['contact_id', 'created_time', 'url_id']),
		tracking('forwards', 'email-forwards', 'Email Forwards'),
		tracking('opens', 'email-opens', 'Email Opens'),
		{
			...COMPARED,
			// One entry for each contact, with the time of the latest opening.
			name: 'email-unique-opens',
			displayName: 'Email Opens (Unique)',
			description: NEEDS_ACTIVITY,
			path: '/reports/email_reports/{campaignActivityId}/tracking/unique_opens',
			recordsField: 'tracking_activities',
			idField: 'contact_id',
			created: TRACKED,
		},
		tracking('optouts', 'email-opt-outs', 'Email Opt Outs'),
		tracking('sends', 'email-sends', 'Email Sends'),
		{
			...COMPARED,
			name: 'emails-not-opened',
			displayName: 'Emails Not Opened',
			description: `${NEEDS_ACTIVITY}. A contact who opens the email is told as deleted here.`,
			path: '/reports/email_reports/{campaignActivityId}/tracking/didnotopens',
			recordsField: 'tracking_activities',
			idField: ['contact_id', 'created_time'],
			created: TRACKED,
		},
		{
			...COMPARED,
			name: 'registrations',
			displayName: 'Event Registrations',
			description: 'Add path variables named eventId and trackId under Options',
			path: '/events/{eventId}/tracks/{trackId}/registrations',
			paging: EVENT_CURSOR,
			recordsField: 'records',
			idField: 'registration_id',
			created: { field: 'registration_time', ...STAMP },
			equality: {
				kind: 'parameter',
				names: ['payment_status', 'registration_status', 'search_text'],
			},
		},
		{
			...COMPARED,
			// The listing can be sorted by an updated time that it does not show.
			name: 'events',
			displayName: 'Events',
			path: '/events',
			parameters: [
				['sort_by', 'created_time'],
				['sort_order', 'ASC'],
			],
			paging: EVENT_CURSOR,
			recordsField: 'records',
			idField: 'event_id',
			created: { field: 'create_time', ...STAMP },
			tombstone: { field: 'status', values: ['DELETED'] },
			equality: { kind: 'parameter', names: ['event_status', 'search_text'] },
			volatile: ['event_registration_summary_metrics'],
		},
		{
			...DATED,
			name: 'lists',
			hubSince: ['modified_since'],
			displayName: 'Lists',
			hubAliases: ['contact_lists'],
			path: '/contact_lists',
			recordsField: 'lists',
			idField: 'list_id',
			hubFields: { id: 'id', modified_date: 'updated', created_date: 'created' },
			deletions: {
				path: '/contact_lists',
				parameters: [['status', 'deleted']],
				deleted: { field: 'deleted_at', ...STAMP },
				granularityMs: 1_000,
			},
			equality: { kind: 'parameter', names: ['channel_type', 'name'] },
		},
		{
			...COMPARED,
			name: 'segments',
			displayName: 'Segments',
			path: '/segments',
			// By date an edit would move a segment past the page that is read next.
			parameters: [['sort_by', 'name']],
			paging: { ...LINK, maxPageSize: 1_000 },
			recordsField: 'segments',
			idField: 'segment_id',
		},
		{
			...COMPARED,
			name: 'tags',
			displayName: 'Tags',
			hubAliases: ['contact_tags'],
			path: '/contact_tags',
			recordsField: 'tags',
			idField: 'tag_id',
			volatile: ['contacts_count'],
		},
	],
};
