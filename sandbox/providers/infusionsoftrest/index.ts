import { OpenConnectorsInfusionsoftRestApi } from '../../../credentials/OpenConnectorsInfusionsoftRestApi.credentials';
import { OpenConnectorsInfusionsoftRestOAuth2Api } from '../../../credentials/OpenConnectorsInfusionsoftRestOAuth2Api.credentials';
import { ALL_KINDS, EDITS, UNLIMITED, type StandIn } from '../../standIn';
import { mountInfusionsoftRest, type InfusionsoftRestSandbox } from './api';
import { createInfusionsoftRestElement } from './element';
import { createInfusionsoftRestWorld } from './world';

const WORLD_NAMES: Readonly<Record<string, string>> = {
	'opportunity-stage-moves': 'stage-moves',
	'subscriptions-by-date': 'subscriptions',
};
const QUOTA = { perSecond: UNLIMITED, perMinute: UNLIMITED, perDay: UNLIMITED };

export const infusionsoftrest: StandIn<InfusionsoftRestSandbox> = {
	credentials: [
		new OpenConnectorsInfusionsoftRestOAuth2Api(),
		new OpenConnectorsInfusionsoftRestApi(),
	],
	mount: ({ server, clock, url, seed, secrets }) =>
		mountInfusionsoftRest(server, createInfusionsoftRestWorld(clock, seed), url, seed, secrets),
	element: ({ world, behaviour }) => createInfusionsoftRestElement(world, behaviour),
	forms: ({ baseUrl, oauth2: { clientId, clientSecret }, apiCredential }) => [
		{ baseUrl, clientId, clientSecret },
		apiCredential,
	],
	liftLimits: ({ behaviour }) =>
		behaviour.set({ oauth: QUOTA, key: QUOTA, tenant: QUOTA, spikePerSecond: UNLIMITED }),
	watched: {
		provider: {
			works: [
				{ resources: ['contacts', 'companies', 'tasks'], ...EDITS },
				{ resources: ['products', 'appointments'], ...ALL_KINDS },
			],
		},
		openConnectors: { works: [{ resources: ['appointments'], ...EDITS }] },
	},
	inWorld: (resource) => [WORLD_NAMES[resource] ?? resource],
};
