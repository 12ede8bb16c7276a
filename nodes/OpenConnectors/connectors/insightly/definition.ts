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

/** A kind of record, and its object in the API. */
function records(
	name: string,
	displayName: string,
	object: string,
	idField: string,
	more: Partial<ResourceDefinition> = {},
): ResourceDefinition {
	return { name, displayName, url: search(`/${object}`), idField, ...more };
}

/**
 * The same where the platform can be asked for it too: as printed in its documentation; leads and
 * opportunities are printed as `{}` there and follow by analogy.
 */
function documented(
	name: string,
	displayName: string,
	object: string,
	idField: string,
	more: Partial<ResourceDefinition> = {},
): ResourceDefinition {
	const format = 'yyyy-MM-dd HH:mm:ss';
	const hubConfiguration = {
		url: `/hubs/crm/${name}?where=updated_after_utc='\${gmtDate:${format}}'`,
		idField,
		datesConfiguration: datesIn(format, 'GMT').dates('DATE_UPDATED_UTC', 'DATE_CREATED_UTC'),
	};
	return records(name, displayName, object, idField, { hubConfiguration, ...more });
}

export const insightly = defineConnector({
	key: 'insightly',
	displayName: 'Insightly',
	hub: 'crm',
	credentials: [{ type: 'openConnectorsInsightlyApi' }],
	versionPath: '/v3.1',
	rateLimit: { requests: 10, per: 'PT1S' },
	// By plan 20,000 to 100,000: https://github.com/airbytehq/airbyte source-insightly, quoting the vendor.
	requestsPerDay: 20_000,
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
	variables: {
		objectName: {
			displayName: 'Custom Object',
			from: {
				list: { objects: { url: '/CustomObjects', idField: 'OBJECT_NAME' } },
				label: 'PLURAL_LABEL',
			},
		},
	},
	forbiddenHint:
		'The user of the API key may not read this object, or the Insightly plan does not include it.',
	resources: [
		documented('accounts', 'Accounts (Organisations)', 'Organisations', 'ORGANISATION_ID', {
			hubAliases: ['organisations', 'organizations'],
		}),
		documented('contacts', 'Contacts', 'Contacts', 'CONTACT_ID'),
		records('custom-objects', 'Custom Object', '{objectName}', 'RECORD_ID', {
			description: 'Records of one custom object, by its objectName, e.g. Vehicle__c',
		}),
		records('emails', 'Emails', 'Emails', 'EMAIL_ID', {
			description: 'Insightly keeps no updated date for emails',
			datesConfiguration: dates('DATE_CREATED_UTC'),
		}),
		records('events', 'Events', 'Events', 'EVENT_ID'),
		records(
			'knowledge-article-categories',
			'Knowledge Article Categories',
			'KnowledgeArticleCategory',
			'CATEGORY_ID',
		),
		records(
			'knowledge-article-folders',
			'Knowledge Article Folders',
			'KnowledgeArticleFolder',
			'FOLDER_ID',
		),
		records('knowledge-articles', 'Knowledge Articles', 'KnowledgeArticle', 'ARTICLE_ID'),
		documented('leads', 'Leads', 'Leads', 'LEAD_ID'),
		records('milestones', 'Milestones', 'Milestones', 'MILESTONE_ID'),
		records('notes', 'Notes', 'Notes', 'NOTE_ID'),
		documented('opportunities', 'Opportunities', 'Opportunities', 'OPPORTUNITY_ID'),
		records(
			'opportunity-line-items',
			'Opportunity Line Items',
			'OpportunityLineItem',
			'OPPORTUNITY_ITEM_ID',
		),
		records('pricebook-entries', 'Pricebook Entries', 'PricebookEntry', 'PRICEBOOK_ENTRY_ID'),
		records('pricebooks', 'Pricebooks', 'Pricebook', 'PRICEBOOK_ID'),
		records('products', 'Products', 'Product', 'PRODUCT_ID'),
		records('projects', 'Projects', 'Projects', 'PROJECT_ID'),
		records('prospects', 'Prospects', 'Prospect', 'PROSPECT_ID'),
		records(
			'quotation-line-items',
			'Quotation Line Items',
			'QuotationLineItem',
			'QUOTATION_ITEM_ID',
		),
		records('quotations', 'Quotations', 'Quotation', 'QUOTE_ID'),
		records('tasks', 'Tasks', 'Tasks', 'TASK_ID'),
		records('tickets', 'Tickets', 'Ticket', 'TICKET_ID'),
		records('users', 'Users', 'Users', 'USER_ID'),
	],
});
