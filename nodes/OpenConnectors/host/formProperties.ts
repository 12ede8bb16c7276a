import type { INodeProperties } from 'n8n-workflow';
import { more, pagingSettings } from './formSettings';
import { parameter } from './propertyParts';

/** The names of the methods by which fields are chosen from what the API answered. */
export type LookUpMethod =
	| 'getLists'
	| 'getIdFields'
	| 'getUpdatedFields'
	| 'getCreatedFields'
	| 'getFields'
	| 'getDateFormats'
	| 'getPagings';

/** Asked for again when what the API is asked changes. */
const ASKED_BY = ['&url', '&more.method', '&more.body', '&more.headers', 'authentication'];

const FROM_ANSWER = 'Choose from what the API answers, or write a path as an expression.';

/** Chosen from what the API answers; an expression may say what it does not show. */
function chosen(
	displayName: string,
	name: string,
	loadOptionsMethod: LookUpMethod,
	description: string,
	dependsOn: readonly string[] = ['&recordsField'],
): INodeProperties {
	return {
		displayName,
		name,
		type: 'options',
		typeOptions: { loadOptionsMethod, loadOptionsDependsOn: [...ASKED_BY, ...dependsOn] },
		default: '',
		description: [description, FROM_ANSWER].join(' '),
	};
}

const FOR_EXAMPLE = "/issues?sort=updated&since=${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}";

const LIST: INodeProperties[] = [
	parameter('Name', 'name', 'Name of the list. Events carry it as objectType.', {
		required: true,
		placeholder: 'e.g. issues',
	}),
	parameter(
		'URL',
		'url',
		'Address of the list, below the Base URL of the credential. Where the API filters by time, put a placeholder for the time of the last poll.',
		{
			required: true,
			placeholder: `e.g. ${FOR_EXAMPLE}`,
			hint: "For the time of the last poll: ${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}, ${gmtDate:yyyy-MM-dd}, ${epoch:s}, ${milliseconds}; for the end of a window ${until:epoch:s}; {name} for a path variable",
		},
	),
	chosen('Records', 'recordsField', 'getLists', 'Where the records are in the answer.', []),
	chosen('ID Field', 'idField', 'getIdFields', 'The field that identifies a record.'),
	chosen(
		'Updated Field',
		'updatedDateField',
		'getUpdatedFields',
		'When a record was last changed. Blank: only new records are found.',
	),
	chosen(
		'Updated Format',
		'updatedDateFormat',
		'getDateFormats',
		'How the updated date is written: milliseconds, seconds or a Java date pattern.',
		['&recordsField', '&updatedDateField', '&createdDateField'],
	),
	chosen(
		'Created Field',
		'createdDateField',
		'getCreatedFields',
		'When a record was created. Blank: every event is UPDATED.',
	),
	chosen(
		'Created Format',
		'createdDateFormat',
		'getDateFormats',
		'How the created date is written. Blank: as the updated date.',
		['&recordsField', '&updatedDateField', '&createdDateField'],
	),
	chosen(
		'Deleted Field',
		'deletedField',
		'getFields',
		'The field that marks a record as deleted, if there is one.',
	),
	parameter(
		'Deleted Values',
		'deletedValues',
		'Values of that field that mean deleted, separated by commas. Blank: any value.',
		{ placeholder: 'e.g. deleted, archived', displayOptions: { hide: { deletedField: [''] } } },
	),
	chosen('Paging', 'paging', 'getPagings', 'How the API gives the next page.', []),
];

/** The lists of a REST API, for people who write no JSON. `host/form.ts` says what they stand for. */
export const lists: INodeProperties = {
	displayName: 'Lists',
	name: 'lists',
	type: 'fixedCollection',
	typeOptions: { multipleValues: true },
	placeholder: 'Add list',
	default: {},
	description: 'The lists of the API to watch',
	options: [{ displayName: 'List', name: 'list', values: [...LIST, ...pagingSettings, more] }],
};
