import { credentialsOf } from '../../nodes/OpenConnectors/host/nodeCredentials';

/** By which parameters the credentials of a node hide. */
const hiddenBy = (connector: string) =>
	Object.fromEntries(
		credentialsOf(connector).map(({ name, displayOptions }) => [
			name,
			displayOptions?.hide && Object.keys(displayOptions.hide),
		]),
	);

it('a credential hides by the authentication where there are several, and else by nothing of it', () => {
	expect(hiddenBy('insightly')).toMatchObject({ openConnectorsInsightlyApi: undefined });
	expect(hiddenBy('infusionsoftrest')).toMatchObject({
		openConnectorsInfusionsoftRestApi: ['authentication'],
		openConnectorsInfusionsoftRestOAuth2Api: ['authentication'],
	});
});
