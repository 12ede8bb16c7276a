import type { IDisplayOptions, INodeCredentialDescription, INodeProperties } from 'n8n-workflow';
import { CONNECTORS, OTHER_CONNECTOR, rest } from '../connectors';
import { insightly } from '../connectors/insightly/definition';
import { DEFAULT_MAX_COMPARED, DEFAULT_MAX_ITEMS, MAX_COMPARED } from './parameters';
import { choice, oneOf, parameter, someOf } from './propertyParts';
import {
	authenticationOfRest,
	configureRest,
	EXAMPLE_OF_REST,
	GENERIC,
	listsOfRest,
	REST_DEFAULT,
	REST_WAYS,
} from './restProperties';

const WAYS = {
	oAuth2: choice('OAuth2', 'oAuth2', 'Log in at the provider'),
	apiKey: choice('API Key', 'apiKey', 'A personal access token or service account key'),
	accessToken: choice('Access Token', 'accessToken', 'A personal access token'),
	generic: GENERIC,
} as const;

/** The node's credentials: each is shown for its connector and way to authenticate. */
export const credentials: INodeCredentialDescription[] = [
	{
		// `other` has no connection parameter, so that this is shown unless the provider is asked.
		// Not required: n8n checks stored parameters, in which the default connection is absent.
		name: 'openConnectorsApi',
		required: false,
		displayOptions: { hide: { connection: ['provider'], connector: [rest.key] } },
	},
	...rest.credentials.map(({ authentication: way = '', type }): INodeCredentialDescription => {
		const others = REST_WAYS.map(({ value }) => String(value)).filter((other) => other !== way);
		return {
			name: type,
			required: way === REST_DEFAULT,
			displayOptions: { show: { connector: [rest.key] }, hide: { authentication: others } },
		};
	}),
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

const definitions = Object.values(CONNECTORS);

const connector = oneOf({
	displayName: 'Connector',
	name: 'connector',
	options: [
		...definitions.map(({ displayName: name, key: value }) => ({ name, value })),
		choice(
			'Other (Through Open Connectors)',
			OTHER_CONNECTOR,
			'Any connector of an SAP Open Connectors account',
		),
		choice('REST API', rest.key, 'Any API that lists its records'),
	],
	default: 'insightly',
	description: 'The business system to watch',
});

const connection = oneOf({
	displayName: 'Connection',
	name: 'connection',
	displayOptions: { hide: { connector: [OTHER_CONNECTOR, rest.key] } },
	options: [
		choice('Provider API', 'provider', 'Straight to the provider, without an SAP account'),
		choice(
			'SAP Open Connectors',
			'openConnectors',
			'Through a connector instance of an SAP Open Connectors account',
		),
	],
	default: 'provider',
	description: 'How to reach the business system',
});

/** Shown where a provider has several ways to authenticate. */
const authentication = definitions.flatMap(({ key, credentials: choices }): INodeProperties[] => {
	const ways = choices.flatMap(({ authentication: way }) => way ?? []);
	if (ways.length < 2) return [];
	return [
		oneOf({
			displayName: 'Authentication',
			name: 'authentication',
			displayOptions: { show: { connector: [key], connection: ['provider'] } },
			options: ways.map((way) => WAYS[way]),
			default: 'oAuth2',
			description: 'How to log in',
		}),
	];
});

const configure = oneOf({
	displayName: 'Configure',
	name: 'configure',
	displayOptions: { hide: { connector: [OTHER_CONNECTOR, rest.key] } },
	options: [
		choice('Choose Resources', 'resources', 'Tick what to watch in a list'),
		choice(
			'Poller Configuration JSON',
			'json',
			'Paste the event.poller.configuration of Open Connectors',
		),
	],
	default: 'resources',
	description: 'How to say what to watch',
});

/** The resources of each connector; through the platform those that it documents. */
const resources = definitions.flatMap(({ key, resources: all }) =>
	(['provider', 'openConnectors'] as const).map((way) =>
		someOf({
			displayName: 'Resources',
			name: 'resources',
			displayOptions: {
				show: { connector: [key], connection: [way], configure: ['resources'] },
			},
			options: all
				.filter(({ hubConfiguration }) => way === 'provider' || hubConfiguration)
				.map(({ displayName, name, description }) => ({
					name: displayName,
					value: name,
					description,
				})),
			default: [],
			description: 'The kinds of records to watch',
		}),
	),
);

const EXAMPLE_CONFIGURATION = {
	contacts: insightly.resources.find(({ name }) => name === 'contacts')?.hubConfiguration,
};

function pollerConfiguration(
	show: Record<string, string[]>,
	example: object = EXAMPLE_CONFIGURATION,
): INodeProperties {
	return {
		displayName: 'Poller Configuration',
		name: 'pollerConfiguration',
		type: 'json',
		required: true,
		typeOptions: { rows: 14 },
		displayOptions: { show },
		default: JSON.stringify(example, null, 2),
		description:
			'The text of event.poller.configuration, or a whole instance configuration that holds it',
	};
}

const events = someOf({
	displayName: 'Events',
	name: 'events',
	options: [
		choice('Created', 'created', 'A record was made'),
		choice('Deleted', 'deleted', 'A record was removed, where it can be seen'),
		choice('Updated', 'updated', 'A record was changed'),
	],
	default: ['created', 'updated'],
	description: 'Which changes start the workflow',
});

const startFrom = oneOf({
	displayName: 'Start From',
	name: 'startFrom',
	options: [
		choice('Now', 'now', 'Only what changes after the workflow is published'),
		choice('Date', 'date', 'Everything changed since a date, then what changes'),
		choice('Beginning', 'beginning', 'All existing records, then what changes'),
	],
	default: 'now',
	description: 'Where the first poll begins',
});

const startDate: INodeProperties = {
	displayName: 'Start Date',
	name: 'startDate',
	type: 'dateTime',
	required: true,
	displayOptions: { show: { startFrom: ['date'] } },
	default: '',
	description: 'The oldest change to report, in the time zone of the workflow',
};

const output = oneOf({
	displayName: 'Output',
	name: 'output',
	options: [
		choice('Event', 'event', 'The same shape for every connector, with the record inside'),
		choice('Record', 'record', 'The record as the provider sends it, with the event in _event'),
	],
	default: 'event',
	description: 'What each item holds',
});

const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		parameter(
			'Ignore Fields',
			'ignoreFields',
			'Fields whose changes are no change, separated by commas: a name counts anywhere in a record, a path such as owner.lastSeen there',
			{ placeholder: 'e.g. lastSeen, stats.views' },
		),
		parameter(
			'Instance Name',
			'instanceName',
			'Copied into every event, to tell several accounts apart',
			{},
		),
		parameter(
			'Lookback (Minutes)',
			'lookback',
			'How long a change may take to show up in the provider’s lists and still be found, where that is longer than the connector knows. Costs memory, not requests.',
			{ type: 'number', default: 5, typeOptions: { minValue: 0, maxValue: 1440 } },
		),
		parameter(
			'Maximum Compared Records',
			'maxCompared',
			'Most records of a list that is compared whole; each takes 20 to 50 bytes of n8n’s memory and database',
			{
				type: 'number',
				default: DEFAULT_MAX_COMPARED,
				typeOptions: { minValue: 1, maxValue: MAX_COMPARED },
			},
		),
		parameter(
			'Maximum Items per Poll',
			'maxItems',
			'After about this many items a poll stops; the next one goes on from there',
			{ type: 'number', default: DEFAULT_MAX_ITEMS, typeOptions: { minValue: 1 } },
		),
		parameter('Page Size', 'pageSize', 'Records per request; never more than the provider allows', {
			type: 'number',
			default: 500,
			typeOptions: { minValue: 1 },
		}),
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
						parameter('Name', 'name', undefined, { placeholder: 'e.g. objectName' }),
						parameter('Value', 'value', undefined, { placeholder: 'e.g. Vehicle__c' }),
					],
				},
			],
		},
		parameter('Tags', 'tags', 'Copied into every event as a list; separate them by commas', {
			placeholder: 'e.g. sales, europe',
		}),
		parameter('Timezone', 'timezone', 'Zone of ${date:…} in a URL, and of dates that name none', {
			default: 'UTC',
			placeholder: 'e.g. America/New_York',
		}),
	],
};

