import type { JsonRecord } from '../../json';
import type { RecordVersion } from '../../world';
import * as fields from './fields';
import { optedOutAt, updatedAt } from './history';
import {
	formatMilliseconds,
	formatOffset,
	formatSeconds,
	formatZeroMilliseconds,
	type StampFormat,
} from './stamps';

export type ConstantContactScope = 'contact_data' | 'campaign_data';

/** One collection of the API: where it lives, what it holds, and how the sandbox fills it. */
export interface ConstantContactResource {
	/** Name of the resource in the sandbox's world. */
	readonly resource: string;
	/** Below `/v3`. */
	readonly path: string;
	/** Key of the array in an answer. */
	readonly envelope: string;
	readonly idField: string;
	/** Begins the ids of this resource, which otherwise look alike; segments have numbers instead. */
	readonly idKind: number | 'number';
	readonly scope: ConstantContactScope;
	/** How many records a page holds by default and at most. */
	readonly limit: { readonly standard: number; readonly maximum: number };
	/** Whether removed records stay readable. */
	readonly removal: 'kept' | 'gone';
	/** How many old records a fresh sandbox holds. */
	readonly seeded: number;
	/** Text field that ends in the number of the change a record shows. */
	readonly numberField: string;
	/** Fields an edit may change, blank between. */
	readonly edited: string;
	readonly make: fields.FieldMaker;
	/** The stamp of the latest edit; absent where listings have none. */
	readonly updated?: { readonly field: string; readonly format: StampFormat };
	/** The step of that stamp, ms. */
	readonly granularityMs: number;
	/** The rest of the record as sent. `given` are the fields of the version, number included. */
	write(version: RecordVersion, given: JsonRecord, zone?: string): JsonRecord;
}

/**
 * The collections whose records have an id of their own, after the vendor's v3 specification
 * (https://developer.constantcontact.com/api_reference/index.html). Stamps are written in the shape
 * of the samples there, which differs from field to field.
 */
