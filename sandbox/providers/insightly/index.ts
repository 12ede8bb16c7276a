import { OpenConnectorsInsightlyApi } from '../../../credentials/OpenConnectorsInsightlyApi.credentials';
import { EDITS, UNLIMITED, type StandIn } from '../../standIn';
import { mountInsightly, type InsightlySandbox } from './api';
import { createInsightlyElement } from './element';
import { createInsightlyWorld } from './world';

export const insightly: StandIn<InsightlySandbox> = {
	credentials: [new OpenConnectorsInsightlyApi()],
	mount: ({ server, clock, url, seed, secrets }) =>
		mountInsightly(server, createInsightlyWorld(clock, seed), url, seed, secrets),
	element: ({ world, behaviour }) => createInsightlyElement(world, behaviour),
	forms: ({ credential }) => [credential],
	liftLimits: ({ behaviour }) =>
		behaviour.set({ requestsPerSecond: UNLIMITED, requestsPerDay: UNLIMITED }),
	watched: {
		provider: {
			works: [{ resources: ['contacts', 'accounts', 'leads', 'opportunities', 'tasks'], ...EDITS }],
		},
		openConnectors: {
			works: [{ resources: ['contacts', 'accounts', 'leads', 'opportunities'], ...EDITS }],
		},
	},
};