export const properties: INodeProperties[] = [
	connector,
	connection,
	...authentication,
	authenticationOfRest,
	configure,
	configureRest,
	...resources,
	listsOfRest,
	pollerConfiguration({ connector: definitions.map(({ key }) => key), configure: ['json'] }),
	pollerConfiguration({ connector: [OTHER_CONNECTOR] }),
	pollerConfiguration({ connector: [rest.key], configure: ['json'] }, EXAMPLE_OF_REST),
	events,
	startFrom,
	startDate,
	output,
	options,
];

/** The credentials of a node that has one connector. */
export function credentialsOf(connectorKey: string): INodeCredentialDescription[] {
	return credentials.filter(({ displayOptions }) => isFor(connectorKey, displayOptions));
}

/** The parameters of a node that has one connector, which nobody chooses there. */
export function propertiesOf(connectorKey: string): INodeProperties[] {
	return properties
		.filter(({ displayOptions }) => isFor(connectorKey, displayOptions))
		.map((property) =>
			property === connector
				? { displayName: 'Connector', name: 'connector', type: 'hidden', default: connectorKey }
				: property,
		);
}

function isFor(connectorKey: string, { show, hide }: IDisplayOptions = {}): boolean {
	const isShown = show?.connector?.includes(connectorKey) ?? true;
	return isShown && hide?.connector?.includes(connectorKey) !== true;
}
