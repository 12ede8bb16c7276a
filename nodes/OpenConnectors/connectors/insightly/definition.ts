import type {
	ConnectorDefinition,
	EqualityFilter,
	NativeDate,
	ResourceDefinition,
	SinceFilter,
} from '../../streams/definition';

/*
 * Insightly API v3.1, https://api.na1.insightly.com/v3.1/Help
 *
 * Only `/{Object}/Search` filters by time. Stamps are UTC without a zone, in whole seconds. Whether
 * the filter includes its bound and in which order records come is not documented. Deletions cannot
 * be seen.
 */

const STAMP = { format: 'yyyy-MM-dd HH:mm:ss', timezone: 'UTC' } as const;
const CREATED: NativeDate = { field: 'DATE_CREATED_UTC', ...STAMP };
const UPDATED: NativeDate = { field: 'DATE_UPDATED_UTC', ...STAMP };

const SINCE: SinceFilter = {
	parameter: 'updated_after_utc',
	format: "yyyy-MM-dd'T'HH:mm:ss'Z'",
	inclusive: false,
	hubFields: ['updated_after_utc', 'date_updated_utc'],
};

const EQUALITY: EqualityFilter = {
	kind: 'pair',
	fieldParameter: 'field_name',
	valueParameter: 'field_value',
};

const SEARCH = {
	watch: 'dates',
	created: CREATED,
	updated: UPDATED,
	since: SINCE,
	equality: EQUALITY,
	order: 'unknown',
	granularityMs: 1_000,
	lookbackMinutes: 5,
} as const satisfies Partial<ResourceDefinition>;

/** As printed in the documentation of the platform; leads and opportunities are printed as `{}` there and follow by analogy. */
function hubConfiguration(
	resource: string,
	idField: string,
): ResourceDefinition['hubConfiguration'] {
	return {
		url: `/hubs/crm/${resource}?where=updated_after_utc='\${gmtDate:yyyy-MM-dd HH:mm:ss}'`,
		idField,
		datesConfiguration: {
			updatedDateField: 'DATE_UPDATED_UTC',
			updatedDateFormat: 'yyyy-MM-dd HH:mm:ss',
			updatedDateTimezone: 'GMT',
			createdDateField: 'DATE_CREATED_UTC',
			createdDateFormat: 'yyyy-MM-dd HH:mm:ss',
			createdDateTimezone: 'GMT',
		},
	};
}

