import type {
	INodeCredentialDescription,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';
import { CONNECTORS, OTHER_CONNECTOR } from '../connectors';
import type { ResourceDefinition } from '../streams/definition';
import { insightly } from '../connectors/insightly/definition';
import { DEFAULT_MAX_ITEMS } from './parameters';

/** The node's credentials: each is shown for its connector and way to authenticate. */
export const credentials: INodeCredentialDescription[] = [
	{
		// `other` has no connection parameter, so that this is shown unless the provider is asked.
		// Not required: n8n checks stored parameters, in which the default connection is absent.
		name: 'openConnectorsApi',
		required: false,
		displayOptions: { hide: { connection: ['provider'] } },
	},
	...Object.values(CONNECTORS).flatMap(({ key, credentials: choices }) =>
		choices.map(({ authentication: way, type }, index): INodeCredentialDescription => {
			const others = choices.flatMap((choice) => choice.authentication ?? []);
			return {
				name: type,
				// The first is the default, which is absent in stored parameters as above.
				required: index === 0,
				// By `hide`: the editor takes a parameter by whose values alone credentials are shown for a
				// part of them. It hides it, and with it Connector and Connection, on which it depends.
				displayOptions: {
					show: { connector: [key], connection: ['provider'] },
					...(choices.length > 1
						? { hide: { authentication: others.filter((other) => other !== way) } }
						: {}),
				},
			};
		}),
	),
];

/** The node's parameters as the editor shows them; lists of resources come from the definitions. */

const definitions = Object.values(CONNECTORS);

const connectors: INodePropertyOptions[] = [
	...definitions.map((definition) => ({ name: definition.displayName, value: definition.key })),
	{
		name: 'Other (Through Open Connectors)',
		value: OTHER_CONNECTOR,
		description: 'Any connector of an SAP Open Connectors account',
	},
];

const connector: INodeProperties = {
	displayName: 'Connector',
	name: 'connector',
	type: 'options',
	noDataExpression: true,
	options: connectors,
	default: 'insightly',
	description: 'The business system to watch',
};

const connection: INodeProperties = {
	displayName: 'Connection',
	name: 'connection',
	type: 'options',
	noDataExpression: true,
	displayOptions: { hide: { connector: [OTHER_CONNECTOR] } },
	options: [
		{
			name: 'Provider API',
			value: 'provider',
			description: 'Straight to the provider, without an SAP account',
		},
		{
			name: 'SAP Open Connectors',
			value: 'openConnectors',
			description: 'Through a connector instance of an SAP Open Connectors account',
		},
	],
	default: 'provider',
	description: 'How to reach the business system',
};

const WAYS = {
	oAuth2: { name: 'OAuth2', description: 'Log in at the provider' },
	apiKey: { name: 'API Key', description: 'A personal access token or service account key' },
	accessToken: { name: 'Access Token', description: 'A personal access token' },
} as const;

/** Shown where a provider has several ways to authenticate. */
const authentication: INodeProperties[] = definitions.flatMap(({ key, credentials }) => {
	const ways = credentials.flatMap((choice) => choice.authentication ?? []);
	if (ways.length < 2) return [];
	return [
		{
			displayName: 'Authentication',
			name: 'authentication',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { connector: [key], connection: ['provider'] } },
			options: ways.map((way) => ({ value: way, ...WAYS[way] })),
			default: 'oAuth2',
			description: 'How to log in',
		},
	];
});

const configure: INodeProperties = {
	displayName: 'Configure',
	name: 'configure',
	type: 'options',
	noDataExpression: true,
	displayOptions: { hide: { connector: [OTHER_CONNECTOR] } },
	options: [
		{
			name: 'Choose Resources',
			value: 'resources',
			description: 'Tick what to watch in a list',
		},
		{
			name: 'Poller Configuration JSON',
			value: 'json',
			description: 'Paste the event.poller.configuration of Open Connectors',
		},
	],
	default: 'resources',
	description: 'How to say what to watch',
};

function resourceList(
	connectorKey: string,
	connectionValue: 'provider' | 'openConnectors',
	resources: readonly ResourceDefinition[],
): INodeProperties {
	return {
		displayName: 'Resources',
		name: 'resources',
		type: 'multiOptions',
		noDataExpression: true,
		required: true,
		displayOptions: {
			show: {
				connector: [connectorKey],
				connection: [connectionValue],
				configure: ['resources'],
			},
		},
		options: resources.map(toOption),
		default: [],
		description: 'The kinds of records to watch',
	};
}

function toOption({ displayName, name, description }: ResourceDefinition): INodePropertyOptions {
	return { name: displayName, value: name, ...(description ? { description } : {}) };
}

