import { datesIn, defineConnector, type ResourceDefinition } from '../../streams/definition';

/*
 * Insightly API v3.1, https://api.na1.insightly.com/v3.1/Help
 *
 * Only `/{Object}/Search` filters by time. Stamps are UTC without a zone, in whole seconds. Whether
 * the filter includes its bound and in which order records come is not documented. Deletions cannot
 * be seen.
 */

const { dates } = datesIn('yyyy-MM-dd HH:mm:ss', 'UTC');

/** The total has to be asked for; it comes in a header. */
const search = (path: string) =>
	`${path}/Search?updated_after_utc=\${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}&count_total=true`;

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

export const insightly = defineConnector({
	key: 'insightly',
	displayName: 'Insightly',
	hub: 'crm',
	credentials: [{ type: 'openConnectorsInsightlyApi' }],
	versionPath: '/v3.1',
	rateLimit: { requests: 10, per: 'PT1S' },
	defaults: {
		datesConfiguration: dates('DATE_UPDATED_UTC', 'DATE_CREATED_UTC'),
		paging: {
			type: 'offset',
			offsetParam: 'skip',
			limitParam: 'top',
			totalHeader: 'X-Total-Count',
		},
		pageSize: 500,
		granularity: 'PT1S',
		hubSince: ['updated_after_utc', 'date_updated_utc'],
		hubConditions: {
			fields: 'any',
			query: 'field_name={field}&field_value={value}',
			isSingle: true,
		},
	},
	forbiddenHint:
		'The user of the API key may not read this object, or the Insightly plan does not include it.',
	resources: [
		{
			name: 'accounts',
			displayName: 'Accounts (Organisations)',
			hubAliases: ['organisations', 'organizations'],
			hubConfiguration: hubConfiguration('accounts', 'ORGANISATION_ID'),
			url: search('/Organisations'),
			idField: 'ORGANISATION_ID',
		},
		{
			name: 'contacts',
			displayName: 'Contacts',
			hubConfiguration: hubConfiguration('contacts', 'CONTACT_ID'),
			url: search('/Contacts'),
			idField: 'CONTACT_ID',
		},
		{
			name: 'custom-objects',
			displayName: 'Custom Object',
			description: 'Add a path variable named objectName under Options, e.g. Vehicle__c',
			url: search('/{objectName}'),
			idField: 'RECORD_ID',
		},
		{
			name: 'emails',
			displayName: 'Emails',
			description: 'New emails only: Insightly keeps no updated date for them',
			url: search('/Emails'),
			idField: 'EMAIL_ID',
			datesConfiguration: dates('DATE_CREATED_UTC'),
		},
		{
			name: 'events',
			displayName: 'Events',
			url: search('/Events'),
			idField: 'EVENT_ID',
		},
		{
			name: 'knowledge-article-categories',
			displayName: 'Knowledge Article Categories',
			url: search('/KnowledgeArticleCategory'),
			idField: 'CATEGORY_ID',
		},
		{
			name: 'knowledge-article-folders',
			displayName: 'Knowledge Article Folders',
			url: search('/KnowledgeArticleFolder'),
			idField: 'FOLDER_ID',
		},
		{
			name: 'knowledge-articles',
			displayName: 'Knowledge Articles',
			url: search('/KnowledgeArticle'),
			idField: 'ARTICLE_ID',
		},
		{
			name: 'leads',
			displayName: 'Leads',
			hubConfiguration: hubConfiguration('leads', 'LEAD_ID'),
			url: search('/Leads'),
			idField: 'LEAD_ID',
		},
		{
			name: 'milestones',
			displayName: 'Milestones',
			url: search('/Milestones'),
			idField: 'MILESTONE_ID',
		},
		{
			name: 'notes',
			displayName: 'Notes',
			url: search('/Notes'),
			idField: 'NOTE_ID',
		},
		{
			name: 'opportunities',
			displayName: 'Opportunities',
			hubConfiguration: hubConfiguration('opportunities', 'OPPORTUNITY_ID'),
			url: search('/Opportunities'),
			idField: 'OPPORTUNITY_ID',
		},
		{
			name: 'opportunity-line-items',
			displayName: 'Opportunity Line Items',
			url: search('/OpportunityLineItem'),
			idField: 'OPPORTUNITY_ITEM_ID',
		},
		{
			name: 'pricebook-entries',
			displayName: 'Pricebook Entries',
			url: search('/PricebookEntry'),
			idField: 'PRICEBOOK_ENTRY_ID',
		},
		{
			name: 'pricebooks',
			displayName: 'Pricebooks',
			url: search('/Pricebook'),
			idField: 'PRICEBOOK_ID',
		},
		{
			name: 'products',
			displayName: 'Products',
			url: search('/Product'),
			idField: 'PRODUCT_ID',
		},
		{
			name: 'projects',
			displayName: 'Projects',
			url: search('/Projects'),
			idField: 'PROJECT_ID',
		},
		{
			name: 'prospects',
			displayName: 'Prospects',
			url: search('/Prospect'),
			idField: 'PROSPECT_ID',
		},
		{
			name: 'quotation-line-items',
			displayName: 'Quotation Line Items',
			url: search('/QuotationLineItem'),
			idField: 'QUOTATION_ITEM_ID',
		},
		{
			name: 'quotations',
			displayName: 'Quotations',
			url: search('/Quotation'),
			idField: 'QUOTE_ID',
		},
		{
			name: 'tasks',
			displayName: 'Tasks',
			url: search('/Tasks'),
			idField: 'TASK_ID',
		},
		{
			name: 'tickets',
			displayName: 'Tickets',
			url: search('/Ticket'),
			idField: 'TICKET_ID',
		},
		{
			name: 'users',
			displayName: 'Users',
			url: search('/Users'),
			idField: 'USER_ID',
		},
	],
});
