import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

type More = Partial<INodeProperties>;

export function text(displayName: string, name: string, description: string, more: More = {}) {
	return {
		displayName,
		name,
		type: 'string',
		default: '',
		description,
		...more,
	} satisfies INodeProperties;
}

function json(displayName: string, name: string, description: string, example: string) {
	return text(displayName, name, description, { type: 'json', placeholder: `e.g. ${example}` });
}

function number(displayName: string, name: string, description: string, more: More = {}) {
	return text(displayName, name, description, { type: 'number', ...more });
}

const entry = (name: string, value: string, description?: string): INodePropertyOptions => ({
	name,
	value,
	description,
});

const LIMIT = text('Limit Parameter', 'limitParam', 'The parameter for the records of a page', {
	placeholder: 'e.g. limit',
});
const HAS_MORE = text('Has More Field', 'hasMoreField', 'Where the answer says false at the end', {
	placeholder: 'e.g. has_more',
});
const END = text('End Field', 'endField', 'Where the answer says true at the end', {
	placeholder: 'e.g. isLast',
});
const TOTALS = [
	text('Total Field', 'totalField', 'Where the answer says how many records there are'),
	text('Total Header', 'totalHeader', 'The header that says how many records there are'),
];
const PLACE: INodeProperties = {
	displayName: 'Parameters In',
	name: 'in',
	type: 'options',
	options: [entry('Body', 'body'), entry('Header', 'header'), entry('Query', 'query')],
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
		text('Page Parameter', 'pageParam', 'The parameter for the number of the page', {
			placeholder: 'e.g. page',
		}),
		LIMIT,
		number('First Page', 'firstPage', 'The number of the first page', { default: 1 }),
		HAS_MORE,
		END,
		...TOTALS,
		text('Total Pages Field', 'totalPagesField', 'Where the answer says how many pages there are'),
		text('Total Pages Header', 'totalPagesHeader', 'The header that says how many pages there are'),
		number('Maximum Page', 'maximumPage', 'The last page that the API gives of one query'),
		PLACE,
	],
	offset: [
		text('Offset Parameter', 'offsetParam', 'The parameter for how many records to pass over', {
			placeholder: 'e.g. offset',
		}),
		LIMIT,
		number('First Offset', 'firstOffset', 'The offset of the first record', { default: 0 }),
		HAS_MORE,
		END,
		...TOTALS,
		MOST_RECORDS,
		PLACE,
	],
	cursor: [
		text('Cursor Parameter', 'cursorParam', 'The parameter for where the next page begins', {
			placeholder: 'e.g. starting_after',
		}),
		text('Cursor Field', 'cursorField', 'Where the answer says it', {
			placeholder: 'e.g. meta.next_cursor',
		}),
		text('Cursor Header', 'cursorHeader', 'The header that says it'),
		text('Last Record Field', 'lastRecordField', 'The field of the last record that says it', {
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
		text('Cursor URL', 'cursorUrl', 'The path of the following pages, where it is another'),
		MOST_RECORDS,
		PLACE,
	],
	link: [
		text('Link Field', 'linkField', 'Where the answer holds the address of the next page', {
			placeholder: 'e.g. links.next',
		}),
		text('Link Header', 'linkHeader', 'The header that holds it, as rel="next"', {
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
		text('Created Timezone', 'createdDateTimezone', 'Zone of created dates that name none', {
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
		text('Granularity', 'granularity', 'The step of the dates, ISO 8601', {
			placeholder: 'e.g. PT1S',
		}),
		json('Headers', 'headers', 'Further headers of each request', '{"Accept":"text/json"}'),
		{
			displayName: 'Method',
			name: 'method',
			type: 'options',
			options: [entry('GET', 'GET'), entry('POST', 'POST')],
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
				entry('Ascending', 'ascending', 'Oldest change first'),
				entry('Descending', 'descending', 'Newest change first'),
				entry('Unknown', 'unknown', 'In any order'),
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
		text('Record', 'record', 'Where the record proper is inside what the list holds', {
			placeholder: 'e.g. data.object',
		}),
		text('Retention', 'retention', 'How far back the API answers, ISO 8601', {
			placeholder: 'e.g. P30D',
		}),
		json(
			'Since',
			'since',
			'How the API reads the time it is asked by',
			'{"granularity":"P1D","inclusive":false}',
		),
		text('Step', 'step', 'The longest window the API takes, ISO 8601', { placeholder: 'e.g. P1D' }),
		text('Updated Timezone', 'updatedDateTimezone', 'Zone of updated dates that name none', {
			placeholder: 'e.g. Europe/Berlin',
		}),
		json(
			'Values',
			'values',
			'The list is read once for each value of a path variable',
			'{"repo":["a","b"]}',
		),
		text(
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
				entry('Dates', 'dates', 'What was changed since the last poll'),
				entry('Snapshot', 'snapshot', 'The whole list is compared with what it was'),
			],
			default: 'snapshot',
			description: 'How changes are found',
		},
	],
};
