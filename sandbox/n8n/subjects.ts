import type { ReceivedChange } from '../oracle';
import { formatKey } from '../providers/maximizer/keys';
import { MAXIMIZER_RESOURCES } from '../providers/maximizer/resources';
import type { Sandbox, World } from '../server';

export const CONNECTIONS = ['provider', 'openConnectors'] as const;
export type Connection = (typeof CONNECTIONS)[number];

/** Resources that change in one way. */
export interface Work {
	readonly resources: readonly string[];
	/** Share of the changes that make a record; of the others, `removeShare` of all remove one. */
	readonly createShare: number;
	readonly removeShare: number;
}

/** What a workflow watches, by which connection, and how its records change. */
export interface Subject {
	readonly connector: Connector;
	readonly connection: Connection;
	readonly works: readonly Work[];
	/** Whether its events include deletions. */
	readonly deletions: boolean;
	/**
	 * The kind that may stand for the other one, where the documented configuration of the platform cannot tell
	 * created from updated.
	 */
	readonly anyKindAs?: 'CREATED' | 'UPDATED';
}

const ALL_KINDS = { createShare: 0.4, removeShare: 0.1 };
const EDITS = { createShare: 0.4, removeShare: 0 };
const ADDITIONS = { createShare: 1, removeShare: 0 };

export const CONNECTOR_NAMES = [
	'constantcontact',
	'icontact',
	'insightly',
	'maximizer',
	'infusionsoftrest',
] as const;
export type Connector = (typeof CONNECTOR_NAMES)[number];

function subject(
	connector: Connector,
	connection: Connection,
	works: readonly Work[],
	anyKindAs?: Subject['anyKindAs'],
): Subject {
	const deletions = works.some(({ removeShare }) => removeShare > 0);
	return { connector, connection, works, deletions, ...(anyKindAs ? { anyKindAs } : {}) };
}

/**
 * Five connectors by two connections. By date and by comparing whole lists, with deletions where the provider
 * shows them; through the platform what its documentation configures. iContact shows no edit there, and nothing
 * tells an edited message.
 */
export const SUBJECTS: readonly Subject[] = [
	subject('insightly', 'provider', [
		{ resources: ['contacts', 'accounts', 'leads', 'opportunities', 'tasks'], ...EDITS },
	]),
	subject('insightly', 'openConnectors', [
		{ resources: ['contacts', 'accounts', 'leads', 'opportunities'], ...EDITS },
	]),
	subject('icontact', 'provider', [
		{ resources: ['contacts', 'campaigns', 'lists'], ...ALL_KINDS },
		{ resources: ['messages'], ...ADDITIONS },
	]),
	subject('icontact', 'openConnectors', [{ resources: ['contacts', 'messages'], ...ADDITIONS }]),
	subject('constantcontact', 'provider', [
		{ resources: ['contacts', 'lists', 'tags'], ...ALL_KINDS },
		{ resources: ['campaigns'], ...EDITS },
	]),
	subject('constantcontact', 'openConnectors', [{ resources: ['campaigns'], ...EDITS }], 'CREATED'),
	subject('infusionsoftrest', 'provider', [
		{ resources: ['contacts', 'tasks'], ...EDITS },
		{ resources: ['products', 'appointments'], ...ALL_KINDS },
	]),
	subject('infusionsoftrest', 'openConnectors', [{ resources: ['appointments'], ...EDITS }]),
	subject('maximizer', 'provider', [
		{ resources: ['contacts', 'cases', 'notes', 'tasks'], ...ALL_KINDS },
	]),
	subject(
		'maximizer',
		'openConnectors',
		[{ resources: ['companies', 'contacts', 'opportunities'], ...EDITS }],
		'UPDATED',
	),
];

/** What is watched of a connector by a connection. */
export function findSubject(connector: Connector, connection: Connection): Subject {
	const found = SUBJECTS.find(
		(candidate) => candidate.connector === connector && candidate.connection === connection,
	);
	if (found) return found;
	throw new Error(`There is nothing to watch of ${connector} by ${connection}.`);
}

export function resourcesOf({ works }: Subject): readonly string[] {
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

/** An event with the id that the stand-in knows its record by. */
export function inWorld({ connector }: Subject, event: ReceivedChange): ReceivedChange {
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
