import type { INodeProperties } from 'n8n-workflow';
import { CONNECTORS, OTHER_CONNECTOR, rest } from '../connectors';
import type { ConnectorDefinition, ResourceDefinition } from '../streams/definition';
import { kindsOfResource, wordsOfKinds } from '../streams/kinds';
import { options } from './optionProperties';
import { pathFields } from './pathFields';
import { choice, isFor, oneOf, someOf } from './propertyParts';
import {
	authenticationOfRest,
	configureRest,
	EXAMPLE_OF_REST,
	GENERIC,
	listsOfRest,
} from './restProperties';

const WAYS = {
	oAuth2: choice('OAuth2', 'oAuth2', 'Log in to the provider in a browser window'),
	apiKey: choice('API Key', 'apiKey', 'A personal access token or service account key'),
	accessToken: choice('Access Token', 'accessToken', 'A personal access token'),
	generic: GENERIC,
} as const;

const definitions = Object.values(CONNECTORS);
const NOT_PRODUCTS = [OTHER_CONNECTOR, rest.key];

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
	displayOptions: { hide: { connector: NOT_PRODUCTS } },
	options: [
		choice('Provider API', 'provider', 'Directly, without an SAP account'),
		choice(
			'SAP Open Connectors',
			'openConnectors',
			'Through a connector instance of an SAP Open Connectors account',
		),
	],
	default: 'provider',
	description: 'How to reach the provider',
});

/** Of a connector without a definition there is one way. It has options so that the editor drops the value of another connector. */
const connectionOfOther: INodeProperties = {
	displayName: 'Connection',
	name: 'connection',
	type: 'hidden',
	displayOptions: { show: { connector: [OTHER_CONNECTOR] } },
	options: connection.options?.slice(1) ?? [],
	default: 'openConnectors',
};

/**
 * Shown where a provider has several ways to authenticate; in the node of a product it is a part of the
 * form of the credential, with all that it names under `show`.
 */
const authentication = definitions.flatMap(({ key, credentials: choices }): INodeProperties[] => {
	const ways = choices.flatMap(({ authentication: way }) => way ?? []);
	if (ways.length < 2) return [];
	return [
		oneOf({
			displayName: 'Authentication',
			name: 'authentication',
			displayOptions: { show: { connector: [key] }, hide: { connection: ['openConnectors'] } },
			options: ways.map((way) => WAYS[way]),
			default: 'oAuth2',
			description: 'Authentication method to use',
		}),
	];
});

/** Here the editor puts the credential, behind all that decides which one it is. */
const credential: INodeProperties = {
	displayName: 'Credential',
	name: 'credentials',
	type: 'credentials',
	default: '',
};

const BY_RESOURCES = choice('Choose Resources', 'resources', 'Select from a list');
const BY_INSTANCE = choice(
	'Configuration of the Instance',
	'instance',
	'Watch what the connector instance is set up to poll in Open Connectors',
);
const BY_JSON = choice(
	'Poller Configuration JSON',
	'json',
	'Paste the event.poller.configuration of Open Connectors',
);

/** The ways to configure through the provider, through the platform, and another connector. */
const configure = [
	{
		displayOptions: { show: { connection: ['provider'] }, hide: { connector: NOT_PRODUCTS } },
		options: [BY_RESOURCES, BY_JSON],
		default: 'resources',
	},
	{
		displayOptions: { show: { connection: ['openConnectors'] }, hide: { connector: NOT_PRODUCTS } },
		options: [BY_RESOURCES, BY_INSTANCE, BY_JSON],
		default: 'resources',
	},
	{
		displayOptions: { show: { connector: [OTHER_CONNECTOR] } },
		options: [BY_INSTANCE, BY_JSON],
		default: 'json',
	},
].map((ways) =>
	oneOf({
		displayName: 'Configure',
		name: 'configure',
		description: 'How to choose what to watch',
		...ways,
	}),
);

const instanceResources: INodeProperties = {
	displayName: 'Resource Names or IDs',
	name: 'instanceResources',
	type: 'multiOptions',
	typeOptions: { loadOptionsMethod: 'getInstanceResources' },
	displayOptions: {
		show: { connection: ['openConnectors'], configure: ['instance'] },
		hide: { connector: [rest.key] },
	},
	default: [],
	hint: 'Leave blank to watch all',
	description:
		'Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
};

/** `New, changed, deleted. Companies, individuals and contacts`. */
function shownBy(
	definition: ConnectorDefinition,
	resource: ResourceDefinition,
	way: 'provider' | 'openConnectors',
): string {
	const words = wordsOfKinds(kindsOfResource(definition, resource, way));
	return [words, resource.description ?? []].flat().join('. ');
}

