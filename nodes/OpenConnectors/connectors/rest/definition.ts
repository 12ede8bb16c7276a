import { defineConnector } from '../../streams/definition';

/**
 * Any REST API: what is polled, and how, stands in the configuration alone. It is no product, so that
 * the index of those does not hold it. Without a credential (`none`) urls are whole.
 */
export const rest = defineConnector({
	key: 'rest',
	displayName: 'REST API',
	hub: '',
	credentials: [
		{ authentication: 'generic', type: 'openConnectorsRestApi' },
		{ authentication: 'oAuth2', type: 'openConnectorsRestOAuth2Api' },
	],
	versionPath: '',
	defaults: {},
	forbiddenHint: 'The credential may not read this list. Ask its owner for the right.',
	resources: [],
});
