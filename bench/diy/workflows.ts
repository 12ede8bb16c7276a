import { randomUUID } from 'crypto';
import { POLL_TRIGGER, type CredentialReference, pollTimesEvery } from '../../sandbox/n8n/workflow';

/** Seconds between two polls of every contestant. */
export const POLL_EVERY_S = 10;
const PER_PAGE = 100;

interface Node {
	readonly name: string;
	readonly type: string;
	readonly typeVersion: number;
	readonly parameters: Readonly<Record<string, unknown>>;
	readonly credentials?: Readonly<Record<string, CredentialReference>>;
}

const schedule: Node = {
	name: 'Schedule',
	type: 'n8n-nodes-base.scheduleTrigger',
	typeVersion: 1.2,
	parameters: {
		rule: { interval: [{ field: 'seconds', secondsInterval: POLL_EVERY_S }] },
	},
};

const request = (parameters: Readonly<Record<string, unknown>>): Node => ({
	name: 'HTTP Request',
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	parameters,
});

/** As n8n's documentation advises against duplicates over several executions. */
const removeDuplicates: Node = {
	name: 'Remove Duplicates',
	type: 'n8n-nodes-base.removeDuplicates',
	typeVersion: 2,
	parameters: {
		operation: 'removeItemsSeenInPreviousExecutions',
		dedupeValue: '={{ $json.id }} {{ $json.updated_at }}',
	},
};

const aggregate: Node = {
	name: 'Aggregate',
	type: 'n8n-nodes-base.aggregate',
	typeVersion: 1,
	parameters: { aggregate: 'aggregateAllItemData' },
};

const deliver = (url: string): Node => ({
	name: 'Deliver',
	type: 'n8n-nodes-base.httpRequest',
	typeVersion: 4.2,
	parameters: {
		method: 'POST',
		url: `${url}/received`,
		sendBody: true,
		specifyBody: 'json',
		jsonBody: '={{ JSON.stringify($json.data.map(({ id, version }) => ({ id, version }))) }}',
	},
});

/** One after the other, each connected to the next, and what arrives is said to the server. */
function chain(name: string, nodes: readonly Node[]) {
	return {
		name,
		nodes: nodes.map((node, index) => ({ ...node, id: randomUUID(), position: [index * 220, 0] })),
		connections: Object.fromEntries(
			nodes
				.slice(1)
				.map((node, index) => [
					nodes[index].name,
					{ main: [[{ node: node.name, type: 'main', index: 0 }]] },
				]),
		),
		settings: { executionOrder: 'v1' },
	};
}

export interface Contestant {
	readonly name: string;
	readonly title: string;
	/** @param url where its requests go */
	readonly toWorkflow: (url: string, credential: CredentialReference) => object;
}

export const CREDENTIAL_TYPE = 'openConnectorsRestApi';

const SINCE_OF_OURS = "${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}";
const DATE_FORMAT = "yyyy-MM-dd'T'HH:mm:ssX";

/** The list as our configuration says it, with the paths behind the contestant's name. */
const configurationOf = (name: string) => ({
	tasks: {
		url: `/${name}/tasks?direction=asc&updated_since=${SINCE_OF_OURS}`,
		idField: 'id',
		datesConfiguration: {
			updatedDateField: 'updated_at',
			updatedDateFormat: DATE_FORMAT,
			createdDateField: 'created_at',
			createdDateFormat: DATE_FORMAT,
		},
		paging: { type: 'page_number', pageParam: 'page', limitParam: 'per_page' },
		pageSize: PER_PAGE,
		order: 'ascending',
	},
});

export const CONTESTANTS: readonly Contestant[] = [
	{
		name: 'newest',
		title: 'Schedule + HTTP Request (newest page) + Remove Duplicates',
		toWorkflow: (url) =>
			chain('newest', [
				schedule,
				request({ url: `${url}/tasks?direction=desc&per_page=${PER_PAGE}` }),
				removeDuplicates,
				aggregate,
				deliver(url),
			]),
	},
	{
		name: 'paged',
		title: 'Schedule + HTTP Request (last minute, all pages) + Remove Duplicates',
		toWorkflow: (url) =>
			chain('paged', [
				schedule,
				request({
					url: `=${url}/tasks?updated_since={{ $now.minus({ minutes: 1 }).toUTC().toISO() }}&per_page=${PER_PAGE}`,
					options: {
						pagination: {
							pagination: {
								paginationMode: 'updateAParameterInEachRequest',
								parameters: {
									parameters: [{ type: 'qs', name: 'page', value: '={{ $pageCount + 1 }}' }],
								},
								paginationCompleteWhen: 'responseIsEmpty',
							},
						},
					},
				}),
				removeDuplicates,
				aggregate,
				deliver(url),
			]),
	},
	{
		name: 'ours',
		title: 'Open Connectors Poll Trigger (REST API)',
		toWorkflow: (url, credential) =>
			chain('ours', [
				{
					name: 'Open Connectors Poll Trigger',
					type: POLL_TRIGGER,
					typeVersion: 1,
					parameters: {
						pollTimes: pollTimesEvery(POLL_EVERY_S),
						connector: 'rest',
						authentication: 'generic',
						configure: 'json',
						pollerConfiguration: JSON.stringify(configurationOf('ours')),
						output: 'record',
					},
					credentials: { [CREDENTIAL_TYPE]: credential },
				},
				aggregate,
				deliver(url),
			]),
	},
];
