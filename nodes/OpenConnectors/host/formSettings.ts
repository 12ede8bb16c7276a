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
	'The parameter for the records of a page',
	{
		placeholder: 'e.g. limit',
	},
);
const HAS_MORE = parameter(
	'Has More Field',
	'hasMoreField',
	'Where the answer says false at the end',
	{
		placeholder: 'e.g. has_more',
	},
);
const END = parameter('End Field', 'endField', 'Where the answer says true at the end', {
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
	description: 'Where the parameters go; in a body their names are paths',
};
const MOST_RECORDS = number(
	'Maximum Offset',
	'maximumOffset',
	'The API gives no more records of one query; reading goes on with a new one',
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
		number('Maximum Page', 'maximumPage', 'The last page that the API gives of one query'),
		PLACE,
	],
	offset: [
		parameter(
			'Offset Parameter',
			'offsetParam',
			'The parameter for how many records to pass over',
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
		parameter('Cursor Field', 'cursorField', 'Where the answer says it', {
			placeholder: 'e.g. meta.next_cursor',
		}),
		parameter('Cursor Header', 'cursorHeader', 'The header that says it'),
		parameter('Last Record Field', 'lastRecordField', 'The field of the last record that says it', {
			placeholder: 'e.g. id',
		}),
		LIMIT,
		HAS_MORE,
		END,
		{
			displayName: 'Cursor Alone',
			name: 'alone',
			type: 'boolean',
			default: true,
			description: 'Whether the next page is asked for by the cursor and the limit only',
		},
		parameter('Cursor URL', 'cursorUrl', 'The path of the following pages, where it is another'),
		MOST_RECORDS,
		PLACE,
	],
	link: [
		parameter('Link Field', 'linkField', 'Where the answer holds the address of the next page', {
			placeholder: 'e.g. links.next',
		}),
		parameter('Link Header', 'linkHeader', 'The header that holds it, as rel="next"', {
			default: 'link',
		}),
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
		json('Body', 'body', 'Of a POST; placeholders may stand in its texts', '{"limit":100}'),
		parameter('Created Timezone', 'createdDateTimezone', 'Zone of created dates that name none', {
			placeholder: 'e.g. Europe/Berlin',
		}),
		json(
			'Errors',
			'errors',
			'Answers that mean something else than their status says',
			'[{"status":200,"field":"ok","equals":false,"action":"fail"}]',
		),
		{
			displayName: 'Filter by Updated Date',
			name: 'filterByUpdatedDate',
			type: 'boolean',
			default: false,
			description: 'Whether records are dropped that were not changed since the last poll',
		},
		parameter('Granularity', 'granularity', 'The step of the dates, ISO 8601', {
			placeholder: 'e.g. PT1S',
		}),
		json('Headers', 'headers', 'Further headers of each request', '{"Accept":"text/json"}'),
		{
			displayName: 'Method',
			name: 'method',
			type: 'options',
			options: [choice('GET', 'GET'), choice('POST', 'POST')],
			default: 'POST',
			description: 'How the list is asked for',
		},
		json(
			'None',
			'none',
			'The answer that means that there is nothing',
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
			description: 'In which order the list comes, by updated date',
		},
		number('Page Size', 'pageSize', 'Records of a page', { default: 100 }),
		number(
			'Poll Delay (Seconds)',
			'pollDelay',
			'How long a change may take to show up in the list',
			{ default: 300 },
		),
		json('Rate Limit', 'rateLimit', 'What the API allows', '{"requests":10,"per":"PT1M"}'),
		parameter('Record', 'record', 'Where the record proper is inside what the list holds', {
			placeholder: 'e.g. data.object',
		}),
		parameter('Retention', 'retention', 'How far back the API answers, ISO 8601', {
			placeholder: 'e.g. P30D',
		}),
		json(
			'Since',
			'since',
			'How the API reads the time it is asked by',
			'{"granularity":"P1D","inclusive":false}',
		),
		parameter('Step', 'step', 'The longest window the API takes, ISO 8601', {
			placeholder: 'e.g. P1D',
		}),
		parameter('Updated Timezone', 'updatedDateTimezone', 'Zone of updated dates that name none', {
			placeholder: 'e.g. Europe/Berlin',
		}),
		json(
			'Values',
			'values',
			'The list is read once for each value of a path variable',
			'{"repo":["a","b"]}',
		),
		parameter(
			'Volatile',
			'volatile',
			'Fields that change without the record being changed, separated by commas',
			{ placeholder: 'e.g. lastSeen, stats.views' },
		),
		{
			displayName: 'Watch',
			name: 'watch',
			type: 'options',
			options: [
				choice('Dates', 'dates', 'What was changed since the last poll'),
				choice('Snapshot', 'snapshot', 'The whole list is compared with what it was'),
			],
			default: 'snapshot',
			description: 'How changes are found',
		},
	],
};
