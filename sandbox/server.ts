import fastify from 'fastify';
import { CONNECTORS } from '../nodes/OpenConnectors/connectors';
import { findResource } from '../nodes/OpenConnectors/streams/definition';
import { WorldClock } from './clock';
import { placeStandIns, type Accounts } from './accounts';
import { refuseForeignHosts } from './hostGuard';
import { mountPlatform, type PlatformSandbox } from './providers/platform/api';
import { Draw, privateSecrets, seededSecrets } from './random';
import { mountRestApi, type RestApiAccount } from './restApi';
import type { Account } from './standIn';
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

/** An account, and the data of the n8n credential that opens it. */
export interface ProviderSandbox extends Account {
	readonly credential: Record<string, string>;
}

/** A connector of the platform as a workflow watches one without a definition: by its configuration alone. */
export interface OtherConnector {
	readonly element: string;
	readonly resource: string;
	/** The resource's entry of `event.poller.configuration`. */
	readonly configuration: Record<string, unknown>;
	readonly world: World;
	readonly credential: Record<string, string>;
}

export interface Sandbox extends Accounts {
	readonly url: string;
	/** Serves the records of `insightly.world`. */
	readonly platform: ProviderSandbox & Pick<PlatformSandbox, 'behaviour' | 'instances'>;
	/** The credential that opens the platform's instance of an element. */
	platformCredentialFor(elementKey: string): Record<string, string>;
	readonly otherConnector: OtherConnector;
	/** An API that no connector is of. */
	readonly restApi: RestApiAccount;
	/** Cuts open connections, answered or not. */
	stop(): Promise<void>;
}

const OTHER = { element: 'freshdesk', resource: 'tickets' } as const;

/** Starts all stand-ins on one port of this machine, for programs of this machine. */
export const startSandbox = async (options: SandboxOptions = {}): Promise<Sandbox> => {
	const { port = 0, seed = 1 } = options;
	const secrets = options.secrets === 'private' ? privateSecrets : seededSecrets(seed);
	const requestIds = new Draw(seed + 1000);
	const server = fastify({
		forceCloseConnections: true,
		exposeHeadRoutes: false,
		genReqId: () => requestIds.uuid(),
	});
	refuseForeignHosts(server);
	const clock = new WorldClock();
	let url = '';
	const currentUrl = (): string => url;

	const site = { server, clock, url: currentUrl, seed, secrets };
	const accounts = placeStandIns(site);
	const restApi = mountRestApi(site);
	const elements = Object.values(accounts).map(({ element }) => element);
	const platform = mountPlatform(server, elements, clock, currentUrl, seed, secrets);

	url = await server.listen({ host: '127.0.0.1', port });

	return {
		url,
		...accounts,
		restApi,
		platform: {
			...platform,
			credential: { ...platform.credentialFor('insightly') },
			world: accounts.insightly.world,
		},
		platformCredentialFor: (elementKey) => ({ ...platform.credentialFor(elementKey) }),
		otherConnector: {
			...OTHER,
			configuration: {
				...findResource(CONNECTORS[OTHER.element], OTHER.resource)?.hubConfiguration,
			},
			world: accounts[OTHER.element].world,
			credential: { ...platform.credentialFor(OTHER.element) },
		},
		stop: async () => await server.close(),
	};
};
