import { datesIn, defineConnector, type ResourceDefinition } from '../../streams/definition';
import { iContactErrorMapper } from './errorMapper';
import { inAccount } from './requester';

/*
 * iContact API 2.2, https://kb.icontact.com/hc/en-us/articles/360046954672
 *
 * No record says when it was changed, and no list can be asked for what was changed since. What was
 * edited or deleted is therefore found by comparing whole lists; what was added is found newest
 * first, as fields can be sorted by. Lists of many pages are asked for in an order without ties, so
 * that no record falls between two pages. A filter by creation is documented in general and for none
 * of these lists, and a term that is not understood is left out with HTTP 200: none is sent.
 */

/** Where the servers' clocks hang; values without a zone were recorded to mean it. */
const EASTERN = 'America/New_York';

const CONTACT = datesIn('yyyy-MM-dd HH:mm:ss', EASTERN);
/** Recorded as `20090725 14:55:12`; the platform's configuration expects ISO with an offset, which is read too. */
const MESSAGE = datesIn('yyyyMMdd HH:mm:ss', EASTERN);
/** `2012-06-09T16:25:50-04:00`; some resources leave out the colon, which is read all the same. */
const WITH_OFFSET = "yyyy-MM-dd'T'HH:mm:ssXXX";
const { created, dates } = datesIn(WITH_OFFSET);

/** Lists only contacts that are on some list unless asked for all. */
const ALL_CONTACTS = '/contacts?status=total';

/** A list that is compared whole. Its path, and its name in the answer, are the name without hyphens. */
function compared(
	name: string,
	displayName: string,
	idField: string,
	more: Partial<ResourceDefinition> = {},
): ResourceDefinition {
	const recordsField = name.replace(/-/g, '');
	const url = `/${recordsField}`;
	return { watch: 'snapshot', name, displayName, url, recordsField, idField, ...more };
}

/**
 * What happened to one message. Neither search nor order is documented for these lists, so that they
 * are read whole; nobody edits or deletes what they hold.
 */
function reaction(
	recordsField: string,
	displayName: string,
	timeField: string,
	idField: ResourceDefinition['idField'],
): ResourceDefinition {
	return {
		name: `message-${recordsField}`,
		displayName,
		description: 'Of one message, by its messageId',
		url: `/messages/{messageId}/${recordsField}`,
		recordsField,
		idField,
		datesConfiguration: dates(timeField),
		hubConditions: undefined,
	};
}

/** As printed in the documentation of the platform, stray characters at the end of the url included. */
function hubConfiguration(
	resource: string,
	idField: string,
	format: string,
): ResourceDefinition['hubConfiguration'] {
	return {
		url: `/hubs/general/${resource}}'`,
		idField,
		datesConfiguration: {
			updatedDateField: 'createDate',
			updatedDateFormat: format,
			createdDateField: 'createDate',
			createdDateFormat: format,
		},
	};
}