/** The resources of each connector; through the platform those that it documents. */
const resources = definitions.flatMap((definition) =>
	(['provider', 'openConnectors'] as const).map((way) =>
		someOf({
			displayName: 'Resources',
			name: 'resources',
			displayOptions: {
				show: { connector: [definition.key], connection: [way], configure: ['resources'] },
			},
			options: definition.resources
				.filter(({ hubConfiguration }) => way === 'provider' || hubConfiguration)
				.map((resource) => ({
					name: resource.displayName,
					value: resource.name,
					description: shownBy(definition, resource, way),
				})),
			default: [],
			description: 'What to watch. Below each name are the changes it can show.',
		}),
	),
);

function pollerConfiguration(show: Record<string, string[]>, example: string): INodeProperties {
	return {
		displayName: 'Poller Configuration',
		name: 'pollerConfiguration',
		type: 'json',
		required: true,
		typeOptions: { rows: 14 },
		displayOptions: { show },
		default: example,
		description:
			'The text of event.poller.configuration, or a whole instance configuration that holds it',
	};
}

const toText = (configuration: object) => JSON.stringify(configuration, null, 2);

/** Each begins with a configuration that the platform documents for the connector. */
const pollerConfigurations = [
	...definitions.map(({ key, resources: all }) => {
		const documented = all.find(({ hubConfiguration }) => hubConfiguration);
		return pollerConfiguration(
			{ connector: [key], configure: ['json'] },
			documented ? toText({ [documented.name]: documented.hubConfiguration }) : '',
		);
	}),
	{
		...pollerConfiguration({}, ''),
		displayOptions: { show: { connector: [OTHER_CONNECTOR] }, hide: { configure: ['instance'] } },
	},
	pollerConfiguration({ connector: [rest.key], configure: ['json'] }, toText(EXAMPLE_OF_REST)),
];

const EVENTS = [
	choice('Created', 'created', 'When a record is created'),
	choice('Deleted', 'deleted', 'When a record is deleted, where the resource can show it'),
	choice('Updated', 'updated', 'When a record is changed'),
];

/** Connectors of which no resource in the list shows deletions; a configuration may. */
const WITHOUT_DELETIONS = definitions
	.filter((definition) =>
		definition.resources.every(
			(resource) => !kindsOfResource(definition, resource, 'provider').has('deleted'),
		),
	)
	.map(({ key }) => key);

/** The nodes panel offers an event for each choice of the first of them. */
const events = [
	{ displayOptions: { hide: { connector: WITHOUT_DELETIONS } }, options: EVENTS },
	{
		displayOptions: { show: { connector: WITHOUT_DELETIONS, configure: ['resources'] } },
		options: EVENTS.filter(({ value }) => value !== 'deleted'),
	},
	{
		displayOptions: { show: { connector: WITHOUT_DELETIONS }, hide: { configure: ['resources'] } },
		options: EVENTS,
	},
].map((choices) =>
	someOf({
		displayName: 'Events',
		name: 'events',
		default: ['created', 'updated'],
		description: 'Which changes start the workflow',
		...choices,
	}),
);

const startFrom = oneOf({
	displayName: 'Start From',
	name: 'startFrom',
	options: [
		choice('Now', 'now', 'Only what changes after the workflow is published'),
		choice('Date', 'date', 'All changes since a date, then new ones'),
		choice('Beginning', 'beginning', 'All existing records, then new changes'),
	],
	default: 'now',
	description: 'Which changes to begin with',
});

const startDate: INodeProperties = {
	displayName: 'Start Date',
	name: 'startDate',
	type: 'dateTime',
	required: true,
	displayOptions: { show: { startFrom: ['date'] } },
	default: '',
	description: 'Date of the oldest change to return, in the time zone of the workflow',
};

const output = oneOf({
	displayName: 'Output',
	name: 'output',
	options: [
		choice('Event', 'event', 'The same fields for every connector, with the record inside'),
		choice('Record', 'record', 'The record as the provider sends it, with the event in _event'),
	],
	default: 'event',
	description: 'What each item holds',
});

export const properties: INodeProperties[] = [
	connector,
	connection,
	connectionOfOther,
	...authentication,
	authenticationOfRest,
	credential,
	...configure,
	configureRest,
	...resources,
	instanceResources,
	listsOfRest,
	...pollerConfigurations,
	...pathFields,
	...events,
	startFrom,
	startDate,
	output,
	options,
];

/** What few change in the node of one product: it stands in the Settings tab there. */
const SETTINGS = new Set([...configure, output]);

/** The parameters of a node that has one connector, which nobody chooses there. */
export function propertiesOf(connectorKey: string): INodeProperties[] {
	return properties
		.filter(({ displayOptions }) => isFor(connectorKey, displayOptions))
		.map((property) => {
			if (property === connector)
				return {
					displayName: 'Connector',
					name: 'connector',
					type: 'hidden',
					default: connectorKey,
				};
			return SETTINGS.has(property) ? { ...property, isNodeSetting: true } : property;
		});
}
