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

/** Changes are asked for by a condition on a date, which takes in records stamped exactly then. */
function sinceDate(field: string) {
	return { since: { inclusive: true }, hubSince: [field.toLowerCase()] } as const;
}

function searcher(name: string): Pick<OctopusRead, 'drivers'> {
	return { drivers: { [`I${name}Searcher`]: `Maximizer.Model.Access.Sql.${name}Searcher` } };
}

const BY_DATE = {
	url: '/Read',
	...sinceDate(UPDATED),
	datesConfiguration: dates(UPDATED, CREATED),
	hubFields: { Key: 'id', LastModifyDate: 'updated' },
} as const satisfies Partial<ResourceDefinition>;

const COMPARED = {
	url: '/Read',
	watch: 'snapshot',
	hubFields: { Key: 'id' },
} as const satisfies Partial<ResourceDefinition>;

const KEY_ID = ['Key.ID', 'Key.Number'];
const COMPATIBILITY = { AbEntryKey: '2.0' };
const TASK_COMPATIBILITY = { ...COMPATIBILITY, TaskObject: '2.0' };

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

/** Companies, individuals and contacts are one object, told apart by its type. */
function addressBook(type?: 'Company' | 'Individual' | 'Contact') {
	const names = { Type: 1, CompanyName: 1, FirstName: 1, LastName: 1 };
	return {
		...BY_DATE,
		recordsField: 'AbEntry.Data',
		idField: KEY_ID,
		requester: octopusRequester({
			entity: 'AbEntry',
			fields: ADDRESS_BOOK,
			...(type ? { conditions: [{ Type: { $EQ: type } }] } : {}),
			sinceField: UPDATED,
			compatibility: COMPATIBILITY,
			...searcher('AbEntry'),
		}),
		deletions: deletionsOf('AbEntry', names, type),
	} as const satisfies Partial<ResourceDefinition>;
}

/** Objects that say when they were made, and not when they were changed: what they hold does not count. */
function newOnly(
	entity: 'Note' | 'Task',
	made: string,
	fields: Readonly<Record<string, JsonValue>>,
) {
	return {
		url: '/Read',
		...sinceDate(made),
		datesConfiguration: dates(made),
		recordsField: `${entity}.Data`,
		idField: 'Key.ID',
		requester: octopusRequester({
			entity,
			fields,
			sinceField: made,
			compatibility: entity === 'Task' ? TASK_COMPATIBILITY : COMPATIBILITY,
			...searcher(entity),
		}),
		volatile: Object.keys(fields).filter((name) => name !== 'Key' && name !== made),
	} as const satisfies Partial<ResourceDefinition>;
}

