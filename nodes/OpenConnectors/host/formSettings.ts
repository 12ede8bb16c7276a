import type { INodeProperties } from 'n8n-workflow';
import { choice, parameter } from './propertyParts';

function json(displayName: string, name: string, description: string, example: string) {
	return parameter(displayName, name, description, {
		type: 'json',
		placeholder: `e.g. ${example}`,
	});
}

function number(
	displayName: string,
	name: string,
	description: string,
	more: Partial<INodeProperties> = {},
) {
	return parameter(displayName, name, description, { type: 'number', ...more });
}

const LIMIT = parameter(
	'Limit Parameter',
	'limitParam',
	'The parameter for the number of records per page',
	{
		placeholder: 'e.g. limit',
	},
);
const HAS_MORE = parameter(
	'Has More Field',
	'hasMoreField',
	'The field that is false on the last page',
	{
		placeholder: 'e.g. has_more',
	},
);
const END = parameter('End Field', 'endField', 'The field that is true on the last page', {
	placeholder: 'e.g. isLast',
});
const TOTALS = [
	parameter('Total Field', 'totalField', 'Where the answer says how many records there are'),
	parameter('Total Header', 'totalHeader', 'The header that says how many records there are'),
];
const PLACE: INodeProperties = {
	displayName: 'Parameters In',
	name: 'in',
	type: 'options',
	options: [choice('Body', 'body'), choice('Header', 'header'), choice('Query', 'query')],
	default: 'query',
	description: 'Where the parameters go. In a body their names are paths.',
};
const MOST_RECORDS = number(
	'Maximum Offset',
	'maximumOffset',
	'How many records the API gives for one query. Reading goes on with a new one.',
);

const PAGING_SETTINGS: Readonly<Record<string, readonly INodeProperties[]>> = {
	page_number: [
		parameter('Page Parameter', 'pageParam', 'The parameter for the number of the page', {
			placeholder: 'e.g. page',
		}),
		LIMIT,
		number('First Page', 'firstPage', 'The number of the first page', { default: 1 }),
		HAS_MORE,
		END,
		...TOTALS,
		parameter(
			'Total Pages Field',
			'totalPagesField',
			'Where the answer says how many pages there are',
		),
		parameter(
			'Total Pages Header',
			'totalPagesHeader',
			'The header that says how many pages there are',
		),
		number('Maximum Page', 'maximumPage', 'The last page that the API gives for one query'),
		PLACE,
	],
	offset: [
		parameter(
			'Offset Parameter',
			'offsetParam',
			'The parameter for the number of records to skip',
			{
				placeholder: 'e.g. offset',
			},
		),
		LIMIT,
		number('First Offset', 'firstOffset', 'The offset of the first record', { default: 0 }),
		HAS_MORE,
		END,
		...TOTALS,
		MOST_RECORDS,
		PLACE,
	],
	cursor: [
		parameter('Cursor Parameter', 'cursorParam', 'The parameter for where the next page begins', {
			placeholder: 'e.g. starting_after',
		}),
		parameter('Cursor Field', 'cursorField', 'Where the answer says where the next page begins', {
			placeholder: 'e.g. meta.next_cursor',
		}),
		parameter('Cursor Header', 'cursorHeader', 'The header that says where the next page begins'),
		parameter(
			'Last Record Field',
			'lastRecordField',
			'The field of the last record by which the next page begins',
			{
				placeholder: 'e.g. id',
			},
		),
		LIMIT,
		HAS_MORE,
		END,
		{
			displayName: 'Cursor Alone',
			name: 'alone',
			type: 'boolean',
			default: true,
			description: 'Whether to ask for the next page with the cursor and the limit only',
		},
		parameter('Cursor URL', 'cursorUrl', 'The path of the next pages, where it differs'),
		MOST_RECORDS,
		PLACE,
	],
	link: [
		parameter('Link Field', 'linkField', 'Where the answer holds the address of the next page', {
			placeholder: 'e.g. links.next',
		}),
		parameter(
			'Link Header',
			'linkHeader',
			'The header that holds the address of the next page, as rel="next"',
			{
				default: 'link',
			},
		),
		LIMIT,
		END,
	],
};

