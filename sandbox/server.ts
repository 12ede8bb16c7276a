import fastify from 'fastify';
import { WorldClock } from './clock';
import type { Faults } from './faults';
import type { RequestLogEntry } from './mount';
import {
	createFreshdeskElement,
	createFreshdeskWorld,
	FRESHDESK_CONFIGURATION,
} from './providers/freshdesk';
import { mountConstantContact, type ConstantContactSandbox } from './providers/constantcontact/api';
import { createConstantContactElement } from './providers/constantcontact/element';
import { createConstantContactWorld } from './providers/constantcontact/world';
import { mountIContact } from './providers/icontact/api';
import type { IContactBehaviour } from './providers/icontact/behaviour';
import { createIContactElement } from './providers/icontact/element';
import { createIContactWorld } from './providers/icontact/world';
import {
	mountInfusionsoftRest,
	type InfusionsoftRestSandbox,
} from './providers/infusionsoftrest/api';
import { createInfusionsoftRestElement } from './providers/infusionsoftrest/element';
import { createInfusionsoftRestWorld } from './providers/infusionsoftrest/world';
import { mountMaximizer, type MaximizerSandbox } from './providers/maximizer/api';
import { createMaximizerElement } from './providers/maximizer/element';
import { createMaximizerWorld } from './providers/maximizer/world';
import { mountInsightly } from './providers/insightly/api';
import { createInsightlyElement } from './providers/insightly/element';
import type { InsightlyBehaviour } from './providers/insightly/search';
import { createInsightlyWorld } from './providers/insightly/world';
import { refuseForeignHosts } from './hostGuard';
import { mountPlatform, type PlatformBehaviour } from './providers/platform/api';
import { Draw, privateSecrets, seededSecrets } from './random';
import type { Settings } from './settings';
import type { World } from './world';

export { Activity, type ActivityOptions } from './activity';
export { WorldClock, type EpochMs } from './clock';
export { Faults, type FaultSettings, type Occurrence } from './faults';
export type { RequestLogEntry } from './mount';
export {
	compareWithOracle,
	formatComparison,
	isExact,
	type Comparison,
	type OracleScope,
	type ReceivedChange,
} from './oracle';
export { World, type Change, type ChangeKind } from './world';

export interface SandboxOptions {
	/** Default: any free port. */
	readonly port?: number;
	/** Decides names, keys and choices (default 1); the stamps of old records count back from now. */
	readonly seed?: number;
	/**
	 * `seeded` (default): keys, tokens and client secrets follow from the seed, so that a run can be repeated.
	 * `private`: nobody else can know them, for a sandbox beside other programs.
	 */
	readonly secrets?: 'seeded' | 'private';
}

/** One stand-in with what it holds, what is wrong with it, and what was asked of it. */
export interface ProviderSandbox {
	readonly baseUrl: string;
	/** Data of the n8n credential. */
	readonly credential: Record<string, string>;
	readonly world: World;
	readonly faults: Faults;
	/** In order of arrival; grows while the sandbox runs. */
	readonly requests: readonly RequestLogEntry[];
}

/** A connector behind the platform that the node has no definition for. */
export interface OtherConnector {
	readonly element: string;
	readonly resource: string;
	/** The resource's entry of `event.poller.configuration`. */
	readonly configuration: Record<string, unknown>;
	readonly world: World;
	readonly credential: Record<string, string>;
}

export interface Sandbox {
	readonly url: string;
	readonly insightly: ProviderSandbox & { readonly behaviour: Settings<InsightlyBehaviour> };
	readonly icontact: ProviderSandbox & { readonly behaviour: Settings<IContactBehaviour> };
	/** Each reading of its `credential` is a new grant. */
	readonly constantcontact: ConstantContactSandbox;
	/** Each reading of its `credential` is a new grant. */
	readonly infusionsoftrest: InfusionsoftRestSandbox;
	/** Each reading of its `oAuth2Credential` is a new grant. */
	readonly maximizer: MaximizerSandbox;
	/** Serves the records of `insightly.world`. */
	readonly platform: ProviderSandbox & { readonly behaviour: Settings<PlatformBehaviour> };
	/** The credential that opens the platform's instance of an element. */
	platformCredentialFor(elementKey: string): Record<string, string>;
	readonly otherConnector: OtherConnector;
	/** Cuts open connections, answered or not. */
	stop(): Promise<void>;
}

/** Starts all stand-ins on one port of this machine, for programs of this machine. */
export const startSandbox = async (options: SandboxOptions = {}): Promise<Sandbox> => {
	const { port = 0, seed = 1 } = options;
	const secrets = options.secrets === 'private' ? privateSecrets : seededSecrets(seed);
	const requestIds = new Draw(seed + 1000);
	const server = fastify({ forceCloseConnections: true, genReqId: () => requestIds.uuid() });
	refuseForeignHosts(server);
	const clock = new WorldClock();
	let url = '';
	const currentUrl = (): string => url;

	const insightly = mountInsightly(
		server,
		createInsightlyWorld(clock, seed),
		currentUrl,
		seed,
		secrets,
	);
	const freshdesk = createFreshdeskElement(createFreshdeskWorld(clock, seed));
	const icontact = mountIContact(
		server,
		createIContactWorld(clock, seed),
		currentUrl,
		seed,
		secrets,
	);
	const constantcontact = mountConstantContact(
		server,
		createConstantContactWorld(clock, seed),
		currentUrl,
		seed,
		secrets,
	);
	const infusionsoftrest = mountInfusionsoftRest(
		server,
		createInfusionsoftRestWorld(clock, seed),
		currentUrl,
		seed,
		secrets,
	);
	const maximizer = mountMaximizer(
		server,
		createMaximizerWorld(clock, seed),
		currentUrl,
		seed,
		secrets,
	);
	// In an order that stays: ids and tokens of instances go by it.
	const elements = [
		createInsightlyElement(insightly.world, insightly.behaviour),
		freshdesk,
		createIContactElement(icontact.world, icontact.behaviour),
		createConstantContactElement(constantcontact.world),
		createInfusionsoftRestElement(infusionsoftrest.world, infusionsoftrest.behaviour),
		createMaximizerElement(maximizer.world),
	];
	const platform = mountPlatform(server, elements, clock, currentUrl, seed, secrets);

	url = await server.listen({ host: '127.0.0.1', port });

	return {
		url,
		insightly: { ...insightly, credential: { ...insightly.credential } },
		icontact: { ...icontact, credential: { ...icontact.credential } },
		constantcontact,
		infusionsoftrest,
		maximizer,
		platform: {
			...platform,
			credential: { ...platform.credentialFor('insightly') },
			world: insightly.world,
		},
		platformCredentialFor: (elementKey) => ({ ...platform.credentialFor(elementKey) }),
		otherConnector: {
			element: freshdesk.key,
			resource: 'incidents',
			configuration: FRESHDESK_CONFIGURATION,
			world: freshdesk.world,
			credential: { ...platform.credentialFor(freshdesk.key) },
		},
		stop: async () => await server.close(),
	};
};
