import type { OffsetPaging } from '../../configuration/language';
import {
	datesIn,
	defineConnector,
	type HubConditions,
	type ResourceDefinition,
} from '../../streams/definition';
import { keapErrorMapper } from './errorMapper';

/*
 * Infusionsoft (Keap) REST API, https://developer.infusionsoft.com/docs/rest/
 *
 * Version 2 unless it lacks the list (appointments) or the ids in it (transactions). Deletions leave
 * no trace. Stamps are whole seconds, rounded half up: one may lie half a second in the future.
 *
 * A filter by time is used where its name or its words say that it goes by the update: contacts,
 * companies, orders, tags. Those of tasks, notes and payments do not say which date they look at,
 * and the one of v1 orders is not used for the same reason. Lists without such a filter that can be
 * sorted by update are read newest first; the others are read, or compared, whole.
 */

/** What v2 insists on in some filters: milliseconds and `Z`. */
const SINCE = "${gmtDate:yyyy-MM-dd'T'HH:mm:ss.SSS'Z'}";
/** `next` is there on the last page too: the stated number of records ends the list. */
const V1_PAGING: OffsetPaging = {
	type: 'offset',
	offsetParam: 'offset',
	limitParam: 'limit',
	totalField: 'count',
};

const V1 = { versionPath: '/v1', paging: V1_PAGING } as const;
/** Lists that are compared whole are asked for in an order that edits leave alone, where there is one. */
const SNAPSHOT = { watch: 'snapshot' } as const;
/** The first page is read at every poll and holds little news: a fifth of the maximum will do. */
const NEWEST_FIRST = { order: 'descending', pageSize: 200 } as const;

const { updated, created, dates } = datesIn("yyyy-MM-dd'T'HH:mm:ssX");

/** The names that the documentation lets `filter` compare for equality. */
const equals = (names: string): HubConditions => ({
	fields: names.split(' '),
	query: 'filter={field}=={value}',
	join: ';',
});

/** Dates of v1, whose names the platform's records have. */
const V1_DATES = { date_created: 'created', last_updated: 'updated' } as const;
const V1_ORDER_DATES = { creation_date: 'created', modification_date: 'updated' } as const;

/** All that the documentation lists: some come only when named, and then perhaps nothing but what is named. */
const CONTACT_FIELDS =
	'account_id,addresses,anniversary_date,assistant_name,assistant_phone,billing_information,birth_date,' +
	'company,contact_type,create_time,created_by,custom_fields,email_addresses,family_name,fax_numbers,' +
	'given_name,groups,id,job_title,last_updated_by,leadsource_id,links,middle_name,notes,origin,owner_id,' +
	'phone_numbers,preferred_locale,preferred_name,prefix,referral_code,score_value,social_accounts,' +
	'source_type,spouse_name,suffix,tag_ids,time_zone,update_time,utm_parameters,website';

/** What the documentation names, with the fields that come unasked and would go missing if only named ones came. */
const COMPANY_FIELDS =
	'id,company_name,website,address,create_time,custom_fields,email_address,fax_number,notes,phone_number,update_time';

/** A list that goes by its name in answers too. */
function list(
	name: string,
	displayName: string,
	more: Partial<ResourceDefinition> & Pick<ResourceDefinition, 'url'>,
): ResourceDefinition {
	return { name, displayName, recordsField: name, idField: 'id', ...more };
}

