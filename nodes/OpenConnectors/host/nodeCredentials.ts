import type { INodeCredentialDescription } from 'n8n-workflow';
import { CONNECTORS, rest } from '../connectors';
import type { ConnectorDefinition } from '../streams/definition';
import { isFor } from './propertyParts';
import { OPEN } from './restProperties';

/*
 * A credential is shown for its connector and way to log in, and always required. n8n checks stored
 * parameters too, in which defaults are absent: `undefined` hides what no default shows. Ways are told
 * apart by `hide`, as the editor takes a parameter by whose values alone credentials are shown for a
 * part of them: it hides it, and with it Connector and Connection, on which it depends.
 */

const products = Object.values(CONNECTORS);

/** All values of `authentication`. What a connector does not have among them means its default. */
const WAYS = new Set(
	[rest, ...products].flatMap(({ credentials }) =>
		credentials.flatMap(({ authentication }) => authentication ?? []),
	),
);

/** The first credential is the default. */
function byWay(
	{ key, credentials }: ConnectorDefinition,
	connection: readonly string[] = [],
): readonly INodeCredentialDescription[] {
	const [, ...others] = credentials.flatMap(({ authentication }) => authentication ?? []);
	return credentials.map(({ authentication, type: name }, index) => {
		const away =
			index === 0
				? [...others, ...(key === rest.key ? [OPEN] : [])]
				: [...[...WAYS, OPEN].filter((way) => way !== authentication), undefined];
		return {
			name,
			required: true,
			displayOptions: {
				show: {
					connector: [key],
					...(connection.length > 0 ? { connection: [...connection] } : {}),
				},
				...(away.length > 0 ? { hide: { authentication: away } } : {}),
			},
		};
	});
}

/** The node's credentials. */
export const credentials: INodeCredentialDescription[] = [
	{
		name: 'openConnectorsApi',
		required: true,
		displayOptions: { hide: { connection: ['provider', undefined], connector: [rest.key] } },
	},
	...byWay(rest),
	...products.flatMap((definition) => byWay(definition, ['provider'])),
];

/**
 * The credentials of a node that has one connector. Of a product with several ways to log in, the way is
 * chosen in the form of the credential: there the editor puts the parameter by which they are shown.
 */
export function credentialsOf(connectorKey: string): INodeCredentialDescription[] {
	const own = credentials.filter(({ displayOptions }) => isFor(connectorKey, displayOptions));
	const [first, ...others] = CONNECTORS[connectorKey]?.credentials ?? [];
	if (others.length === 0) return own;
	return own.map((credential) => {
		const way = [first, ...others].find(({ type }) => type === credential.name);
		if (way === undefined) return credential;
		const authentication = way === first ? [way.authentication, undefined] : [way.authentication];
		const show = { ...credential.displayOptions?.show, authentication };
		return { ...credential, displayOptions: { show } };
	});
}