export const insightly: ConnectorDefinition = {
	key: 'insightly',
	displayName: 'Insightly',
	hub: 'crm',
	credentials: [{ type: 'openConnectorsInsightlyApi' }],
	versionPath: '/v3.1',
	paging: {
		style: 'offset',
		offsetParameter: 'skip',
		limitParameter: 'top',
		maxPageSize: 500,
		total: { header: 'x-total-count', ask: ['count_total', 'true'] },
	},
	requestsPerSecond: 10,
	forbiddenHint:
		'The user of the API key may not read this object, or the Insightly plan does not include it.',
	resources: [
		{
			...SEARCH,
			name: 'accounts',
			displayName: 'Accounts (Organisations)',
			hubAliases: ['organisations', 'organizations'],
			hubConfiguration: hubConfiguration('accounts', 'ORGANISATION_ID'),
			path: '/Organisations/Search',
			idField: 'ORGANISATION_ID',
		},
		{
			...SEARCH,
			name: 'contacts',
			displayName: 'Contacts',
			hubConfiguration: hubConfiguration('contacts', 'CONTACT_ID'),
			path: '/Contacts/Search',
			idField: 'CONTACT_ID',
		},
		{
			...SEARCH,
			name: 'custom-objects',
			displayName: 'Custom Object',
			description: 'Add a path variable named objectName under Options, e.g. Vehicle__c',
			path: '/{objectName}/Search',
			idField: 'RECORD_ID',
		},
		{
			...SEARCH,
			name: 'emails',
			displayName: 'Emails',
			description: 'New emails only: Insightly keeps no updated date for them',
			path: '/Emails/Search',
			idField: 'EMAIL_ID',
			updated: CREATED,
		},
		{
			...SEARCH,
			name: 'events',
			displayName: 'Events',
			path: '/Events/Search',
			idField: 'EVENT_ID',
		},
		{
			...SEARCH,
			name: 'knowledge-article-categories',
			displayName: 'Knowledge Article Categories',
			path: '/KnowledgeArticleCategory/Search',
			idField: 'CATEGORY_ID',
		},
		{
			...SEARCH,
			name: 'knowledge-article-folders',
			displayName: 'Knowledge Article Folders',
			path: '/KnowledgeArticleFolder/Search',
			idField: 'FOLDER_ID',
		},
		{
			...SEARCH,
			name: 'knowledge-articles',
			displayName: 'Knowledge Articles',
			path: '/KnowledgeArticle/Search',
			idField: 'ARTICLE_ID',
		},
		{
			...SEARCH,
			name: 'leads',
			displayName: 'Leads',
			hubConfiguration: hubConfiguration('leads', 'LEAD_ID'),
			path: '/Leads/Search',
			idField: 'LEAD_ID',
		},
		{
			...SEARCH,
			name: 'milestones',
			displayName: 'Milestones',
			path: '/Milestones/Search',
			idField: 'MILESTONE_ID',
		},
		{
			...SEARCH,
			name: 'notes',
			displayName: 'Notes',
			path: '/Notes/Search',
			idField: 'NOTE_ID',
		},
		{
			...SEARCH,
			name: 'opportunities',
			displayName: 'Opportunities',
			hubConfiguration: hubConfiguration('opportunities', 'OPPORTUNITY_ID'),
			path: '/Opportunities/Search',
			idField: 'OPPORTUNITY_ID',
		},
		{
			...SEARCH,
			name: 'opportunity-line-items',
			displayName: 'Opportunity Line Items',
			path: '/OpportunityLineItem/Search',
			idField: 'OPPORTUNITY_ITEM_ID',
		},
		{
			...SEARCH,
			name: 'pricebook-entries',
			displayName: 'Pricebook Entries',
			path: '/PricebookEntry/Search',
			idField: 'PRICEBOOK_ENTRY_ID',
		},
		{
			...SEARCH,
			name: 'pricebooks',
			displayName: 'Pricebooks',
			path: '/Pricebook/Search',
			idField: 'PRICEBOOK_ID',
		},
		{
			...SEARCH,
			name: 'products',
			displayName: 'Products',
			path: '/Product/Search',
			idField: 'PRODUCT_ID',
		},
		{
			...SEARCH,
			name: 'projects',
			displayName: 'Projects',
			path: '/Projects/Search',
			idField: 'PROJECT_ID',
		},
		{
			...SEARCH,
			name: 'prospects',
			displayName: 'Prospects',
			path: '/Prospect/Search',
			idField: 'PROSPECT_ID',
		},
		{
			...SEARCH,
			name: 'quotation-line-items',
			displayName: 'Quotation Line Items',
			path: '/QuotationLineItem/Search',
			idField: 'QUOTATION_ITEM_ID',
		},
		{
			...SEARCH,
			name: 'quotations',
			displayName: 'Quotations',
			path: '/Quotation/Search',
			idField: 'QUOTE_ID',
		},
		{
			...SEARCH,
			name: 'tasks',
			displayName: 'Tasks',
			path: '/Tasks/Search',
			idField: 'TASK_ID',
		},
		{
			...SEARCH,
			name: 'tickets',
			displayName: 'Tickets',
			path: '/Ticket/Search',
			idField: 'TICKET_ID',
		},
		{
			...SEARCH,
			name: 'users',
			displayName: 'Users',
			path: '/Users/Search',
			idField: 'USER_ID',
		},
	],
};
