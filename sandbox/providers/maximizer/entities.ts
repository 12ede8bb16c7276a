/** How the API writes a field, which parts of it can be asked for, and how criteria compare it. */
export type FieldType =
	| 'text'
	| 'number'
	| 'boolean'
	| 'dateTime'
	| 'date'
	| 'key'
	| 'user'
	| 'option'
	| 'options'
	| 'currency'
	| 'group'
	| 'snapshot';

export interface Field {
	readonly name: string;
	readonly type: FieldType;
	/** Names of the choices, by key. */
	readonly choices?: Readonly<Record<string, string>>;
}

/** One object of the API: what may be asked of it. */
export interface MaximizerEntity {
	readonly name: string;
	/** Its SQL searcher, where the vendor names one for `Configuration.Drivers`. */
	readonly searcher?: string;
	readonly fields: readonly Field[];
	/** Fields that hold the stamps; absent where the vendor shows none. */
	readonly created?: string;
	readonly updated?: string;
}

/** User-defined fields are asked for by number or by name; this one holds the number of the change. */
export const CHANGE_FIELD = 'Udf/$TYPEID(57993)';
export const CHANGE_FIELD_BY_NAME = 'Udf/$NAME(Sandbox change)';

type Choices = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Fields are written `Name:type`, blank between; without a type they are texts. */
const toFields = (text: string, choices: Choices = {}): readonly Field[] =>
	text
		.split(/\s+/)
		.filter((word) => word !== '')
		.map((word) => {
			const [name, type = 'text'] = word.split(':');
			if (!isFieldType(type)) throw new Error(`No type "${type}" for the field ${name}.`);
			return { name, type, choices: choices[name] };
		});

const FIELD_TYPES: readonly string[] = [
	'text',
	'number',
	'boolean',
	'dateTime',
	'date',
	'key',
	'user',
	'option',
	'options',
	'currency',
	'group',
	'snapshot',
] satisfies readonly FieldType[];

const isFieldType = (text: string): text is FieldType => FIELD_TYPES.includes(text);

const withUdf = (fields: readonly Field[]): readonly Field[] => [
	...fields,
	{ name: CHANGE_FIELD, type: 'number' },
];

const LEVELS = { 1: 'High', 2: 'Medium', 3: 'Low' };

const STAMPS = 'Creator:user CreationDate:dateTime ModifiedBy:user LastModifyDate:dateTime';

export const AB_ENTRY: MaximizerEntity = {
	name: 'AbEntry',
	searcher: 'AbEntrySearcher',
	created: 'CreationDate',
	updated: 'LastModifyDate',
	fields: withUdf(
		toFields(
			`Key:key Type ParentKey:key CompanyName MrMs FirstName MiddleName LastName FullName Position
			Salutation Department Division Phone:group Phone1:group Phone2:group Phone3:group Phone4:group
			Email:group Email1:group Email2:group Email3:group Address:group AccountManager:user WebSite
			Category:options LastContactDate:dateTime DisplayValue ${STAMPS}`,
			{ Category: { 1: 'Customer', 2: 'Prospect', 3: 'Supplier' } },
		),
	),
};

export const OPPORTUNITY: MaximizerEntity = {
	name: 'Opportunity',
	searcher: 'OpportunitySearcher',
	created: 'CreationDate',
	updated: 'LastModifyDate',
	fields: withUdf(
		toFields(
			`Key:key AbEntryKey:key ContactKey:key Objective Description Status:option Cost:currency
			ForecastRevenue:currency ActualRevenue:currency StartDate:dateTime CloseDate:dateTime
			Leader:user DisplayValue ${STAMPS}`,
			{ Status: { 1: 'Suspended', 2: 'In progress', 3: 'Won', 4: 'Lost' } },
		),
	),
};

export const CASE: MaximizerEntity = {
	name: 'Case',
	searcher: 'CaseSearcher',
	created: 'CreationDate',
	updated: 'LastModifyDate',
	fields: withUdf(
		toFields(
			`Key:key CaseNumber Subject Description AbEntryKey:key ContactKey:key AssignedTo:user
			Owner:user Priority:option Severity:option Status:option FollowUpDate:dateTime
			ResolvedDate:dateTime ResolvedBy:user DisplayValue ${STAMPS}`,
			{
				Priority: LEVELS,
				Severity: LEVELS,
				Status: { 57998: 'Assigned', 57999: 'Escalated', 58000: 'Resolved' },
			},
		),
	),
};

