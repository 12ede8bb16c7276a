import { datesOf } from '../configuration/dateSettings';
import { ConfigurationError } from '../configuration/types';
import { listed } from '../configuration/value';
import type { ChangeKind } from '../core/rules';
import type { ConnectorDefinition, ResourceDefinition } from './definition';
import { hubConfigurationOf } from './hubConfiguration';
import type { StreamParameters, StreamSettings } from './stream';

/** Which changes of its records a list can show. */
export type ShownKinds = ReadonlySet<ChangeKind>;

/** A list that is compared whole shows all of them. */
export const ALL_KINDS: ShownKinds = new Set(['created', 'updated', 'deleted']);

export function kindsOf(seen: Readonly<Record<ChangeKind, boolean>>): ShownKinds {
	return new Set([...ALL_KINDS].filter((kind) => seen[kind]));
}

/** What a resource of a definition shows. @throws ConfigurationError where the platform documents none */
export function kindsOfResource(
	definition: ConnectorDefinition,
	resource: ResourceDefinition,
	connection: StreamParameters['connection'],
): ShownKinds {
	const { watch, datesConfiguration, deletions, deleted, hubFields } = resource;
	const isProvider = connection === 'provider';
	if (isProvider && watch === 'snapshot') return ALL_KINDS;
	const { updated, created } = datesOf(
		isProvider ? datesConfiguration : hubConfigurationOf(definition, resource).datesConfiguration,
	);
	const moves = !isProvider && updated && hubFields?.[updated.field] === 'updated';
	return kindsOf({
		created: created !== undefined,
		// Records whose only date is the one of their creation are new once.
		updated: updated?.field !== created?.field || moves === true,
		deleted: isProvider && (deletions ?? deleted) !== undefined,
	});
}

/** A chosen resource, and what it shows. */
export interface Shown {
	readonly name: string;
	readonly kinds: ShownKinds;
}

/** What a record is to which each kind of change has happened, for people. */
export const RECORDS = { created: 'new', updated: 'changed', deleted: 'deleted' } as const;

/** `New, changed, deleted`. */
export function wordsOfKinds(kinds: ShownKinds): string {
	const words = [...kinds].map((kind) => RECORDS[kind]);
	const text = words.length === 1 ? `${words[0]} only` : words.join(', ');
	return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * What the chosen events miss.
 *
 * @returns a sentence for each event that some of the resources do not show
 * @throws ConfigurationError when none of the resources shows any of the events
 */
export function missedEvents(
	settings: StreamSettings,
	resources: readonly Shown[],
): readonly string[] {
	const wanted = [...settings.parameters.events];
	const missing = wanted.map((kind) => ({
		kind,
		names: resources.filter(({ kinds }) => !kinds.has(kind)).map(({ name }) => name),
	}));
	if (resources.length > 0 && missing.every(({ names }) => names.length === resources.length)) {
		const records = wanted.map((kind) => RECORDS[kind]).join(' or ');
		throw new ConfigurationError(
			'Events',
			`the workflow would never start, as ${someOf(resources.map(({ name }) => name))} cannot show ${records} records. ` +
				wanted.map((kind) => remedyOf(settings, kind)).join(' '),
		);
	}
	return missing
		.filter(({ names }) => names.length > 0)
		.map(({ kind, names }) => `Events: ${someOf(names)} cannot show ${RECORDS[kind]} records.`);
}

/** How the kind could be seen. */
function remedyOf({ parameters, definition }: StreamSettings, kind: ChangeKind): string {
	const { connection, selection } = parameters;
	const able = (definition?.resources ?? [])
		.filter(({ hubConfiguration }) => connection === 'provider' || hubConfiguration)
		.filter((resource) => definition && kindsOfResource(definition, resource, connection).has(kind))
		.map(({ displayName }) => displayName);
	if (able.length > 0) return `Resources that show ${RECORDS[kind]} records: ${someOf(able)}.`;
	if (kind === 'created' && selection.kind === 'json')
		return 'To see new records, name their created date.';
	if (kind === 'deleted' && definition?.key === 'rest')
		return 'To see deleted records, name a deleted field, or compare the whole list.';
	const source = connection === 'provider' ? definition?.displayName : undefined;
	return `${source ?? 'Open Connectors'} shows no ${RECORDS[kind]} records: choose another event.`;
}

/** So many names stand in a sentence at most. */
const MOST_NAMES = 6;

/** `contacts, leads and 21 more`. */
export function someOf(names: readonly string[]): string {
	return listed(names, MOST_NAMES);
}
