import type { JsonRecord } from './json';
import type { Change, ChangeKind, World } from './world';

/** One event as a workflow received it. `kind` in any case: `CREATED` and `created` are the same. */
export interface ReceivedChange {
	readonly resource: string;
	readonly id: string | number;
	readonly kind: string;
	readonly record: unknown;
	readonly eventId?: string;
}

export interface OracleScope {
	/** Only changes with a greater number count; by default those made after the seeding. */
	readonly after?: number;
	/** Only these resources count; by default every resource of the world. */
	readonly resources?: readonly string[];
	/** Whether deletions must be received; by default not, as a provider may have no way to tell. */
	readonly deletions?: boolean;
}

export interface Comparison {
	/** Changes made in the scope. */
	readonly made: number;
	/** Events received. */
	readonly received: number;
	/** Changes nobody had to receive: a later change of the record came before a response could show them. */
	readonly superseded: number;
	readonly missing: readonly Change[];
	/** Changes received more than once, with how often, and whether always under one event id and kind. */
	readonly twice: readonly {
		readonly change: Change;
		readonly times: number;
		readonly recognisable: boolean;
	}[];
	readonly wrongKind: readonly {
		readonly change: Change;
		readonly expected: ChangeKind;
		readonly received: ReceivedChange;
	}[];
	/** Events that show no change of the scope: old, invented, or with another record's contents. */
	readonly unknown: readonly ReceivedChange[];
	/** Event ids that stand for more than one change. */
	readonly sharedEventIds: readonly string[];
}

const isJsonRecord = (value: unknown): value is JsonRecord =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Compares what was received with what was done.
 *
 * Every change in scope must be received once, with three exceptions. A change that was superseded
 * before any response could show it need not be. Deletions only when the scope says so. And the kind
 * of the first version received of a record made in the scope is `created`, whichever version it is:
 * who hears of a record for the first time hears that it is new.
 *
 * "Could show" means: a listing carried the change, or left it out only because it was asked for
 * later changes. Where records are `late` and listings run over several pages, changes of one record
 * should lie further apart than the polls do.
 */
export const compareWithOracle = (
	world: World,
	received: readonly ReceivedChange[],
	scope: OracleScope = {},
): Comparison => {
	const { after = world.baseline, deletions = false } = scope;
	const resources = new Set(scope.resources ?? world.resources);
	const inScope = world.changes.filter(
		(change) => change.n > after && resources.has(change.resource),
	);
	const byNumber = new Map(inScope.map((change) => [change.n, change]));
	const histories = groupBy(inScope, keyOf);

	const eventsOf = new Map<number, ReceivedChange[]>();
	const unknown: ReceivedChange[] = [];
	for (const event of received) {
		const change = findChange(event, world, byNumber, histories);
		if (!change) unknown.push(event);
		else eventsOf.set(change.n, [...(eventsOf.get(change.n) ?? []), event]);
	}

	const notReceived = inScope.filter((change) => !eventsOf.has(change.n));
	const superseded = notReceived.filter(
		(change) =>
			!world.wasShown(change.n) &&
			(histories.get(keyOf(change)) ?? []).some((later) => later.n > change.n),
	);
	const excused = new Set(superseded);
	const missing = notReceived.filter(
		(change) => !excused.has(change) && (deletions || change.kind !== 'deleted'),
	);

	const twice = [...eventsOf]
		.filter(([, events]) => events.length > 1)
		.flatMap(([n, events]) => {
			const change = byNumber.get(n);
			const names = new Set(events.map(({ eventId, kind }) => `${eventId} ${kind}`));
			const recognisable = names.size === 1 && events[0].eventId !== undefined;
			return change ? [{ change, times: events.length, recognisable }] : [];
		});

	const wrongKind = [...histories.values()].flatMap((history) =>
		expectedKinds(history, eventsOf).flatMap(({ change, expected }) =>
			(eventsOf.get(change.n) ?? [])
				.filter((event) => event.kind.toLowerCase() !== expected)
				.map((event) => ({ change, expected, received: event })),
		),
	);

	return {
		made: inScope.length,
		received: received.length,
		superseded: superseded.length,
		missing,
		twice,
		wrongKind,
		unknown,
		sharedEventIds: findSharedEventIds(eventsOf),
	};
};

/** Whether everything arrived exactly once, with the right kind, and nothing else did. */
export const isExact = (comparison: Comparison): boolean =>
	[
		comparison.missing,
		comparison.twice,
		comparison.wrongKind,
		comparison.unknown,
		comparison.sharedEventIds,
	].every((list) => list.length === 0);

/** The comparison as one line of figures. */
export const formatComparison = (comparison: Comparison): string =>
	[
		`made ${comparison.made}`,
		`received ${comparison.received}`,
		`superseded ${comparison.superseded}`,
		`missing ${comparison.missing.length}`,
		`twice ${comparison.twice.length}`,
		`wrong kind ${comparison.wrongKind.length}`,
		`unknown ${comparison.unknown.length}`,
		`shared event ids ${comparison.sharedEventIds.length}`,
	].join(', ');

const keyOf = ({ resource, id }: { resource: string; id: string | number }): string =>
	`${resource} ${id}`;

const groupBy = <T>(list: readonly T[], key: (item: T) => string): Map<string, T[]> => {
	const groups = new Map<string, T[]>();
	for (const item of list) {
		const group = groups.get(key(item));
		if (group) group.push(item);
		else groups.set(key(item), [item]);
	}
	return groups;
};

const findChange = (
	event: ReceivedChange,
	world: World,
	byNumber: ReadonlyMap<number, Change>,
	histories: ReadonlyMap<string, readonly Change[]>,
): Change | undefined => {
	if (event.kind.toLowerCase() === 'deleted') {
		return histories.get(keyOf(event))?.find((change) => change.kind === 'deleted');
	}
	const { record } = event;
	if (!isJsonRecord(record)) return undefined;
	const change = byNumber.get(world.changeNumber(event.resource, record) ?? 0);
	return change && keyOf(change) === keyOf(event) ? change : undefined;
};

const expectedKinds = (
	history: readonly Change[],
	eventsOf: ReadonlyMap<number, unknown>,
): { change: Change; expected: ChangeKind }[] => {
	const madeInScope = history[0]?.kind === 'created';
	const first = history.find((change) => eventsOf.has(change.n));
	return history.map((change) => {
		if (change.kind === 'deleted') return { change, expected: 'deleted' };
		return { change, expected: madeInScope && change === first ? 'created' : 'updated' };
	});
};

const findSharedEventIds = (
	eventsOf: ReadonlyMap<number, readonly ReceivedChange[]>,
): readonly string[] => {
	const changesOf = new Map<string, Set<number>>();
	for (const [n, events] of eventsOf) {
		for (const { eventId } of events) {
			if (eventId === undefined) continue;
			changesOf.set(eventId, (changesOf.get(eventId) ?? new Set()).add(n));
		}
	}
	return [...changesOf].filter(([, changes]) => changes.size > 1).map(([eventId]) => eventId);
};