export const LEAD: MaximizerEntity = {
	name: 'Lead',
	created: 'CreationDate',
	updated: 'LastModifyDate',
	fields: withUdf(
		toFields(
			`Key:key CompanyName MrMs FirstName MiddleName LastName FullName Salutation Position Email
			WebSite AssignedTo:user Status:option Address:group Phone1:group Phone2:group AbEntryKey:key
			OpportunityKey:key Source NoEmployees:number CloseDate:dateTime DisplayValue ${STAMPS}`,
			{ Status: { 1: 'New', 2: 'Working', 3: 'Qualified' } },
		),
	),
};

export const TASK: MaximizerEntity = {
	name: 'Task',
	searcher: 'TaskSearcher',
	created: 'CreationDate',
	fields: toFields(
		`Key:key AssignedTo:user DateTime:dateTime Alarm:boolean SnoozeUntil:dateTime Priority:option
		Completed:boolean Activity AbEntryKey:key LeadKey:key Creator:user CreationDate:dateTime`,
		{ Priority: LEVELS },
	),
};

export const NOTE: MaximizerEntity = {
	name: 'Note',
	searcher: 'NoteSearcher',
	created: 'DateTime',
	fields: toFields(
		`Key:key Text RichText Category Important:boolean Type:option DateTime:dateTime Creator:user
		ParentKey:key`,
		{ Type: { 0: 'Manual', 1: 'Phone call' } },
	),
};

export const APPOINTMENT: MaximizerEntity = {
	name: 'Appointment',
	fields: toFields(
		'Key:key Subject Description StartDate:dateTime EndDate:dateTime Organizer:user Private:boolean',
	),
};

export const CAMPAIGN: MaximizerEntity = {
	name: 'Campaign',
	fields: toFields(
		`Key:key Status:option Name Type:option Description Cost:currency ForecastRevenue:currency
		ActualRevenue:currency StartDate:date EndDate:date`,
		{
			Status: { 1: 'Planned', 2: 'In progress', 3: 'Completed' },
			Type: { 1: 'Automated', 2: 'Traditional' },
		},
	),
};

export const INTERACTION_LOG: MaximizerEntity = {
	name: 'InteractionLog',
	fields: toFields(
		`Key:key Subject Description User:user Source Direction StartDate:dateTime EndDate:dateTime
		Duration:number`,
	),
};

export const USER: MaximizerEntity = {
	name: 'User',
	searcher: 'UserSearcher',
	fields: toFields(
		`Key:key MrMs FirstName LastName DisplayName Position Phone1:group Email:group Email1:group
		Enabled:boolean`,
	),
};

/** Derived from the true changes, not kept as records of their own. */
export const AUDIT_LOG: MaximizerEntity = {
	name: 'AuditLog',
	created: 'CreationDate',
	fields: toFields(
		`CreationDate:dateTime Creator:user Application OPID:number Type:option Source Info Org:snapshot
		New:snapshot`,
	),
};

const ENTITIES: readonly MaximizerEntity[] = [
	AB_ENTRY,
	OPPORTUNITY,
	CASE,
	LEAD,
	TASK,
	NOTE,
	APPOINTMENT,
	CAMPAIGN,
	INTERACTION_LOG,
	USER,
	AUDIT_LOG,
];

/** Finds an entity by its name in a request. */
export const findEntity = (name: string): MaximizerEntity | undefined =>
	ENTITIES.find((entity) => entity.name === name);

export const entityNames = (): readonly string[] => ENTITIES.map(({ name }) => name);

/** Finds a field; the vendor's own examples spell `WebSite` and `Website`, so case does not matter. */
export const findField = (entity: MaximizerEntity, name: string): Field | undefined => {
	const wanted = (name === CHANGE_FIELD_BY_NAME ? CHANGE_FIELD : name).toLowerCase();
	return entity.fields.find((field) => field.name.toLowerCase() === wanted);
};
