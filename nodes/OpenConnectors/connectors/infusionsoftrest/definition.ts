import type {
	ConnectorDefinition,
	EqualityFilter,
	NativeDate,
	OffsetPaging,
	SinceFilter,
	TokenPaging,
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

const ISO = "yyyy-MM-dd'T'HH:mm:ssX";
/** What v2 insists on in some filters: milliseconds and `Z`. */
const FILTER_FORMAT = "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'";
/** `2022-09-29T00:32:12.000+0000` */
const V1_FORMAT = "yyyy-MM-dd'T'HH:mm:ss.SSSZ";

const V2_PAGING: TokenPaging = {
	style: 'token',
	tokenParameter: 'page_token',
	limitParameter: 'page_size',
	tokenField: 'next_page_token',
	maxPageSize: 1_000,
};

/** The first page is read at every poll and holds little news: a fifth of the maximum will do. */
const NEWEST_FIRST_PAGING: TokenPaging = { ...V2_PAGING, maxPageSize: 200 };

/** `next` is there on the last page too: the stated number of records ends the list. */
const V1_PAGING: OffsetPaging = {
	style: 'offset',
	offsetParameter: 'offset',
	limitParameter: 'limit',
	maxPageSize: 1_000,
	total: { field: 'count' },
};

const COMMON = { granularityMs: 1_000, lookbackMinutes: 5 } as const;
const V1 = { ...COMMON, versionPath: '/v1', paging: V1_PAGING, order: 'unknown' } as const;
/** Lists that are compared whole are asked for in an order that edits leave alone, where there is one. */
const SNAPSHOT = { ...COMMON, watch: 'snapshot', order: 'unknown' } as const;
const DATES = { ...COMMON, watch: 'dates' } as const;
const NEWEST_FIRST = { ...DATES, order: 'descending', paging: NEWEST_FIRST_PAGING } as const;

const at = (field: string): NativeDate => ({ field, format: ISO });

const orderBy = (order: string) => ['order_by', order] as const;
const fields = (names: string) => ['fields', names] as const;

/** The filter of v2, in the form `filter=name==value`. */
function since(
	name: string,
	hubFields: readonly string[],
	{ inclusive }: Pick<SinceFilter, 'inclusive'> = { inclusive: false },
): SinceFilter {
	return {
		parameter: 'filter',
		prefix: `${name}==`,
		format: FILTER_FORMAT,
		inclusive,
		hubFields: [name, 'since', ...hubFields],
	};
}

/** The names that the documentation lets `filter` compare for equality. */
const equals = (names: string): EqualityFilter => ({
	kind: 'part',
	parameter: 'filter',
	names: names.split(' '),
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

export const infusionsoftrest: ConnectorDefinition = {
	key: 'infusionsoftrest',
	displayName: 'Infusionsoft (Keap)',
	hub: 'crm',
	credentials: [
		{ authentication: 'oAuth2', type: 'openConnectorsInfusionsoftRestOAuth2Api' },
		{ authentication: 'apiKey', type: 'openConnectorsInfusionsoftRestApi' },
	],
	versionPath: '/v2',
	paging: V2_PAGING,
	errorMapper: keapErrorMapper,
	// A key has 240 a minute, which are four a second; the limit of a second is said to be 10, or 5.
	requestsPerSecond: 4,
	repeatedParameterJoin: ';',
	forbiddenHint:
		'The login sees what its user sees. Give that user the right in Keap, or enter a Service Account Key, which sees everything.',
	resources: [
		{
			...SNAPSHOT,
			name: 'affiliates',
			displayName: 'Affiliates',
			path: '/affiliates',
			parameters: [orderBy('id asc')],
			recordsField: 'affiliates',
			idField: 'id',
			created: at('date_created'),
			equality: equals('contact_id referral_contact_id status code name'),
		},
		{
			...V1,
			watch: 'snapshot',
			name: 'appointments',
			displayName: 'Appointments',
			// As printed in the documentation of the platform; its two dates are those of tasks and orders.
			hubConfiguration: {
				url: '/hubs/crm/appointments',
				idField: 'id',
				datesConfiguration: {
					updatedDateField: 'modification_date',
					updatedDateFormat: "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'",
					updatedDateTimezone: 'GMT',
					createdDateField: 'creation_date',
					createdDateFormat: "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'",
					createdDateTimezone: 'GMT',
				},
			},
			hubFields: { modification_date: 'none', creation_date: 'none' },
			path: '/appointments',
			recordsField: 'appointments',
			// Not in the documented record, but in the address of one appointment.
			idField: 'id',
			// By the time of the appointment itself, which makes a short list of a long calendar.
			equality: { kind: 'parameter', names: ['contact_id', 'since', 'until'] },
		},
		{
			...SNAPSHOT,
			name: 'automations',
			displayName: 'Automations',
			path: '/automations',
			parameters: [orderBy('name asc')],
			paging: { ...V2_PAGING, maxPageSize: 25 },
			recordsField: 'automations',
			idField: 'id',
			equality: equals('name status categories'),
			volatile: ['active_contacts'],
		},
		{
			...SNAPSHOT,
			name: 'campaigns',
			displayName: 'Campaigns',
			path: '/campaigns',
			parameters: [orderBy('id asc')],
			recordsField: 'campaigns',
			idField: 'id',
			created: at('date_created'),
			equality: equals('name'),
			volatile: ['active_contact_count', 'completed_contact_count'],
		},
		{
			...DATES,
			name: 'companies',
			displayName: 'Companies',
			hubFields: V1_DATES,
			path: '/companies',
			// There is no order by update; by id no record slips past when another one is edited.
			parameters: [fields(COMPANY_FIELDS), orderBy('id asc')],
			recordsField: 'companies',
			idField: 'id',
			created: at('create_time'),
			updated: at('update_time'),
			since: since('since_time', ['last_updated', 'update_time'], { inclusive: true }),
			equality: equals('company_name name email city state'),
			order: 'unknown',
		},
		{
			...DATES,
			name: 'contacts',
			displayName: 'Contacts',
			hubFields: V1_DATES,
			path: '/contacts',
			parameters: [fields(CONTACT_FIELDS), orderBy('update_time asc')],
			recordsField: 'contacts',
			idField: 'id',
			created: at('create_time'),
			updated: at('update_time'),
			since: since('start_update_time', ['last_updated', 'update_time']),
			equality: equals('email given_name family_name middle_name company_id contact_ids ids'),
			order: 'ascending',
		},
		{
			...DATES,
			name: 'emails',
			displayName: 'Emails',
			description: 'New emails only: being opened or clicked does not count',
			path: '/emails',
			// The filter goes by when the record was made, which the record does not tell.
			parameters: [orderBy('created_time asc')],
			recordsField: 'emails',
			idField: 'id',
			created: at('sent_time'),
			updated: at('sent_time'),
			since: since('start_created_time', ['since_sent_date', 'sent_date', 'sent_time']),
			hubFields: { sent_date: 'updated' },
			equality: equals('contact_id email'),
			order: 'unknown',
			volatile: ['received_time', 'opened_time', 'clicked_time'],
		},
		{
			...NEWEST_FIRST,
			name: 'files',
			displayName: 'Files',
			hubFields: V1_DATES,
			path: '/files',
			parameters: [orderBy('updated_time desc')],
			recordsField: 'files',
			idField: 'id',
			created: at('created_time'),
			updated: at('updated_time'),
			equality: equals('contact_id user_id category file_box_type file_name is_public'),
		},
		{
			...NEWEST_FIRST,
			name: 'notes',
			hubSince: ['since', 'since_time'],
			displayName: 'Notes',
			hubFields: V1_DATES,
			path: '/notes',
			parameters: [fields('custom_fields'), orderBy('update_time desc')],
			recordsField: 'notes',
			idField: 'id',
			created: at('create_time'),
			updated: at('update_time'),
			equality: equals('contact_id assigned_to_user_id title ids'),
		},
		{
			...NEWEST_FIRST,
			name: 'opportunities',
			displayName: 'Opportunities',
			hubFields: V1_DATES,
			path: '/opportunities',
			parameters: [
				fields('custom_fields,created_by,last_updated_by,status_id'),
				orderBy('update_time desc'),
			],
			recordsField: 'opportunities',
			idField: 'id',
			created: at('created_time'),
			updated: at('last_updated_time'),
			equality: equals('stage_id user_id contact_id opportunity_title affiliate_id ids'),
		},
		{
			...NEWEST_FIRST,
			name: 'opportunity-stage-moves',
			displayName: 'Opportunity Stage Moves',
			path: '/opportunities/stageMoves',
			parameters: [orderBy('move_date desc')],
			recordsField: 'stage_moves',
			idField: 'id',
			created: at('create_time'),
			updated: at('move_time'),
			equality: equals('opportunity_id user_id'),
		},
		{
			...DATES,
			name: 'orders',
			displayName: 'Orders',
			hubFields: V1_ORDER_DATES,
			path: '/orders',
			parameters: [orderBy('modification_time asc')],
			recordsField: 'orders',
			idField: 'id',
			created: at('creation_time'),
			updated: at('modification_time'),
			since: since('modified_since_time', ['modification_date', 'modification_time']),
			equality: equals('contact_id product_id paid title order_type invoice_id ids'),
			order: 'ascending',
		},
		{
			...DATES,
			name: 'payments',
			displayName: 'Payments',
			description: 'Read whole: a list of many pages is read once in as many minutes',
			path: '/sales/payments',
			parameters: [orderBy('id asc')],
			recordsField: 'payments',
			idField: 'id',
			// Entered by hand, it may lie before the payment was recorded, which then counts as updated.
			created: at('payment_time'),
			updated: at('update_time'),
			equality: equals('contact_id order_id order_ids ids'),
			order: 'unknown',
		},
		{
			...SNAPSHOT,
			name: 'products',
			displayName: 'Products',
			path: '/products',
			parameters: [orderBy('name asc')],
			recordsField: 'products',
			idField: 'id',
			created: at('create_time'),
			equality: equals('name sku product_ids'),
		},
		{
			...SNAPSHOT,
			name: 'subscriptions',
			displayName: 'Subscriptions',
			datedVariant: 'subscriptions-by-date',
			path: '/subscriptions',
			parameters: [orderBy('id asc')],
			recordsField: 'subscriptions',
			idField: 'id',
			equality: equals('contact_id subscription_plan_id status ids'),
		},
		{
			...NEWEST_FIRST,
			name: 'subscriptions-by-date',
			displayName: 'Subscriptions (by Date)',
			description:
				'For more than ten thousand; new ones count as updated, as nothing tells when they were made',
			path: '/subscriptions',
			parameters: [orderBy('modification_time desc')],
			recordsField: 'subscriptions',
			idField: 'id',
			updated: at('modification_time'),
			equality: equals('contact_id subscription_plan_id status ids'),
		},
		{
			...SNAPSHOT,
			name: 'tagged-contacts',
			displayName: 'Tagged Contacts',
			description:
				'Contacts that get or lose a tag. Add a path variable named tagId under Options, e.g. 91.',
			datedVariant: 'tagged-contacts-by-date',
			path: '/tags/{tagId}/contacts',
			parameters: [orderBy('applied_time asc')],
			recordsField: 'contacts',
			idField: 'id',
			created: at('applied_time'),
			equality: equals('given_name family_name email'),
		},
		{
			...DATES,
			name: 'tagged-contacts-by-date',
			displayName: 'Tagged Contacts (by Date)',
			description:
				'Contacts that get a tag, however many have it. Add a path variable named tagId under Options.',
			path: '/tags/{tagId}/contacts',
			parameters: [orderBy('applied_time asc')],
			recordsField: 'contacts',
			idField: 'id',
			created: at('applied_time'),
			updated: at('applied_time'),
			since: since('since_applied_time', ['date_applied', 'applied_time']),
			hubFields: { date_applied: 'updated' },
			equality: equals('given_name family_name email'),
			order: 'ascending',
		},
		{
			...DATES,
			name: 'tags',
			displayName: 'Tags',
			path: '/tags',
			parameters: [orderBy('update_time asc')],
			recordsField: 'tags',
			idField: 'id',
			created: at('create_time'),
			updated: at('update_time'),
			since: since('since_update_time', ['update_time']),
			equality: equals('name description category_id tag_ids'),
			order: 'ascending',
		},
		{
			...NEWEST_FIRST,
			name: 'tasks',
			hubSince: ['since', 'since_time'],
			displayName: 'Tasks',
			hubFields: V1_ORDER_DATES,
			path: '/tasks',
			parameters: [fields('custom_fields'), orderBy('update_time desc')],
			recordsField: 'tasks',
			idField: 'id',
			created: at('create_time'),
			updated: at('modification_time'),
			equality: equals(
				'contact_id user_id opportunity_id priority title has_due_date is_completed task_ids',
			),
		},
		{
			...V1,
			watch: 'dates',
			name: 'transactions',
			displayName: 'Transactions',
			path: '/transactions',
			recordsField: 'transactions',
			idField: 'id',
			created: { field: 'transaction_date', format: V1_FORMAT },
			updated: { field: 'transaction_date', format: V1_FORMAT },
			// Nothing but this date could be meant: a transaction has no other, and is never changed.
			since: {
				parameter: 'since',
				format: FILTER_FORMAT,
				inclusive: false,
				hubFields: ['since', 'transaction_date'],
			},
			equality: { kind: 'parameter', names: ['contact_id'] },
		},
		{
			...SNAPSHOT,
			name: 'users',
			displayName: 'Users',
			path: '/users',
			// Without it a user who is deactivated would look deleted.
			parameters: [['filter', 'include_inactive==true'], orderBy('create_time asc')],
			paging: { ...V2_PAGING, maxPageSize: 100 },
			recordsField: 'users',
			idField: 'id',
			created: at('create_time'),
			equality: equals('email given_name user_ids include_partners'),
		},
	],
};
