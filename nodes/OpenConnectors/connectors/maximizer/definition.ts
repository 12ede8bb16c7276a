import type { JsonValue } from '../../core/page';
import {
	datesIn,
	defineConnector,
	type ListDefinition,
	type ResourceDefinition,
} from '../../streams/definition';
import {
	ADDRESS_BOOK,
	APPOINTMENT,
	AUDIT_LOG,
	CAMPAIGN,
	CASE,
	INTERACTION_LOG,
	KEY,
	LEAD,
	NOTE,
	OPPORTUNITY,
	TASK,
	USER_ENTRY,
} from './fields';
import { maximizerErrorMapper } from './errorMapper';
import type { OctopusRead } from './octopus';
import { OCTOPUS_FORMAT, octopusRequester, refusePaths } from './requester';

/*
 * Maximizer CRM, Octopus API, https://developer.maximizer.com/reference/octopus-api
 *
 * Everything is read by POST /Read. Not documented, and chosen here so that nothing is lost whichever
 * way it turns out:
 *
 * - Dates end in `Z`. In a sample of the vendor's they are Pacific wall time all the same. They are
 *   read in the zone of the node's options; `Z` is a letter of the pattern. In the wrong zone nothing
 *   is lost, as lookback and margin reach across every zone; dates of events are then off.
 * - Conditions may be read as UTC or in the account's zone: see requester.ts beside this file.
 * - The place of the next page's key, and the most records of a page: see octopus.ts.
 *
 * The text of a Key changes, its ID and Number stay: https://developer.maximizer.com/reference/octopus-api-docs-field-and-object-types-key
 */

const { updated, dates } = datesIn(OCTOPUS_FORMAT);

/**
 * Stamps in the wall time of a zone west of UTC lie up to 12 hours back when they are made, and an
 * hour more in the night clocks are set back; an hour is allowed for anyhow.
 */
const LOOKBACK_SECONDS = 12 * 60 * 60;

const CREATED = 'CreationDate';
const UPDATED = 'LastModifyDate';

/** Changes are asked for by a condition on a date, which includes records stamped exactly then. */
function sinceDate(field: string) {
	return { since: { inclusive: true }, hubSince: [field.toLowerCase()] } as const;
}

function searcher(name: string): Pick<OctopusRead, 'drivers'> {
	return { drivers: { [`I${name}Searcher`]: `Maximizer.Model.Access.Sql.${name}Searcher` } };
}

const BY_DATE = {
	...sinceDate(UPDATED),
	datesConfiguration: dates(UPDATED, CREATED),
	hubFields: { Key: 'id', LastModifyDate: 'updated' },
} as const satisfies Partial<ResourceDefinition>;

const COMPARED = {
	watch: 'snapshot',
	hubFields: { Key: 'id' },
} as const satisfies Partial<ResourceDefinition>;

const LONG_COMPARED = { ...COMPARED, description: 'Up to 10,000. All are compared at each poll.' };

const KEY_ID = ['Key.ID', 'Key.Number'];
const COMPATIBILITY = { AbEntryKey: '2.0' };

/** A list of an object, which answers hold below the object's name. */
function list(
	name: string,
	displayName: string,
	idField: ResourceDefinition['idField'],
	read: OctopusRead,
	more: Partial<ResourceDefinition>,
): ResourceDefinition {
	const recordsField = `${read.entity}.Data`;
	const requester = octopusRequester(read);
	return { name, displayName, url: '/Read', recordsField, idField, requester, ...more };
}

/**
 * Deletions are entries of the audit log that have the record before and none after. There are some
 * only where the administrator has the log on for the object.
 *
 * @param shown fields of the deleted record beside its Key
 */
function deletionsOf(
	entity: string,
	shown: Readonly<Record<string, JsonValue>>,
	type?: string,
): ListDefinition {
	const read: OctopusRead = {
		entity: 'AuditLog',
		fields: {
			CreationDate: 1,
			Creator: { Uid: 1 },
			Application: 1,
			Type: 1,
			Source: 1,
			Info: 1,
			Org: { [entity]: { Key: KEY, ...shown } },
			New: { [entity]: { Key: KEY } },
		},
		conditions: [{ Source: { $EQ: entity } }],
		compatibility: COMPATIBILITY,
		sinceField: CREATED,
		deletedType: type ?? 'any',
	};
	return {
		url: '/Read',
		requester: octopusRequester(read),
		since: { inclusive: true },
		datesConfiguration: updated(CREATED),
		recordsField: 'AuditLog.Data',
		idField: [`Org.${entity}.Key.ID`, `Org.${entity}.Key.Number`],
	};
}

/** Objects that say when they were changed. */
function byDate(
	name: string,
	displayName: string,
	read: OctopusRead,
	more: Partial<ResourceDefinition>,
): ResourceDefinition {
	const asked = { sinceField: UPDATED, compatibility: COMPATIBILITY, ...read };
	return list(name, displayName, KEY_ID, asked, { ...BY_DATE, ...more });
}

/** Companies, individuals and contacts are one object, told apart by its type. */
function addressBook(
	name: string,
	displayName: string,
	type?: 'Company' | 'Individual' | 'Contact',
	more: Partial<ResourceDefinition> = {},
): ResourceDefinition {
	const names = { Type: 1, CompanyName: 1, FirstName: 1, LastName: 1 };
	const conditions = type ? [{ Type: { $EQ: type } }] : [];
	const read = { entity: 'AbEntry', fields: ADDRESS_BOOK, conditions, ...searcher('AbEntry') };
	const deletions = deletionsOf('AbEntry', names, type);
	return byDate(name, displayName, read, { deletions, ...more });
}