const byName = (one: INodeProperties, other: INodeProperties) =>
	one.displayName.localeCompare(other.displayName);

/** For each way of paging its own. */
export const pagingSettings = Object.entries(PAGING_SETTINGS).map(
	([type, options]): INodeProperties => ({
		displayName: 'Paging Settings',
		name: 'pagingSettings',
		type: 'collection',
		placeholder: 'Add setting',
		displayOptions: { show: { paging: [type] } },
		default: {},
		options: [...options].sort(byName),
	}),
);

/** What few lists need. */
export const more: INodeProperties = {
	displayName: 'More',
	name: 'more',
	type: 'collection',
	placeholder: 'Add setting',
	default: {},
	options: [
		json('Body', 'body', 'Body of a POST. It may hold placeholders.', '{"limit":100}'),
		parameter('Created Timezone', 'createdDateTimezone', 'Time zone of created dates without one', {
			placeholder: 'e.g. Europe/Berlin',
		}),
		json(
			'Errors',
			'errors',
			'Answers that mean something other than their status',
			'[{"status":200,"field":"ok","equals":false,"action":"fail"}]',
		),
		{
			displayName: 'Filter by Updated Date',
			name: 'filterByUpdatedDate',
			type: 'boolean',
			default: false,
			description: 'Whether to drop records that were not changed since the last poll',
		},
		parameter('Granularity', 'granularity', 'The precision of the dates, as an ISO 8601 duration', {
			placeholder: 'e.g. PT1S',
		}),
		json('Headers', 'headers', 'More headers for each request', '{"Accept":"text/json"}'),
		{
			displayName: 'Method',
			name: 'method',
			type: 'options',
			options: [choice('GET', 'GET'), choice('POST', 'POST')],
			default: 'POST',
			description: 'The HTTP method',
		},
		json(
			'None',
			'none',
			'The answer that means there are no records',
			'{"field":"data","equals":null}',
		),
		{
			displayName: 'Order',
			name: 'order',
			type: 'options',
			options: [
				choice('Ascending', 'ascending', 'Oldest change first'),
				choice('Descending', 'descending', 'Newest change first'),
				choice('Unknown', 'unknown', 'In any order'),
			],
			default: 'ascending',
			description: 'How the API sorts the list, by updated date',
		},
		number('Page Size', 'pageSize', 'Records per page', { default: 100 }),
		number(
			'Poll Delay (Seconds)',
			'pollDelay',
			'How long a change may take to show up in the list',
			{ default: 300 },
		),
		json('Rate Limit', 'rateLimit', 'What the API allows', '{"requests":10,"per":"PT1M"}'),
		parameter('Record', 'record', 'Where the record is inside an entry of the list', {
			placeholder: 'e.g. data.object',
		}),
		parameter('Retention', 'retention', 'How far back the API answers, as an ISO 8601 duration', {
			placeholder: 'e.g. P30D',
		}),
		json(
			'Since',
			'since',
			'How the API reads the time in the request',
			'{"granularity":"P1D","inclusive":false}',
		),
		parameter('Step', 'step', 'The longest time span of one request, as an ISO 8601 duration', {
			placeholder: 'e.g. P1D',
		}),
		parameter('Updated Timezone', 'updatedDateTimezone', 'Time zone of updated dates without one', {
			placeholder: 'e.g. Europe/Berlin',
		}),
		json(
			'Values',
			'values',
			'Values of a path variable. The list is read once for each.',
			'{"repo":["a","b"]}',
		),
		parameter(
			'Volatile',
			'volatile',
			'Fields that change by themselves, separated by commas. They do not start the workflow.',
			{ placeholder: 'e.g. lastSeen, stats.views' },
		),
		{
			displayName: 'Watch',
			name: 'watch',
			type: 'options',
			options: [
				choice('Dates', 'dates', 'Find what was changed since the last poll'),
				choice('Snapshot', 'snapshot', 'Compare the whole list with what it was'),
			],
			default: 'snapshot',
			description: 'How changes are found',
		},
	],
};