export const icontact = defineConnector({
	key: 'icontact',
	displayName: 'iContact',
	hub: 'general',
	credentials: [{ type: 'openConnectorsIContactApi' }],
	versionPath: '',
	// Not published by the vendor; Cloud Elements' page on iContact names this figure.
	requestsPerDay: 70_000,
	requester: inAccount('/a/{accountId}/c/{clientFolderId}'),
	errorMapper: iContactErrorMapper,
	defaults: {
		paging: { type: 'offset', offsetParam: 'offset', limitParam: 'limit', totalField: 'total' },
		// Clients enforce 500; the vendor names no maximum, and a server that caps the page still states the total.
		pageSize: 500,
		granularity: 'PT1S',
		// Every field can be searched by; a name that is none is refused, see the error mapper.
		hubConditions: { fields: 'any' },
	},
	variables: {
		messageId: { displayName: 'Message', from: { list: { messages: {} }, label: 'subject' } },
		segmentId: { displayName: 'Segment', from: { list: { segments: {} }, label: 'name' } },
	},
	forbiddenHint:
		'The user of the credential may not read this, the Account ID of the credential is not the user’s, or a bill of the account is unpaid. Many resources of an agency account are for its administrators alone.',
	resources: [
		compared('campaigns', 'Campaigns', 'campaignId', { description: 'Sender profiles' }),
		compared('contacts', 'Contacts', 'contactId', {
			description: 'Read whole and compared at each poll, up to 10,000 contacts',
			hubConfiguration: hubConfiguration('contacts', 'contactId', "yyyy-MM-dd' 'HH:mm:ss"),
			// A second example in the documentation of the platform names the id of messages.
			hubFields: { messageId: 'id' },
			datedVariant: 'new-contacts',
			url: `${ALL_CONTACTS}&orderby=contactId:asc`,
			datesConfiguration: CONTACT.created('createDate'),
		}),
		{
			name: 'new-contacts',
			displayName: 'Contacts (New Only)',
			description: 'For accounts of any size: iContact keeps no updated date',
			url: `${ALL_CONTACTS}&orderby=createDate:desc,contactId:desc`,
			order: 'descending',
			recordsField: 'contacts',
			idField: 'contactId',
			datesConfiguration: CONTACT.dates('createDate'),
		},
		compared('custom-fields', 'Custom Fields', 'privateName', { hubAliases: ['customfields'] }),
		compared('lists', 'Lists', 'listId'),
		reaction('bounces', 'Message Bounces', 'bounceTime', 'contactId'),
		// A contact may click again, and on several links.
		reaction('clicks', 'Message Clicks', 'clickTime', ['contactId', 'clickTime', 'clickLink']),
		// A contact may open a message again.
		reaction('opens', 'Message Opens', 'openTime', ['contactId', 'openTime']),
		reaction('unsubscribes', 'Message Unsubscribes', 'unsubscribeTime', 'contactId'),
		{
			name: 'messages',
			displayName: 'Messages',
			description: 'iContact keeps no updated date for messages',
			hubAliases: ['message'],
			hubConfiguration: hubConfiguration('messages', 'messageId', WITH_OFFSET),
			// The platform writes it in another format than the recordings of the API have.
			hubFields: { createDate: 'created' },
			url: '/messages?orderby=createDate:desc',
			order: 'descending',
			// Each message comes with its whole text: the newest fifty are enough for a quiet poll.
			pageSize: 50,
			recordsField: 'messages',
			idField: 'messageId',
			datesConfiguration: MESSAGE.dates('createDate'),
		},
		compared('segment-criteria', 'Segment Criteria', 'criterionId', {
			description: 'Of one segment, by its segmentId',
			url: '/segments/{segmentId}/criteria',
			recordsField: 'criteria',
		}),
		compared('segments', 'Segments', 'segmentId'),
		// The names of their time fields are unconfirmed.
		compared('sends', 'Sends', 'sendId', { description: 'Scheduled and released messages' }),
		compared('signup-forms', 'Signup Forms', 'formId', { hubAliases: ['signupforms'] }),
		compared('subscriptions', 'Subscriptions', 'subscriptionId', {
			description:
				'Which contact is on which list. Read whole and compared at each poll, up to 10,000.',
			datedVariant: 'new-subscriptions',
			url: '/subscriptions?orderby=listId:asc,contactId:asc',
			datesConfiguration: created('addDate'),
		}),
		{
			name: 'new-subscriptions',
			displayName: 'Subscriptions (New Only)',
			description: 'For accounts of any size; does not show who unsubscribes',
			url: '/subscriptions?orderby=addDate:desc,contactId:desc',
			order: 'descending',
			recordsField: 'subscriptions',
			idField: 'subscriptionId',
			datesConfiguration: dates('addDate'),
		},
		compared('uploads', 'Uploads', 'uploadId', { description: 'Imports of contacts' }),
		compared('users', 'Users', 'userId', { requester: inAccount('/a/{accountId}') }),
		compared('webhooks', 'Webhooks', 'webhookId'),
	],
});
