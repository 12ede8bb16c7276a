import type { CursorPaging } from '../../configuration/language';
import { datesIn, defineConnector, type ResourceDefinition } from '../../streams/definition';
import { constantContactErrorMapper } from './errorMapper';

/*
 * Constant Contact API v3, https://developer.constantcontact.com/api_guide/
 *
 * Only contacts and email campaigns are filtered by time. Whether "after" includes the instant
 * itself and in which order most lists come is not documented. Stamps are ISO 8601 with a zone,
 * with milliseconds or without, in UTC or with an offset. Deletions leave a trace in contacts,
 * lists and campaigns.
 */

/** The shape differs from field to field; a fraction or an offset is read all the same. */
const { updated, created, dates } = datesIn("yyyy-MM-dd'T'HH:mm:ssXXX", 'UTC');

const EVENT_PAGING: CursorPaging = {
	type: 'cursor',
	cursorField: 'next_cursor',
	cursorParam: 'next',
	limitParam: 'limit',
};

const SINCE = "${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}";

/** A list that does not say when its records were changed, or that is asked what was deleted. */
const COMPARED = {
	watch: 'snapshot',
	datesConfiguration: created('created_at'),
} as const satisfies Partial<ResourceDefinition>;

/** Reports list what was done by its time, newest first. */
const TRACKED = 'created_time';
const NEEDS_ACTIVITY = 'Add a path variable named campaignActivityId under Options';

/** A report of what contacts did with one email; an entry has no id but its contact and time. */
function tracking(
	report: string,
	name: string,
	displayName: string,
	idField: ResourceDefinition['idField'] = ['contact_id', 'created_time'],
): ResourceDefinition {
	return {
		name,
		displayName,
		description: NEEDS_ACTIVITY,
		url: `/reports/email_reports/{campaignActivityId}/tracking/${report}`,
		recordsField: 'tracking_activities',
		idField,
		datesConfiguration: dates(TRACKED),
		order: 'descending',
	};
}

const CAMPAIGNS = {
	recordsField: 'campaigns',
	idField: 'campaign_id',
	deleted: { field: 'current_status', values: ['Removed'] },
} as const satisfies Partial<ResourceDefinition>;

const SUMMARIES = {
	url: '/reports/summary_reports/email_campaign_summaries',
	recordsField: 'bulk_email_campaign_summaries',
	idField: 'campaign_id',
} as const satisfies Partial<ResourceDefinition>;

/** Without these a contact comes without its lists, tags, fields, phones, addresses and notes. */
const CONTACTS =
	'/contacts?include=custom_fields,list_memberships,phone_numbers,street_addresses,taggings,notes';

