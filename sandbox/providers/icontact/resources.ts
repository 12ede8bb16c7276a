import type { EpochMs } from '../../clock';
import type { JsonRecord } from '../../json';
import type { RecordVersion } from '../../world';
import type { StampStyle } from './eastern';
import * as fields from './fields';

/** A field that holds a stamp of the record. */
export interface Stamp {
	readonly of: 'created' | 'updated';
	readonly style: StampStyle;
}

/** One resource of the API: its address, what it holds, and how the sandbox fills it. */
export interface IContactResource {
	/** Name of the resource, last part of its address, and name of the array in the answer. */
	readonly resource: string;
	/** Name around a single record. */
	readonly single: string;
	/** What it lies below: the client folder unless said otherwise. */
	readonly below: 'folder' | 'account' | 'messages' | 'segments';
	/** Field a client can tell records apart by; none where the API gives none. */
	readonly idField?: string;
	readonly idOf: (index: number) => string;
	/** Fields that follow from the id. */
	readonly keys: (id: string) => JsonRecord;
	/** How many old records a fresh sandbox holds. */
	readonly seeded: number;
	readonly stamps: Readonly<Record<string, Stamp>>;
	/** Text that ends with the number of a change, or a field of its own for it. */
	readonly numberField: string;
	/** Fields an edit may change, blank between; none: nobody edits these. */
	readonly edited: string;
	readonly make: fields.FieldMaker;
	/** Every field sent, in order. */
	readonly fields: string;
	/** Fields that can be searched by though they are not sent. */
	readonly searchedToo?: string;
}

/** Custom field of contacts, and field of the resources that have no text, for the number of a change. */
export const CHANGE_FIELD = 'sandbox_change';

const FIRST_CONTACT = 66_674_101;
const FIRST_LIST = 205_301;
const LISTS = 4;
const CUSTOM_FIELDS = [CHANGE_FIELD, 'region', 'birthdate', 'employee_number'];

const CREATED = { of: 'created', style: 'offset' } as const;

const numbered = (idField: string, first: number) => ({
	idField,
	idOf: (index: number): string => String(first + index),
	keys: (id: string): JsonRecord => ({ [idField]: id }),
});

/**
 * What the vendor's reference describes, without the write-only resources
 * (https://help.icontact.com/customers/s/article/Resource-Call-References-List-iContact-API).
 *
 * Contacts and subscriptions are made apart: a new contact comes with the list it is on. Who bounced or
 * unsubscribed is told by contact, and each does so once here; these contacts need not exist any longer.
 * The names of the time fields of sends are unconfirmed.
 */
