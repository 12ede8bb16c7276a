import { formatKey } from '../../sandbox/providers/maximizer/keys';
import { MAXIMIZER_RESOURCES } from '../../sandbox/providers/maximizer/resources';
import type { Faults, ReceivedChange, Sandbox, World } from '../../sandbox/server';

/** Resources that change in one way. */
export interface Work {
	readonly resources: readonly string[];
	/** Share of the changes that make a record; of the others, `removeShare` of all remove one. */
	readonly createShare: number;
	readonly removeShare: number;
}

/** What one of the ten workflows watches, and in which way. */
export interface Subject {
	readonly label: string;
	readonly connector: Connector;
	readonly parameters: Readonly<Record<string, unknown>>;
	readonly works: readonly Work[];
	/** Whether its events include deletions. */
	readonly deletions: boolean;
	/**
	 * The kind that may stand for the other one, where the documented configuration of the platform cannot tell
	 * created from updated.
	 */
	readonly anyKindAs?: 'CREATED' | 'UPDATED';
	readonly worldOf: (sandbox: Sandbox) => World;
	readonly faultsOf: (sandbox: Sandbox) => Faults;
	/** The authorization server of its credential, if any. */
	readonly oauth2Of?: (sandbox: Sandbox) => OAuth2Part;
}

/** What a test does to an authorization server, and sees of it. */
export interface OAuth2Part {
	expireAccessTokens(): void;
	revoke(): void;
	readonly refreshes: number;
}

const ALL_KINDS = { createShare: 0.4, removeShare: 0.1 };
const EDITS = { createShare: 0.4, removeShare: 0 };
const ADDITIONS = { createShare: 1, removeShare: 0 };

const parametersOf = (
	connector: string,
	connection: 'provider' | 'openConnectors',
	works: readonly Work[],
) => ({
	connector,
	connection,
	configure: 'resources',
	resources: works.flatMap(({ resources }) => resources),
	events: connection === 'provider' ? ['created', 'updated', 'deleted'] : ['created', 'updated'],
	startFrom: 'now',
	output: 'event',
});

const worlds = {
	insightly: ({ insightly }: Sandbox) => insightly.world,
	icontact: ({ icontact }: Sandbox) => icontact.world,
	constantcontact: ({ constantcontact }: Sandbox) => constantcontact.world,
	infusionsoftrest: ({ infusionsoftrest }: Sandbox) => infusionsoftrest.world,
	maximizer: ({ maximizer }: Sandbox) => maximizer.world,
} as const;

export type Connector = keyof typeof worlds;

function viaProvider(
	connector: Connector,
	works: readonly Work[],
	oauth2Of?: (sandbox: Sandbox) => OAuth2Part,
): Subject {
	return {
		label: `${connector}, provider`,
		connector,
		parameters: parametersOf(connector, 'provider', works),
		works,
		deletions: works.some(({ removeShare }) => removeShare > 0),
		worldOf: worlds[connector],
		faultsOf: (sandbox) => sandbox[connector].faults,
		...(oauth2Of ? { oauth2Of } : {}),
	};
}

function viaPlatform(
	connector: Connector,
	works: readonly Work[],
	anyKindAs?: Subject['anyKindAs'],
): Subject {
	return {
		label: `${connector}, openConnectors`,
		connector,
		parameters: parametersOf(connector, 'openConnectors', works),
		works,
		deletions: false,
		worldOf: worlds[connector],
		faultsOf: (sandbox) => sandbox.platform.faults,
		...(anyKindAs ? { anyKindAs } : {}),
	};
}

/**
 * Five connectors by two connections. By date and by comparing whole lists, with deletions where the provider
 * shows them; through the platform what its documentation configures. iContact shows no edit there, and nothing
 * tells an edited message.
 */
export const SUBJECTS: readonly Subject[] = [
	viaProvider('insightly', [{ resources: ['contacts', 'leads', 'tasks'], ...EDITS }]),
	viaPlatform('insightly', [
		{ resources: ['contacts', 'accounts', 'leads', 'opportunities'], ...EDITS },
	]),
	viaProvider('icontact', [
		{ resources: ['contacts', 'campaigns', 'lists'], ...ALL_KINDS },
		{ resources: ['messages'], ...ADDITIONS },
	]),
	viaPlatform('icontact', [{ resources: ['contacts', 'messages'], ...ADDITIONS }]),
	viaProvider(
		'constantcontact',
		[
			{ resources: ['contacts', 'lists', 'tags'], ...ALL_KINDS },
			{ resources: ['campaigns'], ...EDITS },
		],
		({ constantcontact }) => constantcontact.oauth2,
	),
	viaPlatform('constantcontact', [{ resources: ['campaigns'], ...EDITS }], 'CREATED'),
	viaProvider(
		'infusionsoftrest',
		[
			{ resources: ['contacts', 'tasks'], ...EDITS },
			{ resources: ['products', 'appointments'], ...ALL_KINDS },
		],
		({ infusionsoftrest }) => infusionsoftrest.oauth2,
	),
	viaPlatform('infusionsoftrest', [{ resources: ['appointments'], ...EDITS }]),
	viaProvider(
		'maximizer',
		[{ resources: ['contacts', 'cases', 'notes', 'tasks'], ...ALL_KINDS }],
		({ maximizer }) => maximizer.oauth2,
	),
	viaPlatform(
		'maximizer',
		[{ resources: ['companies', 'contacts', 'opportunities'], ...EDITS }],
		'UPDATED',
	),
];

/** An event with the id that the stand-in knows its record by. */
export function inWorld(connector: string, event: ReceivedChange): ReceivedChange {
	if (connector !== 'maximizer') return event;
	return { ...event, id: toMaximizerId(event.resource, String(event.id)) };
}

/** Of Maximizer the node names a record by ID and Number, the platform by its Key as it is. */
function toMaximizerId(resource: string, objectId: string): string {
	const isKey = /^[A-Za-z]+\t/.test(Buffer.from(objectId, 'base64').toString('latin1'));
	if (isKey) return objectId;
	const word = MAXIMIZER_RESOURCES.find((known) => known.resource === resource)?.entity.name;
	const [, id, number] = /^([^-]+?)(?:-(\d+))?$/.exec(objectId) ?? [];
	return formatKey({ word: word ?? '', id: id ?? '', ...(number ? { number } : {}) });
}

const HIGH = 1_000_000;
const UNHURRIED_KEAP = { perSecond: HIGH, perMinute: HIGH, perDay: HIGH };

/** Takes the limits of requests away: here only the faults of the timetable limit them. */
export function liftLimits(sandbox: Sandbox): void {
	const { insightly, icontact, constantcontact, infusionsoftrest, maximizer } = sandbox;
	insightly.behaviour.set({ requestsPerSecond: HIGH, requestsPerDay: HIGH });
	icontact.behaviour.set({ requestsPerHour: HIGH, requestsPerDay: HIGH });
	constantcontact.behaviour.set({ requestsPerSecond: HIGH, requestsPerDay: HIGH });
	infusionsoftrest.behaviour.set({
		oauth: UNHURRIED_KEAP,
		key: UNHURRIED_KEAP,
		tenant: UNHURRIED_KEAP,
		spikePerSecond: HIGH,
	});
	maximizer.behaviour.set({ requestsPerWindow: HIGH });
}
