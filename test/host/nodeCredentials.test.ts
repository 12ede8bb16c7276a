import { NodeHelpers } from 'n8n-workflow';
import { credentialsOf } from '../../nodes/OpenConnectors/host/nodeCredentials';
import { PRODUCT_NODES } from './productNodes';

/** By which parameters the credentials of a node are shown and hidden. */
const shownBy = (connector: string) =>
	Object.fromEntries(
		credentialsOf(connector).map(({ name, displayOptions: { show, hide } = {} }) => [
			name,
			[show, hide].flatMap((values) => Object.keys(values ?? {})),
		]),
	);

it('a credential goes by the authentication where there are several, and else by nothing of it', () => {
	expect(shownBy('insightly')).toMatchObject({
		openConnectorsInsightlyApi: ['connector', 'connection'],
	});
	expect(shownBy('infusionsoftrest')).toMatchObject({
		openConnectorsInfusionsoftRestApi: ['connector', 'connection', 'authentication'],
		openConnectorsInfusionsoftRestOAuth2Api: ['connector', 'connection', 'authentication'],
	});
});

it.each([
	[{}, 'openConnectorsMaximizerOAuth2Api'],
	[{ authentication: 'oAuth2' }, 'openConnectorsMaximizerOAuth2Api'],
	[{ authentication: 'accessToken' }, 'openConnectorsMaximizerApi'],
	[{ authentication: 'accessToken', connection: 'openConnectors' }, 'openConnectorsApi'],
])('the node of a product with two ways to log in shows one credential: %j', (chosen, expected) => {
	const { description: node } = PRODUCT_NODES.maximizer;
	const values = { connector: 'maximizer', connection: 'provider', ...chosen };
	const shown = (node.credentials ?? []).filter((credential) =>
		NodeHelpers.displayParameter(values, credential, null, node),
	);
	expect(shown.map(({ name }) => name)).toEqual([expected]);
});