export const CONSTANT_CONTACT_RESOURCES: readonly ConstantContactResource[] = [
	{
		resource: 'lists',
		path: '/contact_lists',
		envelope: 'lists',
		idField: 'list_id',
		idKind: 1,
		scope: 'contact_data',
		limit: { standard: 50, maximum: 1000 },
		removal: 'kept',
		seeded: 6,
		numberField: 'description',
		edited: 'name description favorite',
		make: fields.makeList,
		updated: { field: 'updated_at', format: formatOffset },
		granularityMs: 1000,
		write: (version, given, zone) => ({
			...given,
			created_at: formatMilliseconds(version.createdAt, zone),
			...(version.kind === 'deleted' ? { deleted_at: formatOffset(version.updatedAt, zone) } : {}),
		}),
	},
	{
		resource: 'tags',
		path: '/contact_tags',
		envelope: 'tags',
		idField: 'tag_id',
		idKind: 2,
		scope: 'contact_data',
		limit: { standard: 50, maximum: 500 },
		removal: 'gone',
		seeded: 5,
		numberField: 'name',
		edited: 'name',
		make: fields.makeTag,
		updated: { field: 'updated_at', format: formatMilliseconds },
		granularityMs: 1,
		write: (version, given, zone) => ({
			...given,
			created_at: formatSeconds(version.createdAt, zone),
		}),
	},
	{
		resource: 'custom-fields',
		path: '/contact_custom_fields',
		envelope: 'custom_fields',
		idField: 'custom_field_id',
		idKind: 3,
		scope: 'contact_data',
		limit: { standard: 50, maximum: 100 },
		removal: 'gone',
		seeded: 4,
		numberField: 'label',
		edited: 'label',
		make: fields.makeCustomField,
		updated: { field: 'updated_at', format: formatMilliseconds },
		granularityMs: 1,
		write: (version, given, zone) => ({
			...given,
			created_at: formatOffset(version.createdAt, zone),
		}),
	},
	{
		resource: 'contacts',
		path: '/contacts',
		envelope: 'contacts',
		idField: 'contact_id',
		idKind: 4,
		scope: 'contact_data',
		limit: { standard: 50, maximum: 500 },
		removal: 'kept',
		seeded: 40,
		numberField: 'job_title',
		edited: 'first_name last_name job_title company_name list_memberships taggings',
		make: fields.makeContact,
		updated: { field: 'updated_at', format: formatMilliseconds },
		granularityMs: 1,
		write: writeContact,
	},
	{
		resource: 'segments',
		path: '/segments',
		envelope: 'segments',
		idField: 'segment_id',
		idKind: 'number',
		scope: 'contact_data',
		limit: { standard: 1000, maximum: 1000 },
		removal: 'gone',
		seeded: 4,
		numberField: 'name',
		edited: 'name',
		make: fields.makeSegment,
		updated: { field: 'edited_at', format: formatSeconds },
		granularityMs: 1000,
		write: (version, given, zone) => ({
			...given,
			created_at: formatSeconds(version.createdAt, zone),
		}),
	},
	{
		resource: 'campaigns',
		path: '/emails',
		envelope: 'campaigns',
		idField: 'campaign_id',
		idKind: 5,
		scope: 'campaign_data',
		limit: { standard: 50, maximum: 500 },
		removal: 'kept',
		seeded: 12,
		numberField: 'name',
		edited: 'name current_status',
		make: fields.makeCampaign,
		updated: { field: 'updated_at', format: formatZeroMilliseconds },
		granularityMs: 1000,
		write: (version, given, zone) => ({
			...given,
			...(version.kind === 'deleted' ? { current_status: 'Removed' } : {}),
			created_at: formatZeroMilliseconds(version.createdAt, zone),
		}),
	},
	{
		resource: 'campaign-summaries',
		path: '/reports/summary_reports/email_campaign_summaries',
		envelope: 'bulk_email_campaign_summaries',
		idField: 'campaign_id',
		idKind: 5,
		scope: 'campaign_data',
		limit: { standard: 50, maximum: 500 },
		removal: 'gone',
		seeded: 6,
		numberField: 'campaign_type',
		edited: 'unique_counts',
		make: fields.makeCampaignSummary,
		updated: { field: 'last_sent_date', format: formatZeroMilliseconds },
		granularityMs: 1000,
		write: (_version, given) => given,
	},
	{
		resource: 'events',
		path: '/events',
		envelope: 'records',
		idField: 'event_id',
		idKind: 6,
		scope: 'campaign_data',
		limit: { standard: 100, maximum: 100 },
		removal: 'kept',
		seeded: 8,
		numberField: 'description',
		edited: 'description status start_time end_time',
		make: fields.makeEvent,
		granularityMs: 1,
		write: (version, given, zone) => ({
			...given,
			...(version.kind === 'deleted' ? { status: 'DELETED' } : {}),
			event_registration_summary_metrics: { registration_count: 0, ticket_sold: 0, item_sold: 0 },
			create_time: formatSeconds(version.createdAt, zone),
		}),
	},
	{
		resource: 'registrations',
		path: '/events/:eventId/tracks/:trackId/registrations',
		envelope: 'records',
		idField: 'registration_id',
		idKind: 7,
		scope: 'campaign_data',
		limit: { standard: 100, maximum: 100 },
		removal: 'gone',
		seeded: 20,
		numberField: 'last_name',
		edited: 'registration_status payment_status tickets',
		make: fields.makeRegistration,
		granularityMs: 1,
		write: (version, given, zone) => ({
			...given,
			registration_time: formatMilliseconds(version.createdAt, zone),
		}),
	},
	{
		resource: 'activities',
		path: '/activities',
		envelope: 'activities',
		idField: 'activity_id',
		idKind: 8,
		scope: 'contact_data',
		limit: { standard: 50, maximum: 500 },
		removal: 'gone',
		seeded: 3,
		numberField: 'source_file_name',
		edited: 'state percent_done',
		make: fields.makeActivity,
		updated: { field: 'updated_at', format: formatMilliseconds },
		granularityMs: 1,
		write: (version, given, zone) => ({
			...given,
			started_at: formatMilliseconds(version.createdAt, zone),
			...(given.state === 'completed'
				? { completed_at: formatMilliseconds(updatedAt(version), zone) }
				: {}),
			created_at: formatMilliseconds(version.createdAt, zone),
			_links: { self: { href: `/v3/activities/${version.id}` } },
		}),
	},
];

/**
 * A contact with all its sub-resources. A deleted one carries an opt-out and its deletion, and is on no
 * list any more. An opt-out moves the stamp of the address and leaves that of the contact alone.
 */
function writeContact(version: RecordVersion, given: JsonRecord, zone?: string): JsonRecord {
	const {
		address,
		permission_to_send: permission,
		opt_in_source: optInSource,
		list_memberships: lists,
		...own
	} = given;
	const created = formatMilliseconds(version.createdAt, zone);
	const isDeleted = version.kind === 'deleted';
	const optedOut = optedOutAt(version);
	return {
		email_address: {
			address,
			permission_to_send: isDeleted ? 'unsubscribed' : permission,
			created_at: formatOffset(version.createdAt, zone),
			updated_at: formatOffset(optedOut ?? version.createdAt, zone),
			opt_in_source: optInSource,
			opt_in_date: created,
			...(optedOut === undefined
				? {}
				: {
						opt_out_source: permission === 'unsubscribed' ? 'Contact' : 'Account',
						opt_out_date: formatMilliseconds(optedOut, zone),
					}),
			confirm_status: permission === 'pending_confirmation' ? 'pending' : 'off',
		},
		...own,
		update_source: 'Account',
		create_source: 'Account',
		created_at: created,
		...(isDeleted ? { deleted_at: formatMilliseconds(version.updatedAt, zone) } : {}),
		list_memberships: isDeleted ? [] : lists,
	};
}
