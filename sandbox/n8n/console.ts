/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { DateTime } from 'luxon';
import { compareWithOracle, type ReceivedChange } from '../server';
import { displayName } from './displayName';
import type { TriggerEvent } from './executions';
import { ExecutionFeed, toReceivedChange } from './feed';
import { N8nAnswer } from './rest';
import { resourcesOf } from './subjects';
import type { Trial } from './trial';

const LOOK_EVERY_MS = 1_000;
const SUM_UP_EVERY_MS = 30_000;
/** From a poll that is due to its events in the terminal: the poll, the execution, our looking. */
const EXECUTION_MS = 15_000;

/** One line for an event: local time, kind, resource, id and the record's name. */
export function formatEvent(event: TriggerEvent): string {
	const time = DateTime.fromISO(event.pollDate, { zone: 'local' }).toFormat('HH:mm:ss');
	const name = displayName(event.record);
	const line = `${time} ${event.eventType} ${event.objectType} ${event.objectId}`;
	return name ? `${line} "${name}"` : line;
}

/** When the events of what is changed at `now` are in the terminal at the latest. */
export function expectedBy({ pollEvery }: Pick<Trial, 'pollEvery'>, now: number): number {
	return now + pollEvery * 1_000 + EXECUTION_MS;
}

/** The figures so far, in the words of the oracle; changes whose poll is still to come are on their way. */
export function sumUp(
	trial: Pick<Trial, 'subject' | 'pollEvery'>,
	received: readonly ReceivedChange[],
	now: number,
): string {
	const { subject } = trial;
	const comparison = compareWithOracle(subject.world, received, {
		resources: resourcesOf(subject),
		deletions: subject.deletions,
	});
	const missing = comparison.missing.filter(({ at }) => expectedBy(trial, at) < now);
	const wrongKind = comparison.wrongKind.filter(
		({ received: { kind } }) => kind !== subject.anyKindAs,
	);
	const wrong = wrongKind.length + comparison.unknown.length;
	return [
		`made ${comparison.made - comparison.superseded}`,
		`received ${comparison.received}`,
		`on their way ${comparison.missing.length - missing.length}`,
		`missing ${missing.length}`,
		`twice ${comparison.twice.length}`,
		...(wrong > 0 ? [`wrong ${wrong}`] : []),
	].join(', ');
}

/**
 * Prints every event as the workflow received it, and now and then how they compare with what was done.
 * Never ends: a request that fails, as after a laptop slept, is said once and made again. Whether n8n still runs is
 * for the caller to know.
 */
export async function followEvents(trial: Trial, print: (line: string) => void): Promise<never> {
	const { client, workflow, subject } = trial;
	const feed = new ExecutionFeed(client, workflow.id);
	const received: ReceivedChange[] = [];
	let nextSum = Date.now() + SUM_UP_EVERY_MS;
	let answers = true;
	for (;;) {
		const deliveries = await feed.next().catch((error: unknown) => {
			// An answer that is not understood stays so: asking again would hide every event behind it.
			if (!(error instanceof TypeError || error instanceof N8nAnswer)) throw error;
			if (answers) print(`n8n does not answer (${String(error)}); asking again`);
			return undefined;
		});
		answers = deliveries !== undefined;
		for (const { events, error } of deliveries ?? []) {
			received.push(...events.map((event) => subject.toWorld(toReceivedChange(event))));
			for (const event of events) print(formatEvent(event));
			if (error) print(`ERROR ${error}`);
		}
		if (Date.now() >= nextSum) {
			nextSum += SUM_UP_EVERY_MS;
			print(`${subject.name}: ${sumUp(trial, received, Date.now())}`);
		}
		await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
	}
}
