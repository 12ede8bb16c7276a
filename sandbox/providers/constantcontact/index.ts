import { OpenConnectorsConstantContactOAuth2Api } from '../../../credentials/OpenConnectorsConstantContactOAuth2Api.credentials';
import { ALL_KINDS, EDITS, UNLIMITED, type StandIn } from '../../standIn';
import { mountConstantContact, type ConstantContactSandbox } from './api';
import { createConstantContactElement } from './element';
import { createConstantContactWorld } from './world';

const WORLD_NAMES: Readonly<Record<string, string>> = {
	'campaigns-compared': 'campaigns',
	'campaigns-sent': 'campaign-summaries',
};

export const constantcontact: StandIn<ConstantContactSandbox> = {
	credentials: [new OpenConnectorsConstantContactOAuth2Api()],
	mount: ({ server, clock, url, seed, secrets }) =>
		mountConstantContact(server, createConstantContactWorld(clock, seed), url, seed, secrets),
	element: ({ world }) => createConstantContactElement(world),
	forms: ({ baseUrl, oauth2: { clientId, clientSecret } }) => [{ baseUrl, clientId, clientSecret }],
	liftLimits: ({ behaviour }) =>
		behaviour.set({ requestsPerSecond: UNLIMITED, requestsPerDay: UNLIMITED }),
	watched: {
		provider: {
			works: [
				{ resources: ['contacts', 'lists', 'tags'], ...ALL_KINDS },
				{ resources: ['campaigns'], ...EDITS },
			],
		},
		openConnectors: { works: [{ resources: ['campaigns'], ...EDITS }], anyKindAs: 'CREATED' },
	},
	inWorld: (resource) => [WORLD_NAMES[resource] ?? resource],
};
