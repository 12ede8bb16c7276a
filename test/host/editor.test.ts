import { NodeHelpers, type INodeParameters, type INodeProperties } from 'n8n-workflow';
import { CONNECTORS, rest } from '../../nodes/OpenConnectors/connectors';
import { OpenConnectorsPollTrigger } from '../../nodes/OpenConnectors/OpenConnectorsPollTrigger.node';
import { RestApiPollTrigger } from '../../nodes/OpenConnectors/RestApiPollTrigger.node';

const { description } = new OpenConnectorsPollTrigger();
const { credentials = [], properties } = description;

/** Values of a parameter for which some credential is shown. */
const shownFor = (name: string) =>
	new Set(credentials.flatMap(({ displayOptions }) => displayOptions?.show?.[name] ?? []));

/**
 * What the editor of n8n 2.41 takes for a part of the credentials (`getMainAuthField`): a parameter
 * that a `show` of a credential names, and that is called authentication and has no option `none`, or
 * all of whose options show a credential.
 */
function isHiddenByEditor({ name, options = [] }: INodeProperties): boolean {
	const shown = shownFor(name);
	const values = options.flatMap((option) => ('value' in option ? [option.value] : []));
	if (shown.size === 0) return false;
	if (name === 'authentication') return !values.includes('none');
	return values.length > 0 && values.every((value) => shown.has(value));
}

it('the editor hides none of the parameters, and neither what they depend on', () => {
	expect(properties.filter(isHiddenByEditor).map(({ name }) => name)).toEqual([]);
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
