/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs on the developer's machine, never inside n8n */
import { createRequire } from 'node:module';
import { LAST_ITEM, PieceTrigger, TIMEBASED, type Polling } from '../activepieces';
import {
	airtableTrigger,
	notionTrigger,
	salesforceTrigger,
	type TriggerKind,
} from '../n8nTriggers';
import {
	createSelf,
	itemsOf,
	type Answer,
	type PollTrigger,
	type StaticData,
} from '../triggerSelf';
import { airtable, contactListed, insightly, notion, piecesList, salesforce } from './providers';
import type { World } from './world';

/** An engine that polls a world. */
export interface Poller {
	/** What the engine does when it is switched on. */
	enable(): Promise<readonly unknown[]>;
	poll(): Promise<readonly unknown[]>;
	/** A copy of what it keeps between polls. */
	save(): StaticData;
	restore(saved: StaticData): void;
}

const ENGINES: Readonly<Record<string, (world: World) => Poller>> = {
	ours: (world) => n8nPoller(ourTrigger({}), insightly(world)),
	'ours-1000': (world) => n8nPoller(ourTrigger({ maxItems: 1_000 }), insightly(world)),
	'activepieces-timebased': (world) =>
		piecePoller({
			strategy: TIMEBASED,
			items: async ({ lastFetchEpochMS }) =>
				piecesList(world, lastFetchEpochMS).map((listed) => ({
					epochMilliSeconds: listed.updated,
					data: contactListed(listed),
				})),
		}),
	'activepieces-last-item': (world) =>
		piecePoller({
			strategy: LAST_ITEM,
			items: async () =>
				piecesList(world, 0).map((listed) => ({
					id: `${listed.version.id}@${listed.updated}`,
					data: contactListed(listed),
				})),
		}),
	airtable: (world) => n8nPoller(airtableTrigger(), airtable(world)),
	salesforce: (world) => {
		const answer = salesforce(world);
		return both(
			n8nPoller(salesforceTrigger('contactCreated'), answer),
			n8nPoller(salesforceTrigger('contactUpdated'), answer),
		);
	},
	notion: (world) => n8nPoller(notionTrigger(), notion(world)),
};

export function createPoller(name: string, world: World): Poller {
	const create = ENGINES[name];
	if (!create) throw new Error(`No such engine: ${name}`);
	return create(world);
}

/** Our node, loaded as the triggers of n8n are: it reads the same `this`. */
interface NodeModule {
	readonly OpenConnectorsPollTrigger: new () => PollTrigger;
}

/** @param options of the node, as its user sets them */
function ourTrigger(options: Readonly<Record<string, unknown>>): TriggerKind {
	const { OpenConnectorsPollTrigger }: NodeModule = createRequire(__filename)(
		'../../nodes/OpenConnectors/OpenConnectorsPollTrigger.node',
	);
	return {
		trigger: new OpenConnectorsPollTrigger(),
		settings: {
			name: 'Ours',
			typeVersion: 1,
			parameters: {
				connector: 'insightly',
				connection: 'provider',
				configure: 'resources',
				resources: ['contacts'],
				events: ['created', 'updated'],
				startFrom: 'now',
				output: 'record',
				options,
			},
			credentials: {
				openConnectorsInsightlyApi: { baseUrl: 'https://api.bench.insightly.com', apiKey: 'key' },
			},
		},
	};
}

function n8nPoller({ trigger, settings }: TriggerKind, answer: Answer): Poller {
	const staticData: StaticData = {};
	const self = createSelf({ ...settings, answer, staticData });
	const poll = async () => await itemsOf(trigger, self);
	return {
		enable: poll,
		poll,
		save: () => structuredClone(staticData),
		restore: (saved) => {
			for (const key of Object.keys(staticData)) delete staticData[key];
			Object.assign(staticData, structuredClone(saved));
		},
	};
}

function piecePoller(polling: Polling): Poller {
	const trigger = new PieceTrigger(polling);
	return {
		enable: async () => {
			await trigger.enable();
			return [];
		},
		poll: async () => await trigger.poll(),
		save: () => Object.fromEntries(trigger.stored),
		restore: (saved) => {
			trigger.stored.clear();
			for (const [key, value] of Object.entries(saved)) trigger.stored.set(key, value);
		},
	};
}

/** Two triggers whose items go to one workflow. The failure of one does not hold back the other. */
function both(first: Poller, second: Poller): Poller {
	const each = async (
		work: (poller: Poller) => Promise<readonly unknown[]>,
	): Promise<readonly unknown[]> => {
		const done = [];
		for (const poller of [first, second]) done.push(await work(poller).catch(() => []));
		return done.flat();
	};
	return {
		enable: async () => await each(async (poller) => await poller.enable()),
		poll: async () => await each(async (poller) => await poller.poll()),
		save: () => ({ first: first.save(), second: second.save() }),
		restore: (saved) => {
			first.restore(Object.assign({}, saved.first));
			second.restore(Object.assign({}, saved.second));
		},
	};
}
