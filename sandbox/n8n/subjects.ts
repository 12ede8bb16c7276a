import type { ReceivedChange } from '../oracle';
import { CONNECTOR_NAMES, STAND_INS, type Connector } from '../accounts';
import type { Sandbox, World } from '../server';
import { CONNECTIONS, type Account, type Connection, type StandIn, type Watched } from '../standIn';

export { CONNECTIONS, type Connection } from '../standIn';
export { CONNECTOR_NAMES, type Connector } from '../accounts';

/** What a workflow watches, by which connection, and how its records change. */
export interface Subject extends Watched {
	readonly connector: Connector;
	readonly connection: Connection;
	readonly label: string;
	/** Whether its events include deletions. */
	readonly deletions: boolean;
}

/** What the connector's stand-in says, whatever its account is. */
export const standInOf = (connector: Connector): Omit<StandIn<Account>, Acting> =>
	STAND_INS[connector];
type Acting = 'mount' | 'element' | 'forms' | 'liftLimits';

/** Every connector by both connections. */
export const SUBJECTS: readonly Subject[] = CONNECTOR_NAMES.flatMap((connector) =>
	CONNECTIONS.map((connection) => {
		const watched = standInOf(connector).watched[connection];
		const deletions = watched.works.some(({ removeShare }) => removeShare > 0);
		return { ...watched, connector, connection, label: `${connector}, ${connection}`, deletions };
	}),
);

/** What is watched of a connector by a connection. */
export function findSubject(connector: Connector, connection: Connection): Subject {
	const found = SUBJECTS.find(
		(candidate) => candidate.connector === connector && candidate.connection === connection,
	);
	if (found) return found;
	throw new Error(`There is nothing to watch of ${connector} by ${connection}.`);
}

export function resourcesOf({ works }: Watched): readonly string[] {
	return works.flatMap(({ resources }) => resources);
}

export function worldOf({ connector }: Subject, sandbox: Sandbox): World {
	return sandbox[connector].world;
}

/** Parameters of the trigger for all changes of a subject from now on. */
export function parametersOf(subject: Subject) {
	const { connector, connection, deletions } = subject;
	return {
		connector,
		connection,
		configure: 'resources',
		resources: resourcesOf(subject),
		events: ['created', 'updated', ...(deletions ? ['deleted'] : [])],
		startFrom: 'now',
		output: 'event',
	};
}

/** Where its requests arrive. */
export const sourceOf = (
	sandbox: Sandbox,
	{ connector, connection }: Pick<Subject, 'connector' | 'connection'>,
): Account => (connection === 'provider' ? sandbox[connector] : sandbox.platform);

/** Whether its credential is a login that n8n renews. */
export const isLogin = ({ connector, connection }: Subject): boolean =>
	connection === 'provider' &&
	standInOf(connector).credentials[0].extends?.includes('oAuth2Api') === true;

/** What the world of a connector calls a resource. */
export const inWorld = (connector: Connector, resource: string): readonly string[] =>
	standInOf(connector).inWorld?.(resource) ?? [resource];

/** An event with the resource and the id that the world of its connector knows the record by. */
export function toWorld(connector: Connector, event: ReceivedChange): ReceivedChange {
	const standIn = standInOf(connector);
	if (standIn.toWorld) return standIn.toWorld(event);
	return { ...event, resource: inWorld(connector, event.resource)[0] };
}
