import { OpenConnectorsIContactApi } from '../../../credentials/OpenConnectorsIContactApi.credentials';
import { ADDITIONS, ALL_KINDS, UNLIMITED, type StandIn } from '../../standIn';
import { mountIContact, type IContactSandbox } from './api';
import { createIContactElement } from './element';
import { createIContactWorld } from './world';

const WORLD_NAMES: Readonly<Record<string, string>> = {
	'custom-fields': 'customfields',
	message: 'messages',
	'message-bounces': 'bounces',
	'message-clicks': 'clicks',
	'message-opens': 'opens',
	'message-unsubscribes': 'unsubscribes',
	'new-contacts': 'contacts',
	'new-subscriptions': 'subscriptions',
	'segment-criteria': 'criteria',
	'signup-forms': 'signupforms',
};

export const icontact: StandIn<IContactSandbox> = {
	credentials: [new OpenConnectorsIContactApi()],
	mount: ({ server, clock, url, seed, secrets }) =>
		mountIContact(server, createIContactWorld(clock, seed), url, seed, secrets),
	element: ({ world, behaviour }) => createIContactElement(world, behaviour),
	forms: ({ credential }) => [credential],
	liftLimits: ({ behaviour }) =>
		behaviour.set({ requestsPerHour: UNLIMITED, requestsPerDay: UNLIMITED }),
	watched: {
		provider: {
			works: [
				{ resources: ['contacts', 'campaigns', 'lists'], ...ALL_KINDS },
				{ resources: ['messages'], ...ADDITIONS },
			],
		},
		// The platform shows no edit, and nothing tells an edited message.
		openConnectors: { works: [{ resources: ['contacts', 'messages'], ...ADDITIONS }] },
	},
	inWorld: (resource) => [WORLD_NAMES[resource] ?? resource],
};