const resources = definitions.flatMap((definition) => [
	resourceList(definition.key, 'provider', definition.resources),
	resourceList(
		definition.key,
		'openConnectors',
		definition.resources.filter((resource) => resource.hubConfiguration),
	),
]);

const EXAMPLE_CONFIGURATION = {
	contacts: insightly.resources.find(({ name }) => name === 'contacts')?.hubConfiguration,
};

function pollerConfiguration(show: Record<string, string[]>): INodeProperties {
	return {
		displayName: 'Poller Configuration',
		name: 'pollerConfiguration',
		type: 'json',
		required: true,
		typeOptions: { rows: 14 },
		displayOptions: { show },
		default: JSON.stringify(EXAMPLE_CONFIGURATION, null, 2),
		description:
			'The text of event.poller.configuration, or a whole instance configuration that holds it',
	};
}

const events: INodeProperties = {
	displayName: 'Events',
	name: 'events',
	type: 'multiOptions',
	noDataExpression: true,
	required: true,
	options: [
		{ name: 'Created', value: 'created', description: 'A record was made' },
		{
			name: 'Deleted',
			value: 'deleted',
			description: 'A record was removed, where it can be seen',
		},
		{ name: 'Updated', value: 'updated', description: 'A record was changed' },
	],
	default: ['created', 'updated'],
	description: 'Which changes start the workflow',
};

const startFrom: INodeProperties[] = [
	{
		displayName: 'Start From',
		name: 'startFrom',
		type: 'options',
		noDataExpression: true,
		options: [
			{
				name: 'Now',
				value: 'now',
				description: 'Only what changes after the workflow is published',
			},
			{
				name: 'Date',
				value: 'date',
				description: 'Everything changed since a date, then what changes',
			},
			{
				name: 'Beginning',
				value: 'beginning',
				description: 'All existing records, then what changes',
			},
		],
		default: 'now',
		description: 'Where the first poll begins',
	},
	{
		displayName: 'Start Date',
		name: 'startDate',
		type: 'dateTime',
		required: true,
		displayOptions: { show: { startFrom: ['date'] } },
		default: '',
		description: 'The oldest change to report, in the time zone of the workflow',
	},
];

const output: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Event',
			value: 'event',
			description: 'The same shape for every connector, with the record inside',
		},
		{ name: 'Record', value: 'record', description: 'The record alone, as the provider sends it' },
	],
	default: 'event',
	description: 'What each item holds',
};

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		{
			displayName: 'Instance Name',
			name: 'instanceName',
			type: 'string',
			default: '',
			description: 'Copied into every event, to tell several accounts apart',
		},
		{
			displayName: 'Lookback (Minutes)',
			name: 'lookback',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: 1440 },
			default: 5,
			description:
				'How long a change may take to show up in the provider’s lists and still be found. A longer time costs more memory, not more requests.',
		},
		{
			displayName: 'Maximum Items per Poll',
			name: 'maxItems',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: DEFAULT_MAX_ITEMS,
			description: 'After about this many items a poll stops; the next one goes on from there',
		},
		{
			displayName: 'Page Size',
			name: 'pageSize',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 500,
			description: 'Records per request; never more than the provider allows',
		},
		{
			displayName: 'Path Variables',
			name: 'pathVariables',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add variable',
			default: {},
			description: 'Values for names in braces in a URL, such as {calendarId}',
			options: [
				{
					displayName: 'Variable',
					name: 'values',
					values: [
						{
							displayName: 'Name',
							name: 'name',
							type: 'string',
							default: '',
							placeholder: 'e.g. objectName',
						},
						{
							displayName: 'Value',
							name: 'value',
							type: 'string',
							default: '',
							placeholder: 'e.g. Vehicle__c',
						},
					],
				},
			],
		},
		{
			displayName: 'Tags',
			name: 'tags',
			type: 'string',
			default: '',
			placeholder: 'e.g. sales, europe',
			description: 'Copied into every event as a list; separate them by commas',
		},
		{
			displayName: 'Timezone',
			name: 'timezone',
			type: 'string',
			default: 'UTC',
			placeholder: 'e.g. America/New_York',
			description: 'Zone of ${date:…} in a URL, and of dates that name none',
		},
	],
};

export const properties: INodeProperties[] = [
	connector,
	connection,
	...authentication,
	configure,
	...resources,
	pollerConfiguration({ connector: definitions.map(({ key }) => key), configure: ['json'] }),
	pollerConfiguration({ connector: [OTHER_CONNECTOR] }),
	events,
	...startFrom,
	output,
	options,
];