export const constantcontact = defineConnector({
	key: 'constantcontact',
	displayName: 'Constant Contact',
	hub: 'marketing',
	credentials: [{ type: 'openConnectorsConstantContactOAuth2Api' }],
	versionPath: '/v3',
	errorMapper: constantContactErrorMapper,
	rateLimit: { requests: 4, per: 'PT1S' },
	defaults: {
		datesConfiguration: dates('updated_at', 'created_at'),
		// A path from the root of the host; tags nest it once more.
		paging: {
			type: 'link',
			linkField: ['_links.next.href', '_links.next.next.href'],
			limitParam: 'limit',
		},
		pageSize: 500,
		granularity: 'PT1S',
	},
	forbiddenHint:
		'The Constant Contact user who connected the credential may not read this. Connect it again as a user who may, for example the account owner.',
	resources: [
		{
			// Listed for ten days after they were made, so that their absence means nothing.
			name: 'activities',
			displayName: 'Activities',
			description: 'Bulk imports, exports and deletions of the last ten days',
			url: '/activities',
			recordsField: 'activities',
			idField: 'activity_id',
			hubConditions: { fields: ['state'] },
		},
		{
			...COMPARED,
			...SUMMARIES,
			name: 'campaign-summaries',
			displayName: 'Campaign Summaries',
			description: 'Reports whenever the figures of an email campaign change',
			datesConfiguration: created('last_sent_date'),
			datedVariant: 'campaigns-sent',
		},
		{
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
			url: `/emails?after_date=${SINCE}`,
			hubSince: ['modified_since', 'modified_date', 'after_date', 'updated_at'],
		},
		{
			...COMPARED,
			...CAMPAIGNS,
			name: 'campaigns-compared',
			displayName: 'Campaigns (Compared)',
			description: 'Reads all campaigns at each poll, and so reports every change of their status',
			url: '/emails',
			datedVariant: 'campaigns',
		},
		{
			...SUMMARIES,
			name: 'campaigns-sent',
			displayName: 'Campaigns (Sent)',
			description: 'Reports each sending once, with the figures of that moment',
			datesConfiguration: dates('last_sent_date'),
			order: 'descending',
			volatile: ['unique_counts'],
		},
		{
			// An unsubscribe leaves `updated_at` as it is and moves the dates of the address alone.
			name: 'contacts',
			displayName: 'Contacts',
			url: `${CONTACTS}&updated_after=${SINCE}`,
			recordsField: 'contacts',
			idField: 'contact_id',
			hubFields: { id: 'id', modified_date: 'updated', created_date: 'created' },
			hubSince: ['updated_after', 'updated_at', 'modified_since', 'modified_date'],
			alsoUpdated: ['email_address.opt_out_date', 'email_address.updated_at'],
			additionalLists: [{ url: `${CONTACTS}&optout_after=${SINCE}` }],
			// A day in the specification, a time in the guide. Whether deleting moves `updated_at`,
			// by which the list could be shortened, is not documented: it is read whole.
			deletions: {
				url: '/contacts?status=deleted',
				datesConfiguration: datesIn('yyyy-MM-dd', 'UTC').updated('deleted_at'),
				granularity: 'P1D',
			},
			hubConditions: { fields: ['email', 'lists', 'sms_status', 'status', 'tags'] },
		},
		{
			...COMPARED,
			name: 'custom-fields',
			displayName: 'Custom Fields',
			hubAliases: ['contact_custom_fields'],
			url: '/contact_custom_fields',
			pageSize: 100,
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
			url: '/reports/email_reports/{campaignActivityId}/tracking/unique_opens',
			recordsField: 'tracking_activities',
			idField: 'contact_id',
			datesConfiguration: created(TRACKED),
		},
		tracking('optouts', 'email-opt-outs', 'Email Opt Outs'),
		tracking('sends', 'email-sends', 'Email Sends'),
		{
			...COMPARED,
			name: 'emails-not-opened',
			displayName: 'Emails Not Opened',
			description: `${NEEDS_ACTIVITY}. A contact who opens the email is reported as deleted here.`,
			url: '/reports/email_reports/{campaignActivityId}/tracking/didnotopens',
			recordsField: 'tracking_activities',
			idField: ['contact_id', 'created_time'],
			datesConfiguration: created(TRACKED),
		},
		{
			...COMPARED,
			name: 'registrations',
			displayName: 'Event Registrations',
			description: 'Add path variables named eventId and trackId under Options',
			url: '/events/{eventId}/tracks/{trackId}/registrations',
			paging: EVENT_PAGING,
			pageSize: 100,
			recordsField: 'records',
			idField: 'registration_id',
			datesConfiguration: created('registration_time'),
			hubConditions: { fields: ['payment_status', 'registration_status', 'search_text'] },
		},
		{
			...COMPARED,
			// The listing can be sorted by an updated time that it does not show.
			name: 'events',
			displayName: 'Events',
			url: '/events?sort_by=created_time&sort_order=ASC',
			paging: EVENT_PAGING,
			pageSize: 100,
			recordsField: 'records',
			idField: 'event_id',
			datesConfiguration: created('create_time'),
			deleted: { field: 'status', values: ['DELETED'] },
			hubConditions: { fields: ['event_status', 'search_text'] },
			volatile: ['event_registration_summary_metrics'],
		},
		{
			name: 'lists',
			hubSince: ['modified_since'],
			displayName: 'Lists',
			hubAliases: ['contact_lists'],
			url: '/contact_lists',
			recordsField: 'lists',
			idField: 'list_id',
			hubFields: { id: 'id', modified_date: 'updated', created_date: 'created' },
			deletions: {
				url: '/contact_lists?status=deleted',
				datesConfiguration: updated('deleted_at'),
			},
			hubConditions: { fields: ['channel_type', 'name'] },
		},
		{
			...COMPARED,
			name: 'segments',
			displayName: 'Segments',
			// By date an edit would move a segment past the page that is read next.
			url: '/segments?sort_by=name',
			pageSize: 1_000,
			recordsField: 'segments',
			idField: 'segment_id',
		},
		{
			...COMPARED,
			name: 'tags',
			displayName: 'Tags',
			hubAliases: ['contact_tags'],
			url: '/contact_tags',
			recordsField: 'tags',
			idField: 'tag_id',
			volatile: ['contacts_count'],
		},
	],
});
