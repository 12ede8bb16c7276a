import {
	NodeHelpers,
	type INodeParameters,
	type INodeProperties,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { CONNECTORS, rest } from '../../nodes/OpenConnectors/connectors';
import { OpenConnectorsPollTrigger } from '../../nodes/OpenConnectors/OpenConnectorsPollTrigger.node';
import { RestApiPollTrigger } from '../../nodes/OpenConnectors/RestApiPollTrigger.node';
import { PRODUCT_NODES } from './productNodes';

const { description } = new OpenConnectorsPollTrigger();
const { credentials = [], properties } = description;

/**
 * What the editor of n8n 2.41 takes for a part of the form of a credential (`getMainAuthField`): a
 * parameter that a `show` of a credential names, and that is called authentication and has no option
 * `none`, or all of whose options show a credential; and with it what those depend on by `show`.
 */
function hiddenByEditor(node: INodeTypeDescription): readonly string[] {
	const shows = (node.credentials ?? []).map(({ displayOptions }) => displayOptions?.show ?? {});
	const named = node.properties.filter(({ name }) => shows.some((show) => name in show));
	const isMain = ({ name, options = [] }: INodeProperties) => {
		const values = options.flatMap((option) => ('value' in option ? [option.value] : []));
		if (name === 'authentication') return !values.includes('none');
		const shown = new Set(shows.flatMap((show) => show[name] ?? []));
		return values.length > 0 && values.every((value) => shown.has(value));
	};
	const main = named.find(isMain);
	if (main === undefined) return [];
	const needed = named.flatMap(({ displayOptions }) => Object.keys(displayOptions?.show ?? {}));
	return [main.name, ...needed];
}

it('the editor hides none of the parameters, and neither what they depend on', () => {
	expect(hiddenByEditor(description)).toEqual([]);
	expect(hiddenByEditor(new RestApiPollTrigger().description)).toEqual([]);
});

it.each(Object.entries(PRODUCT_NODES))(
	'of the node of %s alone it takes the choice of several ways to log in into the credential',
	(connector, { description: node }) => {
		const ways = CONNECTORS[connector]?.credentials ?? [];
		// Its one connector is no choice.
		const hidden = new Set(hiddenByEditor(node).filter((name) => name !== 'connector'));
		expect([...hidden]).toEqual(ways.length > 1 ? ['authentication'] : []);
	},
);

/** As n8n does with each polling node that it loads. */
const addPollTimes = (node: INodeTypeDescription) =>
	node.properties.unshift({
		displayName: 'Poll Times',
		name: 'pollTimes',
		type: 'hidden',
		default: '',
	});

it('no node asks twice for what n8n adds to each', () => {
	const nodes = [OpenConnectorsPollTrigger, RestApiPollTrigger].map((Node) => {
		const { description: node } = new Node();
		addPollTimes(node);
		return node;
	});
	for (const node of nodes)
		expect(node.properties.filter(({ name }) => name === 'pollTimes')).toHaveLength(1);
});

const shownBy = (parameters: INodeParameters) =>
	credentials
		.filter((credential) => NodeHelpers.displayParameter(parameters, credential, null, description))
		.map(({ name }) => name);

const ways = Object.values(CONNECTORS).flatMap((definition) =>
	definition.credentials.map(({ authentication, type }) => ({
		connector: definition.key,
		...(authentication ? { authentication } : {}),
		type,
	})),
);

it.each(ways)('one credential is shown: $connector $authentication', ({ type, ...parameters }) => {
	expect(shownBy({ ...parameters, connection: 'provider' })).toEqual([type]);
	expect(shownBy({ ...parameters, connection: 'openConnectors' })).toEqual(['openConnectorsApi']);
});

it('each credential that is shown is required', () => {
	expect(credentials.filter(({ required }) => required !== true)).toEqual([]);
});

it.each(Object.values(CONNECTORS).map(({ key }) => key))(
	'the first way to log in needs no word: %s',
	(connector) => {
		const required = credentials
			.filter((credential) => credential.required)
			.map(({ name }) => name);
		const shown = shownBy({ connector, connection: 'provider' });
		expect(shown.filter((name) => required.includes(name))).toEqual([
			CONNECTORS[connector]?.credentials[0].type,
		]);
	},
);

describe.each([
	['the generic node', description, { connector: 'rest' }],
	['the node of its own', new RestApiPollTrigger().description, {}],
] as const)('any REST API in %s', (_name, node, chosen) => {
	const stored = (parameters: INodeParameters) =>
		NodeHelpers.getNodeParameters(
			node.properties,
			{ ...chosen, ...parameters },
			true,
			false,
			null,
			node,
		);
	const credentialsFor = (parameters: INodeParameters) =>
		(node.credentials ?? [])
			.filter((one) => NodeHelpers.displayParameter(stored(parameters) ?? {}, one, null, node))
			.map(({ name }) => name);

	it('begins with a form and a generic credential', () => {
		expect(stored({})).toMatchObject({
			connector: 'rest',
			authentication: 'generic',
			configure: 'form',
			lists: {},
		});
	});

	it('has no connection and no resources to choose', () => {
		expect(Object.keys(stored({}) ?? {})).not.toEqual(
			expect.arrayContaining([
				expect.stringMatching(/^(connection|resources|pollerConfiguration)$/),
			]),
		);
		expect(stored({ configure: 'json' })).toHaveProperty('pollerConfiguration');
	});

	it.each([
		['generic', ['openConnectorsRestApi']],
		['oAuth2', ['openConnectorsRestOAuth2Api']],
		['none', []],
	])('%s shows its credential alone', (authentication, names) => {
		expect(credentialsFor({ authentication })).toEqual(names);
	});
});

it('the node of its own has no parameters of other connectors', () => {
	const { properties: own, credentials: its } = new RestApiPollTrigger().description;
	expect(own.filter(({ name }) => name === 'resources')).toEqual([]);
	expect(own.filter(({ name }) => name === 'authentication')).toHaveLength(1);
	expect(its?.map(({ name }) => name)).toEqual(rest.credentials.map(({ type }) => type));
});

type Description = typeof description;

/** Parameters as the editor keeps them: what is shown, with its defaults. */
const filled = (node: Description, parameters: INodeParameters) =>
	NodeHelpers.getNodeParameters(node.properties, parameters, true, false, null, node) ?? {};

const fieldsOf = (node: Description, parameters: INodeParameters = {}) => {
	const values = filled(node, parameters);
	return node.properties.filter(
		(property) =>
			property.type !== 'hidden' && NodeHelpers.displayParameter(values, property, null, node),
	);
};

/** What stands in the tab that the editor opens with, the credential among it. */
const atFirstSight = (node: Description) =>
	fieldsOf(node)
		.filter(
			({ isNodeSetting = false, name }) => !isNodeSetting && !hiddenByEditor(node).includes(name),
		)
		.map(({ name }) => name);

const NODES = Object.entries({ ...PRODUCT_NODES, rest: new RestApiPollTrigger() }).map(
	([connector, { description: node }]) => ({ connector, node }),
);

describe.each(NODES)('the node of $connector alone', ({ connector, node }) => {
	it('asks for six things at most, of any REST API for one more', () => {
		const names = atFirstSight(node);
		expect(names).toEqual(
			expect.arrayContaining(['credentials', 'events', 'startFrom', 'options']),
		);
		expect(names.length).toBeLessThanOrEqual(connector === 'rest' ? 7 : 6);
	});

	it('has all parameters of the generic node but the choice of the connector', () => {
		const namesOf = (fields: typeof node.properties) => fields.map(({ name }) => name);
		const generic = namesOf(fieldsOf(description, { connector }));
		expect(namesOf(fieldsOf(node))).toEqual(generic.filter((name) => name !== 'connector'));
	});

	it('shows one credential, which is required', () => {
		for (const connection of ['provider', 'openConnectors']) {
			const values = filled(node, { connection });
			const shown = (node.credentials ?? []).filter((one) =>
				NodeHelpers.displayParameter(values, one, null, node),
			);
			expect(shown).toEqual([expect.objectContaining({ required: true })]);
		}
	});
});

it('what decides stands before the credential, what follows from it behind', () => {
	const names = [...new Set(properties.map(({ name }) => name))];
	const order =
		'connector connection authentication credentials configure resources instanceResources lists';
	expect(names.slice(0, 8).join(' ')).toBe(order);
	const last = 'events startFrom startDate output options';
	expect(names.slice(-5).join(' ')).toBe(last);
});

it('another connector of the platform needs the credential of the platform', () => {
	const other = filled(description, { connector: 'other' });
	expect(other.connection).toBe('openConnectors');
	expect(shownBy(other)).toEqual(['openConnectorsApi']);
});

const LEFT = ['oAuth2', 'apiKey', 'accessToken', 'generic', 'none'];

it.each(Object.values(CONNECTORS).map(({ key }) => key))(
	'a way to log in that was left from another connector shows one credential: %s',
	(connector) => {
		const shown = LEFT.map((authentication) =>
			shownBy({ connector, connection: 'provider', authentication }),
		);
		expect(shown.filter((names) => names.length !== 1)).toEqual([]);
	},
);

it.each(Object.values(CONNECTORS))('$displayName begins with a configuration of its own', (one) => {
	const { pollerConfiguration } = filled(description, { connector: one.key, configure: 'json' });
	const [name = ''] = Object.keys(JSON.parse(String(pollerConfiguration)));
	expect(one.resources.find((resource) => resource.name === name)?.hubConfiguration).toBeDefined();
});

it('the configuration of another connector begins empty', () => {
	expect(filled(description, { connector: 'other' }).pollerConfiguration).toBe('');
});

it('the configuration of the instance is a choice where the platform is asked', () => {
	const waysOf = (parameters: INodeParameters) =>
		fieldsOf(description, parameters)
			.filter(({ name }) => name === 'configure')
			.map(({ options = [] }) => options.map((way) => ('value' in way ? way.value : '')));
	expect(waysOf({ connector: 'other' })).toEqual([['instance', 'json']]);
	const ways = ['resources', 'instance', 'json'];
	expect(waysOf({ connector: 'insightly', connection: 'openConnectors' })).toEqual([ways]);
	expect(waysOf({ connector: 'insightly' })).toEqual([['resources', 'json']]);
	expect(waysOf({ connector: 'rest' })).toEqual([['form', 'json']]);
});

it.each([
	[{ connector: 'other' }, 'pollerConfiguration'],
	[{ connector: 'other', configure: 'resources' }, 'pollerConfiguration'],
	[{ connector: 'other', configure: 'instance' }, 'instanceResources'],
	[
		{ connector: 'maximizer', connection: 'openConnectors', configure: 'instance' },
		'instanceResources',
	],
	[{ connector: 'rest', configure: 'instance' }, ''],
])('what is watched is said once: %j', (parameters, expected) => {
	const WATCHED = ['resources', 'instanceResources', 'pollerConfiguration', 'lists'];
	const names = fieldsOf(description, parameters).map(({ name }) => name);
	expect(names.filter((name) => WATCHED.includes(name)).join(' ')).toBe(expected);
});

it('a resource says which changes can be seen', () => {
	const described = (connector: string, connection: string) =>
		fieldsOf(description, { connector, connection })
			.filter(({ name }) => name === 'resources')
			.flatMap(({ options = [] }) => options)
			.map((option) => ('description' in option ? option.description : ''));
	expect(described('freshdesk', 'provider')).toEqual(['New, changed', 'New, changed, deleted']);
	expect(described('freshdesk', 'openConnectors')).toEqual(['New, changed', 'New, changed']);
	expect(described('insightly', 'provider')).toContain(
		'New only. Insightly keeps no updated date for emails',
	);
});

it('a value of a path is asked for with the resources that need it', () => {
	const asked = (connector: string, ...resources: string[]) =>
		fieldsOf(description, { connector, resources }).map(({ displayName }) => displayName);
	expect(asked('infusionsoftrest', 'tags', 'tagged-contacts')).toContain('Tag Name or ID');
	expect(asked('infusionsoftrest', 'tags')).not.toContain('Tag Name or ID');
	expect(asked('constantcontact', 'registrations')).toEqual(
		expect.arrayContaining(['Event Name or ID', 'Track ID']),
	);
});

it.each(Object.values(CONNECTORS))('every value of a path of $displayName has a field', (one) => {
	const needed = one.resources.flatMap(({ url }) =>
		[...url.matchAll(/[^$]\{(\w+)\}/g)].map(([, name]) => name),
	);
	expect(Object.keys(one.variables ?? {}).sort()).toEqual([...new Set(needed)].sort());
});
