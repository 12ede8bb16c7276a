import type { JsonValue } from '../../core/page';

/*
 * The fields that are asked for: the API gives only those that are named. Of Keys never the text,
 * which changes, and of users never the name, as a new name is no change of the record.
 */

type Fields = Readonly<Record<string, JsonValue>>;

/** Fields without parts, by their names. */
function plain(names: string): Fields {
	return each(names, 1);
}

/** Fields that have the same parts. */
function each(names: string, parts: JsonValue): Fields {
	return Object.fromEntries(names.split(' ').map((name) => [name, parts]));
}

export const KEY = plain('ID Number');
/** Tasks, notes and logs have no Number. */
const SERIAL_KEY = plain('ID');
const USER = plain('Uid');
const CHOICE = plain('Key DisplayValue');
const PHONE = plain('Number Extension Description Default');
const EMAIL = plain('Address Description Default');
const ADDRESS = plain('AddressLine1 AddressLine2 City StateProvince ZipCode Country Description');

const STAMPS = { ...plain('CreationDate LastModifyDate'), ...each('Creator ModifiedBy', USER) };

export const ADDRESS_BOOK = {
	...each('Key ParentKey', KEY),
	...each('Phone1 Phone2 Phone3 Phone4', PHONE),
	...each('Email1 Email2 Email3', EMAIL),
	Address: ADDRESS,
	AccountManager: USER,
	...plain(
		'Type CompanyName MrMs FirstName MiddleName LastName FullName Position Salutation Department Division WebSite Category LastContactDate',
	),
	...STAMPS,
};

export const OPPORTUNITY = {
	...each('Key AbEntryKey ContactKey', KEY),
	Status: CHOICE,
	Leader: { Key: USER },
	...plain('Objective Description Cost ForecastRevenue ActualRevenue StartDate CloseDate'),
	...STAMPS,
};

export const CASE = {
	...each('Key AbEntryKey ContactKey', KEY),
	...each('AssignedTo ResolvedBy', { Key: USER }),
	Owner: USER,
	...each('Priority Severity Status', CHOICE),
	...plain('CaseNumber Subject Description FollowUpDate ResolvedDate'),
	...STAMPS,
};

export const LEAD = {
	...each('Key AbEntryKey OpportunityKey', KEY),
	AssignedTo: USER,
	Status: CHOICE,
	Address: ADDRESS,
	...each('Phone1 Phone2', PHONE),
	...plain(
		'CompanyName MrMs FirstName MiddleName LastName FullName Salutation Position Email WebSite Source NoEmployees',
	),
	...STAMPS,
};

export const TASK = {
	Key: SERIAL_KEY,
	AssignedTo: { UID: 1 },
	...each('AbEntryKey LeadKey', KEY),
	...plain('DateTime Alarm SnoozeUntil Priority Completed Activity'),
};

export const NOTE = {
	Key: SERIAL_KEY,
	Type: CHOICE,
	ParentKey: KEY,
	...plain('Text RichText Category Important DateTime'),
};

export const APPOINTMENT = {
	Key: KEY,
	Organizer: USER,
	...plain('Subject Description StartDate EndDate Private'),
};

export const CAMPAIGN = {
	Key: KEY,
	...each('Status Type', CHOICE),
	...plain('Name Description Cost ForecastRevenue ActualRevenue StartDate EndDate'),
};

export const INTERACTION_LOG = {
	Key: SERIAL_KEY,
	User: USER,
	...plain('Subject Description Source Direction StartDate EndDate Duration'),
};

export const USER_ENTRY = {
	Key: USER,
	Phone1: PHONE,
	Email1: EMAIL,
	...plain('MrMs FirstName LastName DisplayName Position Enabled'),
};

export const AUDIT_LOG = {
	Creator: USER,
	...plain('CreationDate Application OPID Type Source Info Org New'),
};