export const infusionsoftrest = defineConnector({
	key: 'infusionsoftrest',
	displayName: 'Infusionsoft (Keap)',
	hub: 'crm',
	credentials: [
		{ authentication: 'oAuth2', type: 'openConnectorsInfusionsoftRestOAuth2Api' },
		{ authentication: 'apiKey', type: 'openConnectorsInfusionsoftRestApi' },
	],
	versionPath: '/v2',
	errorMapper: keapErrorMapper,
	// A key has 240 a minute, which are four a second; the limit of a second is said to be 10, or 5.
	rateLimit: { requests: 4, per: 'PT1S' },
	// Of a key; an OAuth client has 150,000: https://developer.infusionsoft.com/api-token-quota-and-usage-measurements
	requestsPerDay: 30_000,
	defaults: {
		paging: {
			type: 'cursor',
			cursorField: 'next_page_token',
			cursorParam: 'page_token',
			limitParam: 'page_size',
		},
		pageSize: 1_000,
		granularity: 'PT1S',
	},
	variables: { tagId: { displayName: 'Tag', from: { list: { tags: {} }, label: 'name' } } },
	forbiddenHint:
		'The login sees what its user sees. Give that user the right in Keap, or enter a Service Account Key, which sees everything.',
	resources: [
		list('affiliates', 'Affiliates', {
			...SNAPSHOT,
			url: '/affiliates?order_by=id asc',
			datesConfiguration: created('date_created'),
			hubConditions: equals('contact_id referral_contact_id status code name'),
		}),
		// Its id is not in the documented record, but in the address of one appointment.
		list('appointments', 'Appointments', {
			...V1,
			watch: 'snapshot',
			// As printed in the documentation of the platform; its two dates are those of tasks and orders.
			hubConfiguration: {
				url: '/hubs/crm/appointments',
				idField: 'id',
				datesConfiguration: datesIn("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", 'GMT').dates(
					'modification_date',
					'creation_date',
				),
			},
			hubFields: { modification_date: 'none', creation_date: 'none' },
			url: '/appointments',
			// By the time of the appointment itself, which makes a short list of a long calendar.
			hubConditions: { fields: ['contact_id', 'since', 'until'] },
		}),
		list('automations', 'Automations', {
			...SNAPSHOT,
			url: '/automations?order_by=name asc',
			pageSize: 25,
			hubConditions: equals('name status categories'),
			volatile: ['active_contacts'],
		}),
		list('campaigns', 'Campaigns', {
			...SNAPSHOT,
			url: '/campaigns?order_by=id asc',
			datesConfiguration: created('date_created'),
			hubConditions: equals('name'),
			volatile: ['active_contact_count', 'completed_contact_count'],
		}),
		list('companies', 'Companies', {
			hubFields: V1_DATES,
			url: `/companies?fields=${COMPANY_FIELDS}&order_by=id asc&filter=since_time==${SINCE}`,
			// There is no order by update; by id no record slips past when another one is edited.
			datesConfiguration: dates('update_time', 'create_time'),
			hubSince: ['since_time', 'since', 'last_updated', 'update_time'],
			since: { inclusive: true },
			hubConditions: equals('company_name name email city state'),
		}),
		list('contacts', 'Contacts', {
			hubFields: V1_DATES,
			url: `/contacts?fields=${CONTACT_FIELDS}&order_by=update_time asc&filter=start_update_time==${SINCE}`,
			datesConfiguration: dates('update_time', 'create_time'),
			hubSince: ['start_update_time', 'since', 'last_updated', 'update_time'],
			hubConditions: equals('email given_name family_name middle_name company_id contact_ids ids'),
			order: 'ascending',
		}),
		list('emails', 'Emails', {
			description: 'Being opened or clicked does not count as a change',
			url: `/emails?order_by=created_time asc&filter=start_created_time==${SINCE}`,
			// The filter goes by when the record was made, which the record does not tell.
			datesConfiguration: dates('sent_time'),
			hubSince: ['start_created_time', 'since', 'since_sent_date', 'sent_date', 'sent_time'],
			hubFields: { sent_date: 'updated' },
			hubConditions: equals('contact_id email'),
			volatile: ['received_time', 'opened_time', 'clicked_time'],
		}),
		list('files', 'Files', {
			...NEWEST_FIRST,
			hubFields: V1_DATES,
			url: '/files?order_by=updated_time desc',
			datesConfiguration: dates('updated_time', 'created_time'),
			hubConditions: equals('contact_id user_id category file_box_type file_name is_public'),
		}),
		list('notes', 'Notes', {
			...NEWEST_FIRST,
			hubSince: ['since', 'since_time'],
			hubFields: V1_DATES,
			url: '/notes?fields=custom_fields&order_by=update_time desc',
			datesConfiguration: dates('update_time', 'create_time'),
			hubConditions: equals('contact_id assigned_to_user_id title ids'),
		}),
		list('opportunities', 'Opportunities', {
			...NEWEST_FIRST,
			hubFields: V1_DATES,
			url: '/opportunities?fields=custom_fields,created_by,last_updated_by,status_id&order_by=update_time desc',
			datesConfiguration: dates('last_updated_time', 'created_time'),
			hubConditions: equals('stage_id user_id contact_id opportunity_title affiliate_id ids'),
		}),
		list('opportunity-stage-moves', 'Opportunity Stage Moves', {
			...NEWEST_FIRST,
			url: '/opportunities/stageMoves?order_by=move_date desc',
			recordsField: 'stage_moves',
			datesConfiguration: dates('move_time', 'create_time'),
			hubConditions: equals('opportunity_id user_id'),
		}),
		list('orders', 'Orders', {
			hubFields: V1_ORDER_DATES,
			url: `/orders?order_by=modification_time asc&filter=modified_since_time==${SINCE}`,
			datesConfiguration: dates('modification_time', 'creation_time'),
			hubSince: ['modified_since_time', 'since', 'modification_date', 'modification_time'],
			hubConditions: equals('contact_id product_id paid title order_type invoice_id ids'),
			order: 'ascending',
		}),
		list('payments', 'Payments', {
			description: 'A list of many pages is read once in as many minutes',
			url: '/sales/payments?order_by=id asc',
			// Entered by hand, it may lie before the payment was recorded, which then counts as updated.
			datesConfiguration: dates('update_time', 'payment_time'),
			hubConditions: equals('contact_id order_id order_ids ids'),
		}),
		list('products', 'Products', {
			...SNAPSHOT,
			url: '/products?order_by=name asc',
			datesConfiguration: created('create_time'),
			hubConditions: equals('name sku product_ids'),
		}),
		list('subscriptions', 'Subscriptions', {
			...SNAPSHOT,
			datedVariant: 'subscriptions-by-date',
			url: '/subscriptions?order_by=id asc',
			hubConditions: equals('contact_id subscription_plan_id status ids'),
		}),
		list('subscriptions-by-date', 'Subscriptions (by Date)', {
			...NEWEST_FIRST,
			description:
				'For more than 10,000. New ones count as changed, as Keap does not say when they were created.',
			url: '/subscriptions?order_by=modification_time desc',
			recordsField: 'subscriptions',
			datesConfiguration: updated('modification_time'),
			hubConditions: equals('contact_id subscription_plan_id status ids'),
		}),
		list('tagged-contacts', 'Tagged Contacts', {
			...SNAPSHOT,
			description: 'Contacts that get or lose one tag, by its tagId',
			datedVariant: 'tagged-contacts-by-date',
			url: '/tags/{tagId}/contacts?order_by=applied_time asc',
			recordsField: 'contacts',
			datesConfiguration: created('applied_time'),
			hubConditions: equals('given_name family_name email'),
		}),
		list('tagged-contacts-by-date', 'Tagged Contacts (by Date)', {
			description: 'Contacts that get one tag, by its tagId, however many have it',
			url: `/tags/{tagId}/contacts?order_by=applied_time asc&filter=since_applied_time==${SINCE}`,
			recordsField: 'contacts',
			datesConfiguration: dates('applied_time'),
			hubSince: ['since_applied_time', 'since', 'date_applied', 'applied_time'],
			hubFields: { date_applied: 'updated' },
			hubConditions: equals('given_name family_name email'),
			order: 'ascending',
		}),
		list('tags', 'Tags', {
			url: `/tags?order_by=update_time asc&filter=since_update_time==${SINCE}`,
			datesConfiguration: dates('update_time', 'create_time'),
			hubSince: ['since_update_time', 'since', 'update_time'],
			hubConditions: equals('name description category_id tag_ids'),
			order: 'ascending',
		}),
		list('tasks', 'Tasks', {
			...NEWEST_FIRST,
			hubSince: ['since', 'since_time'],
			hubFields: V1_ORDER_DATES,
			url: '/tasks?fields=custom_fields&order_by=update_time desc',
			datesConfiguration: dates('modification_time', 'create_time'),
			hubConditions: equals(
				'contact_id user_id opportunity_id priority title has_due_date is_completed task_ids',
			),
		}),
		list('transactions', 'Transactions', {
			...V1,
			url: `/transactions?since=${SINCE}`,
			// `2022-09-29T00:32:12.000+0000`
			datesConfiguration: datesIn("yyyy-MM-dd'T'HH:mm:ss.SSSZ").dates('transaction_date'),
			// Nothing but this date could be meant: a transaction has no other, and is never changed.
			hubSince: ['since', 'transaction_date'],
			hubConditions: { fields: ['contact_id'] },
		}),
		list('users', 'Users', {
			...SNAPSHOT,
			url: '/users?filter=include_inactive==true&order_by=create_time asc',
			// Without it a user who is deactivated would look deleted.
			pageSize: 100,
			datesConfiguration: created('create_time'),
			hubConditions: equals('email given_name user_ids include_partners'),
		}),
	],
});