export const ICONTACT_RESOURCES: readonly IContactResource[] = [
	{
		...numbered('campaignId', 8_101),
		resource: 'campaigns',
		single: 'campaign',
		below: 'folder',
		seeded: 3,
		stamps: {},
		numberField: 'description',
		edited: 'name fromName fromEmail archiveByDefault',
		make: fields.makeCampaign,
		fields: `campaignId name description fromName fromEmail forwardToFriend subscriptionManagement
			clickTrackMode useAccountAddress archiveByDefault street city state zip country`,
	},
	{
		...numbered('listId', FIRST_LIST),
		resource: 'lists',
		single: 'list',
		below: 'folder',
		seeded: LISTS,
		stamps: {},
		numberField: 'description',
		edited: 'name publicname emailOwnerOnChange',
		make: fields.makeList,
		fields: `listId name publicname description emailOwnerOnChange welcomeOnManualAdd
			welcomeOnSignupAdd welcomeMessageId`,
	},
	{
		resource: 'customfields',
		single: 'customfield',
		below: 'folder',
		idField: 'privateName',
		idOf: (index) => CUSTOM_FIELDS[index] ?? `field_${index + 1}`,
		keys: (id) => ({ customFieldId: id, privateName: id }),
		seeded: CUSTOM_FIELDS.length,
		stamps: {},
		numberField: 'publicName',
		edited: 'publicName displayToUser',
		make: fields.makeCustomField,
		fields: 'customFieldId privateName publicName displayToUser fieldType',
	},
	{
		...numbered('userId', 45_601),
		resource: 'users',
		single: 'user',
		below: 'account',
		seeded: 3,
		stamps: {},
		numberField: 'lastName',
		edited: 'firstName email',
		make: fields.makeUser,
		fields: 'userId userName firstName lastName email enabled',
	},
	{
		...numbered('segmentId', 234_801),
		resource: 'segments',
		single: 'segment',
		below: 'folder',
		seeded: 3,
		stamps: {},
		numberField: 'description',
		edited: 'name',
		make: fields.makeSegment,
		fields: 'segmentId name description listId',
	},
	{
		...numbered('criterionId', 1),
		resource: 'criteria',
		single: 'criterion',
		below: 'segments',
		seeded: 6,
		stamps: {},
		numberField: CHANGE_FIELD,
		edited: 'operator values',
		make: fields.makeCriterion,
		fields: `criterionId fieldName operator values ${CHANGE_FIELD}`,
	},
	{
		...numbered('contactId', FIRST_CONTACT),
		resource: 'contacts',
		single: 'contact',
		below: 'folder',
		seeded: 40,
		stamps: { createDate: { of: 'created', style: 'wall' } },
		numberField: CHANGE_FIELD,
		edited: 'firstName lastName phone street city business email region',
		make: fields.makeContact,
		fields: `email firstName lastName prefix suffix fax phone street street2 city state postalCode
			createDate status bounceCount contactId business region ${CHANGE_FIELD}`,
		searchedToo: 'listId',
	},
	{
		resource: 'subscriptions',
		single: 'subscription',
		below: 'folder',
		idField: 'subscriptionId',
		idOf: (index) => `${FIRST_LIST + (index % LISTS)}_${FIRST_CONTACT + index}`,
		keys: (id) => {
			const [listId, contactId] = id.split('_');
			return { subscriptionId: id, listId, contactId };
		},
		seeded: 30,
		stamps: { addDate: CREATED },
		numberField: CHANGE_FIELD,
		edited: 'status',
		make: fields.makeSubscription,
		fields: `addDate contactId listId status subscriptionId ${CHANGE_FIELD}`,
	},
	{
		...numbered('messageId', 60_101),
		resource: 'messages',
		single: 'message',
		below: 'folder',
		seeded: 12,
		stamps: { createDate: CREATED },
		numberField: 'messageName',
		edited: 'subject htmlBody textBody',
		make: fields.makeMessage,
		fields: `messageId campaignId messageType messageName subject htmlBody textBody createDate
			spamCheck`,
	},
	{
		...numbered('sendId', 72_001),
		resource: 'sends',
		single: 'send',
		below: 'folder',
		seeded: 10,
		stamps: { scheduledTime: CREATED },
		numberField: CHANGE_FIELD,
		edited: 'status recipientCount',
		make: fields.makeSend,
		fields: `sendId messageId includeListIds excludeListIds includeSegmentIds excludeSegmentIds
			recipientCount scheduledTime status ${CHANGE_FIELD}`,
	},
	{
		resource: 'signupforms',
		single: 'form',
		below: 'folder',
		idField: 'formId',
		idOf: (index) => String(1_294 + index),
		keys: (id) => ({ formId: id }),
		seeded: 3,
		stamps: { created: CREATED, updated: { of: 'updated', style: 'offset' } },
		numberField: 'name',
		edited: 'lists confirmationMessageId',
		make: fields.makeSignupForm,
		fields: 'formId created updated name confirmationMessageId automaticHTML lists',
	},
	{
		...numbered('uploadId', 9_301),
		resource: 'uploads',
		single: 'upload',
		below: 'folder',
		seeded: 4,
		stamps: {},
		numberField: CHANGE_FIELD,
		edited: 'status lists',
		make: fields.makeUpload,
		fields: `uploadId action lists status ${CHANGE_FIELD}`,
	},
	{
		...numbered('webhookId', 5),
		resource: 'webhooks',
		single: 'webhook',
		below: 'folder',
		seeded: 2,
		stamps: {},
		numberField: CHANGE_FIELD,
		edited: '',
		make: fields.makeWebhook,
		fields: `webhookId eventId url ${CHANGE_FIELD}`,
	},
	reaction('bounces', 'bounceTime', 0),
	reaction('unsubscribes', 'unsubscribeTime', 20),
	{
		resource: 'opens',
		single: 'open',
		below: 'messages',
		idOf: (index) => `open ${index + 1}`,
		keys: () => ({}),
		seeded: 60,
		stamps: { openTime: CREATED },
		numberField: CHANGE_FIELD,
		edited: '',
		make: fields.makeOpen,
		fields: `contactId openTime ${CHANGE_FIELD}`,
	},
	{
		resource: 'clicks',
		single: 'click',
		below: 'messages',
		idOf: (index) => `click ${index + 1}`,
		keys: () => ({}),
		seeded: 30,
		stamps: { clickTime: CREATED },
		numberField: CHANGE_FIELD,
		edited: '',
		make: fields.makeClick,
		fields: `contactId clickTime clickLink ${CHANGE_FIELD}`,
	},
];

function reaction(resource: string, timeField: string, firstContact: number): IContactResource {
	return {
		resource,
		single: resource.slice(0, -1),
		below: 'messages',
		idField: 'contactId',
		idOf: (index) => String(FIRST_CONTACT + firstContact + index),
		keys: (id) => ({ contactId: Number(id) }),
		seeded: 8,
		stamps: { [timeField]: CREATED },
		numberField: CHANGE_FIELD,
		edited: '',
		make: fields.makeReaction,
		fields: `contactId ${timeField} ${CHANGE_FIELD}`,
	};
}

/** The resource of a name that lies below a folder, an account or a record of another resource. */
export const findResource = (name: string, below: string): IContactResource | undefined =>
	ICONTACT_RESOURCES.find(({ resource, below: place }) => resource === name && place === below);

/** The words of a list in one text. */
export const words = (text: string): readonly string[] =>
	text.split(/\s+/).filter((word) => word !== '');

/** The instant a stamp of a record stands for, ms. */
export const stampedAt = (version: RecordVersion, stamp: Stamp): EpochMs =>
	stamp.of === 'created' ? version.createdAt : version.updatedAt;
