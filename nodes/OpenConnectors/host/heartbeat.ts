import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { z } from 'zod';
import type { EpochMs } from '../core/page';
import { formatIso } from '../dates/iso';
import { toRecordWithEvent, type OpenConnectorsEvent } from './event';
import type { Known } from './listState';
import { lagSeconds, type ListProgress } from './listProgress';
import type { EventParameters } from './parameters';
import { SOONER_MS } from './setting';

/*
 * One item in an hour or a day that says whether polling works, so that a workflow can tell "no
 * events" from "nothing works".
 *
 *   publish          an hour later        two hours later
 *   |                |                    |
 *   +-- poll -- poll -- poll -- poll -- poll -- poll -- poll
 *                    heartbeat                 heartbeat
 *
 * It comes with the first poll behind its time, whatever became of the lists. After a pause of several
 * intervals there is one, not several. The state keeps when the one before was due: a start of n8n
 * neither brings one early nor forgets one.
 */

/** Under this name the state keeps it, beside the lists. */
export const HEARTBEAT = 'openConnectors:heartbeat';

const savedSchema = z.object({ at: z.number(), events: z.number() });

/** How it stands with the heartbeat of a node when a poll begins. */
export interface Heartbeat {
	readonly parameters: EventParameters;
	readonly everyMs: number;
	/** When the one before was due; before the first one, when polling began. Epoch ms of the local clock. */
	readonly since: EpochMs;
	/** Events that were returned since. */
	readonly events: number;
	/** Whether this poll returns one. None does while n8n publishes, or starts. */
	readonly isDue: boolean;
}

/** @returns undefined where there are no heartbeats */
export function heartbeatOf(
	parameters: EventParameters,
	{ saved, activation }: Pick<Known, 'saved'> & { readonly activation: boolean },
	now: EpochMs,
): Heartbeat | undefined {
	const { heartbeatMs: everyMs } = parameters;
	if (everyMs === undefined) return undefined;
	const { data } = savedSchema.safeParse(saved.resources.get(HEARTBEAT));
	// One of the future was kept by a clock that has been put right since.
	const { at, events } = data && data.at <= now + SOONER_MS ? data : { at: now, events: 0 };
	const isDue = !activation && now >= at + everyMs - SOONER_MS;
	return { parameters, everyMs, since: at, events, isDue };
}

/** A list, as a heartbeat tells of it. */
export interface ListHealth {
	readonly name: string;
	readonly progress: ListProgress;
	readonly failing?: { readonly since: EpochMs; readonly message: string };
}

interface Polled {
	readonly lists: readonly ListHealth[];
	/** How many events the poll returns. */
	readonly found: number;
	/** Epoch ms of the local clock. */
	readonly at: EpochMs;
}

/** What a poll adds: what is kept under {@link HEARTBEAT}, and the item where it is due. */
export function beat(
	context: IPollFunctions,
	heartbeat: Heartbeat,
	polled: Polled,
): { readonly kept: z.infer<typeof savedSchema>; readonly items: readonly INodeExecutionData[] } {
	const { everyMs, since, isDue } = heartbeat;
	const events = heartbeat.events + polled.found;
	if (!isDue) return { kept: { at: since, events }, items: [] };
	const intervals = Math.max(1, Math.floor((polled.at - since) / everyMs));
	const event = toEvent(context.getNode().id, heartbeat, { ...polled, found: events });
	const json = heartbeat.parameters.output === 'record' ? toRecordWithEvent(event) : event;
	return { kept: { at: since + intervals * everyMs, events: 0 }, items: [{ json }] };
}

/** An event in the shape of all events. Its id goes by when it was due, so that a repetition has it too. */
function toEvent(
	id: string,
	{ parameters: { connector, instanceName, tags }, since, everyMs }: Heartbeat,
	{ lists, found, at }: Polled,
): OpenConnectorsEvent {
	const date = formatIso(at);
	return {
		eventType: 'HEARTBEAT',
		objectType: 'heartbeat',
		objectId: id,
		date,
		record: {
			working: lists.length > 0 && lists.every(({ failing }) => failing === undefined),
			since: formatIso(since),
			events: found,
			lists: lists.map((list) => toRecord(list, at)),
		},
		elementKey: connector,
		hubKey: '',
		instanceName,
		tags,
		pollDate: date,
		eventId: `${connector}:heartbeat:${id}:${since + everyMs}`,
	};
}

function toRecord({ name, progress, failing }: ListHealth, at: EpochMs) {
	const { readAt } = progress;
	return {
		name,
		lastSuccess: readAt === undefined ? null : formatIso(readAt),
		lagSeconds: lagSeconds(progress, at) ?? null,
		...(failing ? { failingSince: formatIso(failing.since), error: failing.message } : {}),
	};
}
