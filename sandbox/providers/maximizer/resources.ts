import {
	AB_ENTRY,
	APPOINTMENT,
	CAMPAIGN,
	CASE,
	INTERACTION_LOG,
	LEAD,
	NOTE,
	OPPORTUNITY,
	TASK,
	USER,
	type MaximizerEntity,
} from './entities';
import * as make from './fields';
import { formatKey, INDIVIDUAL_ID } from './keys';

/** One kind of record of an entity: a resource of the world. */
export interface MaximizerResource {
	readonly resource: string;
	readonly entity: MaximizerEntity;
	/** How many old records a fresh sandbox holds. */
	readonly seeded: number;
	/** The Key of the record made as number `index`, in the style of `AbEntryKey` 2.0; its id in the world. */
	id(index: number): string;
	readonly make: make.FieldMaker;
	/** Fields an edit may change, blank between; none: nobody edits these. */
	readonly edited: string;
	/** Texts that end in the number of the change they show, blank between. */
	readonly numbered: string;
	readonly type?: 'Company' | 'Individual' | 'Contact';
}

/** A running number as the ids of address book entries, opportunities, … have it: date, digits, letters. */
const longId = (day: string, index: number, letters: string): string =>
	`${day}252${String(13_353_360_078 + index * 104_729).padStart(12, '0')}${letters}`;

const numbered =
	(word: string, day: string, letters: string) =>
	(index: number): string =>
		formatKey({ word, id: longId(day, index, letters), number: '0' });

const counted =
	(word: string, first: number) =>
	(index: number): string =>
		formatKey({ word, id: String(first + index) });

const COMPANIES = 12;
const COMPANY_ID = '240813';

/** The resources of the world. Those that others point at come first and are the oldest. */
export const MAXIMIZER_RESOURCES: readonly MaximizerResource[] = [
	{
		resource: 'users',
		entity: USER,
		seeded: 4,
		id: (index) =>
			formatKey({
				word: 'User',
				id: index === 0 ? 'MASTER' : `USER${String(index).padStart(3, '0')}`,
			}),
		make: make.makeUser,
		edited: 'LastName Position',
		numbered: 'LastName DisplayName',
	},
	{
		resource: 'companies',
		entity: AB_ENTRY,
		type: 'Company',
		seeded: COMPANIES,
		id: numbered('AbEntry', COMPANY_ID, 'C'),
		make: make.makeCompany,
		edited: 'CompanyName WebSite Phone1 Email1 Address AccountManager',
		numbered: 'CompanyName FullName DisplayValue',
	},
	{
		resource: 'individuals',
		entity: AB_ENTRY,
		type: 'Individual',
		seeded: 8,
		id: numbered('AbEntry', INDIVIDUAL_ID, 'C'),
		make: make.makeIndividual,
		edited: 'LastName Position Phone1 Email1 Address',
		numbered: 'LastName FullName DisplayValue',
	},
	{
		resource: 'contacts',
		entity: AB_ENTRY,
		type: 'Contact',
		seeded: 30,
		id: (index) =>
			formatKey({
				word: 'AbEntry',
				id: longId(COMPANY_ID, index % COMPANIES, 'C'),
				number: String(1 + Math.floor(index / COMPANIES)),
			}),
		make: make.makeContact,
		edited: 'LastName Position Phone1 Email1 Address Category',
		numbered: 'LastName FullName DisplayValue',
	},
	{
		resource: 'opportunities',
		entity: OPPORTUNITY,
		seeded: 10,
		id: numbered('Opportunity', '240815', 'O'),
		make: make.makeOpportunity,
		edited: 'Objective Description Status ForecastRevenue CloseDate',
		numbered: 'Objective Description DisplayValue',
	},
	{
		resource: 'cases',
		entity: CASE,
		seeded: 8,
		id: numbered('Case', '240816', 'S'),
		make: make.makeCase,
		edited: 'Description Priority Status AssignedTo',
		numbered: 'Subject Description DisplayValue',
	},
	{
		resource: 'leads',
		entity: LEAD,
		seeded: 10,
		id: numbered('Lead', '240817', 'LE'),
		make: make.makeLead,
		edited: 'LastName Email Position Status Phone1',
		numbered: 'CompanyName LastName FullName DisplayValue',
	},
	{
		resource: 'campaigns',
		entity: CAMPAIGN,
		seeded: 3,
		id: numbered('Campaign', '240818', 'G'),
		make: make.makeCampaign,
		edited: 'Description Status Cost',
		numbered: 'Name Description',
	},
	{
		resource: 'tasks',
		entity: TASK,
		seeded: 8,
		id: counted('Task', 1284),
		make: make.makeTask,
		edited: 'Activity Priority Completed DateTime',
		numbered: 'Activity',
	},
	{
		resource: 'notes',
		entity: NOTE,
		seeded: 8,
		id: counted('Note', 7310),
		make: make.makeNote,
		edited: 'Text Category Important',
		numbered: 'Text RichText',
	},
	{
		resource: 'appointments',
		entity: APPOINTMENT,
		seeded: 5,
		id: numbered('Appointment', '240819', 'A'),
		make: make.makeAppointment,
		edited: 'Subject Description StartDate',
		numbered: 'Subject Description',
	},
	{
		resource: 'interaction-logs',
		entity: INTERACTION_LOG,
		seeded: 6,
		id: counted('InteractionLog', 410),
		make: make.makeInteractionLog,
		edited: '',
		numbered: 'Subject Description',
	},
];

/** The resource that holds companies, individuals and contacts together. */
export const ADDRESS_BOOK = 'addressbook-entries';

export const resourcesOf = (entity: MaximizerEntity): readonly MaximizerResource[] =>
	MAXIMIZER_RESOURCES.filter((resource) => resource.entity === entity);
