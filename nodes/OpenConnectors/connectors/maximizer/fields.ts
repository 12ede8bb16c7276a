/*
 * The fields that are asked for: the API gives only those that are named. Of Keys never the text,
 * which changes, and of users never the name, as a new name is no change of the record.
 */

export const KEY = { ID: 1, Number: 1 } as const;
/** Tasks, notes and logs have no Number. */
const SERIAL_KEY = { ID: 1 } as const;
const USER = { Uid: 1 } as const;
const CHOICE = { Key: 1, DisplayValue: 1 } as const;
const PHONE = { Number: 1, Extension: 1, Description: 1, Default: 1 } as const;
const EMAIL = { Address: 1, Description: 1, Default: 1 } as const;
const ADDRESS = {
	AddressLine1: 1,
	AddressLine2: 1,
	City: 1,
	StateProvince: 1,
	ZipCode: 1,
	Country: 1,
	Description: 1,
} as const;

const STAMPS = { Creator: USER, CreationDate: 1, ModifiedBy: USER, LastModifyDate: 1 } as const;

export const ADDRESS_BOOK = {
	Key: KEY,
	Type: 1,
	ParentKey: KEY,
	CompanyName: 1,
	MrMs: 1,
	FirstName: 1,
	MiddleName: 1,
	LastName: 1,
	FullName: 1,
	Position: 1,
	Salutation: 1,
	Department: 1,
	Division: 1,
	Phone1: PHONE,
	Phone2: PHONE,
	Phone3: PHONE,
	Phone4: PHONE,
	Email1: EMAIL,
	Email2: EMAIL,
	Email3: EMAIL,
	Address: ADDRESS,
	WebSite: 1,
	Category: 1,
	AccountManager: USER,
	LastContactDate: 1,
	...STAMPS,
} as const;

export const OPPORTUNITY = {
	Key: KEY,
	AbEntryKey: KEY,
	ContactKey: KEY,
	Objective: 1,
	Description: 1,
	Status: CHOICE,
	Cost: 1,
	ForecastRevenue: 1,
	ActualRevenue: 1,
	StartDate: 1,
	CloseDate: 1,
	Leader: { Key: USER },
	...STAMPS,
} as const;

export const CASE = {
	Key: KEY,
	CaseNumber: 1,
	Subject: 1,
	Description: 1,
	AbEntryKey: KEY,
	ContactKey: KEY,
	AssignedTo: { Key: USER },
	Owner: USER,
	Priority: CHOICE,
	Severity: CHOICE,
	Status: CHOICE,
	FollowUpDate: 1,
	ResolvedDate: 1,
	ResolvedBy: { Key: USER },
	...STAMPS,
} as const;

export const LEAD = {
	Key: KEY,
	CompanyName: 1,
	MrMs: 1,
	FirstName: 1,
	MiddleName: 1,
	LastName: 1,
	FullName: 1,
	Salutation: 1,
	Position: 1,
	Email: 1,
	WebSite: 1,
	AssignedTo: USER,
	Status: CHOICE,
	Address: ADDRESS,
	Phone1: PHONE,
	Phone2: PHONE,
	AbEntryKey: KEY,
	OpportunityKey: KEY,
	Source: 1,
	NoEmployees: 1,
	...STAMPS,
} as const;

export const TASK = {
	Key: SERIAL_KEY,
	AssignedTo: { UID: 1 },
	DateTime: 1,
	Alarm: 1,
	SnoozeUntil: 1,
	Priority: 1,
	Completed: 1,
	Activity: 1,
	AbEntryKey: KEY,
	LeadKey: KEY,
} as const;

export const NOTE = {
	Key: SERIAL_KEY,
	Text: 1,
	RichText: 1,
	Category: 1,
	Important: 1,
	Type: CHOICE,
	DateTime: 1,
	ParentKey: KEY,
} as const;

export const APPOINTMENT = {
	Key: KEY,
	Subject: 1,
	Description: 1,
	StartDate: 1,
	EndDate: 1,
	Private: 1,
	Organizer: USER,
} as const;

export const CAMPAIGN = {
	Key: KEY,
	Status: CHOICE,
	Name: 1,
	Type: CHOICE,
	Description: 1,
	Cost: 1,
	ForecastRevenue: 1,
	ActualRevenue: 1,
	StartDate: 1,
	EndDate: 1,
} as const;

export const INTERACTION_LOG = {
	Key: SERIAL_KEY,
	Subject: 1,
	Description: 1,
	User: USER,
	Source: 1,
	Direction: 1,
	StartDate: 1,
	EndDate: 1,
	Duration: 1,
} as const;

export const USER_ENTRY = {
	Key: USER,
	MrMs: 1,
	FirstName: 1,
	LastName: 1,
	DisplayName: 1,
	Position: 1,
	Phone1: PHONE,
	Email1: EMAIL,
	Enabled: 1,
} as const;

export const AUDIT_LOG = {
	CreationDate: 1,
	Creator: USER,
	Application: 1,
	OPID: 1,
	Type: 1,
	Source: 1,
	Info: 1,
	Org: 1,
	New: 1,
} as const;
