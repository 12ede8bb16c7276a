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

const SINCE = "${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}";

/**
 * A list that does not say when its records were changed, or that is asked what was deleted. Its
 * path, and its name in the answer, are its name.
 */
function compared(
	name: string,
	displayName: string,
	idField: ResourceDefinition['idField'],
	more: Partial<ResourceDefinition> = {},
): ResourceDefinition {
	return {
		name,
		displayName,
		watch: 'snapshot',
		url: `/${name}`,
		recordsField: name,
		idField,
		datesConfiguration: created('created_at'),
		...more,
	};
}

const NEEDS_ACTIVITY = 'Of one email, by its campaignActivityId';
/** An entry of a report has no id but its contact and time. */
const ENTRY = ['contact_id', 'created_time'];

/** A report of what contacts did with one email. */
const report = (name: string) => ({
	description: NEEDS_ACTIVITY,
	url: `/reports/email_reports/{campaignActivityId}/tracking/${name}`,
	recordsField: 'tracking_activities',
});

/** Reports list what was done by its time, newest first. */
function tracking(
	reported: string,
	name: string,
	displayName: string,
	idField = ENTRY,
): ResourceDefinition {
	const datesConfiguration = dates('created_time');
	return {
		...report(reported),
		name,
		displayName,
		idField,
		datesConfiguration,
		order: 'descending',
	};
}

const CAMPAIGNS = {
	recordsField: 'campaigns',
	deleted: { field: 'current_status', values: ['Removed'] },
} as const satisfies Partial<ResourceDefinition>;

const SUMMARIES = {
	url: '/reports/summary_reports/email_campaign_summaries',
	recordsField: 'bulk_email_campaign_summaries',
} as const satisfies Partial<ResourceDefinition>;

/** Of events and their registrations. */
const EVENTS = {
	paging: { type: 'cursor', cursorField: 'next_cursor', cursorParam: 'next', limitParam: 'limit' },
	pageSize: 100,
	recordsField: 'records',
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
	// https://developer.constantcontact.com/api_guide/rate_limits.html
	requestsPerDay: 10_000,
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
	variables: {
		campaignActivityId: {
			displayName: 'Campaign Activity',
			description:
				'The email to watch: the campaign_activity_id that GET /emails/{campaign_id} of the API shows',
		},
		eventId: { displayName: 'Event', from: { list: { events: {} }, label: 'title' } },
		trackId: {
			displayName: 'Track',
			description:
				'The track of the event: the track_id that GET /events/{event_id} of the API shows',
		},
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
		compared('campaign-summaries', 'Campaign Summaries', 'campaign_id', {
			...SUMMARIES,
			description: 'Whenever the figures of an email campaign change',
			datesConfiguration: created('last_sent_date'),
			datedVariant: 'campaigns-sent',
		}),
		{
			...CAMPAIGNS,
			// Removed campaigns stay listed. Whether removing one moves `updated_at` is not documented;
			// where it does not, only the compared list shows it.
			name: 'campaigns',
			displayName: 'Campaigns',
			idField: 'campaign_id',
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
		compared('campaigns-compared', 'Campaigns (Compared)', 'campaign_id', {
			...CAMPAIGNS,
			description: 'Reads all campaigns at each poll, and shows each change of their status',
			url: '/emails',
			datedVariant: 'campaigns',
		}),
		{
			...SUMMARIES,
			name: 'campaigns-sent',
			displayName: 'Campaigns (Sent)',
			description: 'Each sending once, with the figures of that moment',
			idField: 'campaign_id',
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
		compared('custom-fields', 'Custom Fields', 'custom_field_id', {
			hubAliases: ['contact_custom_fields'],
			url: '/contact_custom_fields',
			pageSize: 100,
			recordsField: 'custom_fields',
		}),
		tracking('bounces', 'email-bounces', 'Email Bounces'),
		tracking('clicks', 'email-clicks', 'Email Clicks', [...ENTRY, 'url_id']),
		tracking('forwards', 'email-forwards', 'Email Forwards'),
		tracking('opens', 'email-opens', 'Email Opens'),
		// One entry for each contact, with the time of the latest opening.
		compared('email-unique-opens', 'Email Opens (Unique)', 'contact_id', {
			...report('unique_opens'),
			datesConfiguration: created('created_time'),
		}),
		tracking('optouts', 'email-opt-outs', 'Email Opt Outs'),
		tracking('sends', 'email-sends', 'Email Sends'),
		compared('emails-not-opened', 'Emails Not Opened', ENTRY, {
			...report('didnotopens'),
			description: `${NEEDS_ACTIVITY}. A contact who opens the email counts as deleted.`,
			datesConfiguration: created('created_time'),
		}),
		compared('registrations', 'Event Registrations', 'registration_id', {
			...EVENTS,
			description: 'Of one event, by its eventId and trackId',
			url: '/events/{eventId}/tracks/{trackId}/registrations',
			datesConfiguration: created('registration_time'),
			hubConditions: { fields: ['payment_status', 'registration_status', 'search_text'] },
		}),
		// The listing can be sorted by an updated time that it does not show.
		compared('events', 'Events', 'event_id', {
			...EVENTS,
			url: '/events?sort_by=created_time&sort_order=ASC',
			datesConfiguration: created('create_time'),
			deleted: { field: 'status', values: ['DELETED'] },
			hubConditions: { fields: ['event_status', 'search_text'] },
			volatile: ['event_registration_summary_metrics'],
		}),
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
		compared('segments', 'Segments', 'segment_id', {
			// By date an edit would move a segment past the page that is read next.
			url: '/segments?sort_by=name',
			pageSize: 1_000,
		}),
		compared('tags', 'Tags', 'tag_id', {
			hubAliases: ['contact_tags'],
			url: '/contact_tags',
			volatile: ['contacts_count'],
		}),
	],
});