/** As printed in the documentation of the platform; address book entries and opportunities are printed as `{}` there and follow by analogy. */
function hubConfiguration(resource: string): ResourceDefinition['hubConfiguration'] {
	return {
		url: `/hubs/crm/${resource}?where=LastModifyDate>'\${date:yyyy-MM-dd'T'HH:mm:ssXXX}'`,
		idField: 'Key',
		datesConfiguration: {
			updatedDateField: 'LastModifyDate',
			updatedDateFormat: "yyyy-MM-dd'T'HH:mm:ssXXX",
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
		{
			...addressBook(),
			name: 'addressbook-entries',
			displayName: 'Address Book Entries',
			description: 'Companies, individuals and contacts',
			hubConfiguration: hubConfiguration('addressbook-entries'),
		},
		{
			...COMPARED,
			name: 'appointments',
			displayName: 'Appointments',
			description: 'Up to 10,000: all are compared at each poll',
			recordsField: 'Appointment.Data',
			idField: KEY_ID,
			requester: octopusRequester({ entity: 'Appointment', fields: APPOINTMENT }),
		},
		{
			name: 'audit-log',
			displayName: 'Audit Log',
			description: 'What was changed by whom, as far as the administrator has auditing on',
			url: '/Read',
			...sinceDate(CREATED),
			datesConfiguration: dates(CREATED),
			recordsField: 'AuditLog.Data',
			// That an OPID is given to one entry only is not documented.
			idField: ['OPID', 'Source', 'Type', 'Info', 'CreationDate'],
			requester: octopusRequester({
				entity: 'AuditLog',
				fields: AUDIT_LOG,
				sinceField: CREATED,
				compatibility: COMPATIBILITY,
			}),
			// They hold the texts of Keys.
			volatile: ['Org', 'New'],
		},
		{
			...COMPARED,
			name: 'campaigns',
			displayName: 'Campaigns',
			recordsField: 'Campaign.Data',
			idField: KEY_ID,
			requester: octopusRequester({ entity: 'Campaign', fields: CAMPAIGN }),
		},
		{
			...BY_DATE,
			name: 'cases',
			displayName: 'Cases',
			recordsField: 'Case.Data',
			idField: KEY_ID,
			requester: octopusRequester({
				entity: 'Case',
				fields: CASE,
				sinceField: UPDATED,
				compatibility: COMPATIBILITY,
				...searcher('Case'),
			}),
			deletions: deletionsOf('Case', { CaseNumber: 1, Subject: 1 }),
		},
		{
			...addressBook('Company'),
			name: 'companies',
			displayName: 'Companies',
			hubConfiguration: hubConfiguration('companies'),
		},
		{
			...addressBook('Contact'),
			name: 'contacts',
			displayName: 'Contacts',
			hubConfiguration: hubConfiguration('contacts'),
		},
		{ ...addressBook('Individual'), name: 'individuals', displayName: 'Individuals' },
		{
			...COMPARED,
			name: 'interaction-logs',
			displayName: 'Interaction Logs',
			description: 'Up to 10,000: all are compared at each poll',
			recordsField: 'InteractionLog.Data',
			idField: 'Key.ID',
			requester: octopusRequester({
				entity: 'InteractionLog',
				fields: INTERACTION_LOG,
				compatibility: COMPATIBILITY,
			}),
		},
		{
			...BY_DATE,
			name: 'leads',
			displayName: 'Leads',
			recordsField: 'Lead.Data',
			idField: KEY_ID,
			requester: octopusRequester({
				entity: 'Lead',
				fields: LEAD,
				sinceField: UPDATED,
				compatibility: { ...COMPATIBILITY, LeadObject: '1.3' },
			}),
			deletions: deletionsOf('Lead', { CompanyName: 1, FirstName: 1, LastName: 1 }),
		},
		{
			...COMPARED,
			name: 'notes',
			displayName: 'Notes',
			description: 'Up to 10,000: all are compared at each poll',
			recordsField: 'Note.Data',
			idField: 'Key.ID',
			datedVariant: 'new-notes',
			requester: octopusRequester({
				entity: 'Note',
				fields: NOTE,
				compatibility: COMPATIBILITY,
				...searcher('Note'),
			}),
		},
		{
			...newOnly('Note', 'DateTime', NOTE),
			name: 'new-notes',
			displayName: 'Notes (New Only)',
			description: 'By the date of the note; edits are not seen',
		},
		{
			...BY_DATE,
			name: 'opportunities',
			displayName: 'Opportunities',
			hubConfiguration: hubConfiguration('opportunities'),
			recordsField: 'Opportunity.Data',
			idField: KEY_ID,
			requester: octopusRequester({
				entity: 'Opportunity',
				fields: OPPORTUNITY,
				sinceField: UPDATED,
				compatibility: COMPATIBILITY,
				...searcher('Opportunity'),
			}),
			deletions: deletionsOf('Opportunity', { Objective: 1 }),
		},
		{
			...COMPARED,
			name: 'tasks',
			displayName: 'Tasks',
			description: 'Up to 10,000: all are compared at each poll',
			recordsField: 'Task.Data',
			idField: 'Key.ID',
			datedVariant: 'new-tasks',
			requester: octopusRequester({
				entity: 'Task',
				fields: TASK,
				compatibility: TASK_COMPATIBILITY,
				...searcher('Task'),
			}),
		},
		{
			...newOnly('Task', CREATED, { ...TASK, CreationDate: 1 }),
			name: 'new-tasks',
			displayName: 'Tasks (New Only)',
			description: 'By the date they were made; edits are not seen',
		},
		{
			...COMPARED,
			name: 'users',
			displayName: 'Users',
			recordsField: 'User.Data',
			idField: 'Key.Uid',
			requester: octopusRequester({ entity: 'User', fields: USER_ENTRY, ...searcher('User') }),
		},
	],
});