/** Objects that say when they were made, and not when they were changed: what they hold does not count. */
function newOnly(made: string, { fields }: OctopusRead): Partial<ResourceDefinition> {
	return {
		...sinceDate(made),
		datesConfiguration: dates(made),
		volatile: Object.keys(fields ?? {}).filter((name) => name !== 'Key' && name !== made),
	};
}

const NOTES: OctopusRead = {
	entity: 'Note',
	fields: NOTE,
	compatibility: COMPATIBILITY,
	...searcher('Note'),
};
const NEW_NOTES = { ...NOTES, sinceField: 'DateTime' };
const TASKS: OctopusRead = {
	entity: 'Task',
	fields: TASK,
	compatibility: { ...COMPATIBILITY, TaskObject: '2.0' },
	...searcher('Task'),
};
const NEW_TASKS = { ...TASKS, fields: { ...TASK, CreationDate: 1 }, sinceField: CREATED };

/** As printed in the documentation of the platform; address book entries and opportunities are printed as `{}` there and follow by analogy. */
function documented(resource: string): Pick<ResourceDefinition, 'hubConfiguration'> {
	return {
		hubConfiguration: {
			url: `/hubs/crm/${resource}?where=LastModifyDate>'\${date:yyyy-MM-dd'T'HH:mm:ssXXX}'`,
			idField: 'Key',
			datesConfiguration: datesIn("yyyy-MM-dd'T'HH:mm:ssXXX").updated(UPDATED),
		},
	};
}

export const maximizer = defineConnector({
	key: 'maximizer',
	displayName: 'Maximizer',
	hub: 'crm',
	credentials: [
		{ authentication: 'oAuth2', type: 'openConnectorsMaximizerOAuth2Api' },
		{ authentication: 'accessToken', type: 'openConnectorsMaximizerApi' },
	],
	versionPath: '/octopus',
	requester: refusePaths,
	errorMapper: maximizerErrorMapper,
	rateLimit: { requests: 3, per: 'PT1S' },
	defaults: {
		pageSize: 500,
		granularity: 'PT1S',
		pollDelay: LOOKBACK_SECONDS,
		hubConditions: { fields: 'any' },
	},
	forbiddenHint:
		'The user of the credential may not read this object in Maximizer. Ask an administrator for the right.',
	resources: [
		addressBook('addressbook-entries', 'Address Book Entries', undefined, {
			description: 'Companies, individuals and contacts',
			...documented('addressbook-entries'),
		}),
		list(
			'appointments',
			'Appointments',
			KEY_ID,
			{ entity: 'Appointment', fields: APPOINTMENT },
			LONG_COMPARED,
		),
		list(
			'audit-log',
			'Audit Log',
			// That an OPID is given to one entry only is not documented.
			['OPID', 'Source', 'Type', 'Info', 'CreationDate'],
			{
				entity: 'AuditLog',
				fields: AUDIT_LOG,
				sinceField: CREATED,
				compatibility: COMPATIBILITY,
			},
			{
				description: 'Who changed what, where the administrator has auditing on',
				...sinceDate(CREATED),
				datesConfiguration: dates(CREATED),
				// They hold the texts of Keys.
				volatile: ['Org', 'New'],
			},
		),
		list('campaigns', 'Campaigns', KEY_ID, { entity: 'Campaign', fields: CAMPAIGN }, COMPARED),
		byDate(
			'cases',
			'Cases',
			{ entity: 'Case', fields: CASE, ...searcher('Case') },
			{ deletions: deletionsOf('Case', { CaseNumber: 1, Subject: 1 }) },
		),
		addressBook('companies', 'Companies', 'Company', documented('companies')),
		addressBook('contacts', 'Contacts', 'Contact', documented('contacts')),
		addressBook('individuals', 'Individuals', 'Individual'),
		list(
			'interaction-logs',
			'Interaction Logs',
			'Key.ID',
			{ entity: 'InteractionLog', fields: INTERACTION_LOG, compatibility: COMPATIBILITY },
			LONG_COMPARED,
		),
		byDate(
			'leads',
			'Leads',
			{ entity: 'Lead', fields: LEAD, compatibility: { ...COMPATIBILITY, LeadObject: '1.3' } },
			{ deletions: deletionsOf('Lead', { CompanyName: 1, FirstName: 1, LastName: 1 }) },
		),
		list('notes', 'Notes', 'Key.ID', NOTES, { ...LONG_COMPARED, datedVariant: 'new-notes' }),
		list('new-notes', 'Notes (New Only)', 'Key.ID', NEW_NOTES, {
			...newOnly('DateTime', NEW_NOTES),
			description: 'By the date of the note. Edits are not seen.',
		}),
		byDate(
			'opportunities',
			'Opportunities',
			{ entity: 'Opportunity', fields: OPPORTUNITY, ...searcher('Opportunity') },
			{
				deletions: deletionsOf('Opportunity', { Objective: 1 }),
				...documented('opportunities'),
			},
		),
		list('tasks', 'Tasks', 'Key.ID', TASKS, { ...LONG_COMPARED, datedVariant: 'new-tasks' }),
		list('new-tasks', 'Tasks (New Only)', 'Key.ID', NEW_TASKS, {
			...newOnly(CREATED, NEW_TASKS),
			description: 'By the date of creation. Edits are not seen.',
		}),
		list(
			'users',
			'Users',
			'Key.Uid',
			{ entity: 'User', fields: USER_ENTRY, ...searcher('User') },
			COMPARED,
		),
	],
});
