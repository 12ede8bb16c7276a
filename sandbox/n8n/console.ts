/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { DateTime } from 'luxon';
import { compareWithOracle, type ReceivedChange, type World } from '../server';
import type { TriggerEvent } from './executions';
import { ExecutionFeed, toReceivedChange } from './feed';
import { type Trial, TRIAL_RESOURCES } from './trial';

const LOOK_EVERY_MS = 1_000;
const SUM_UP_EVERY_MS = 30_000;
/** A change younger than this may still be on its way: the poll comes every 10 s, the execution after it. */
const ON_ITS_WAY_MS = 25_000;

/** The fields that people know a record by, best first. */
const NAME_FIELDS = ['ORGANISATION_NAME', 'OPPORTUNITY_NAME', 'TITLE', 'NAME', 'name', 'subject'];

/** A record's name as a person would say it; empty when it has none. */
export function displayName(record: Readonly<Record<string, unknown>>): string {
	const person = [record.FIRST_NAME, record.LAST_NAME].filter(
		(part): part is string => typeof part === 'string' && part !== '',
	);
	if (person.length > 0) return person.join(' ');
	const field = NAME_FIELDS.find((name) => typeof record[name] === 'string');
	return field ? String(record[field]) : '';
}

/** One line for an event: local time, kind, resource, id and the record's name. */
export function formatEvent(event: TriggerEvent): string {
	const time = DateTime.fromISO(event.pollDate, { zone: 'local' }).toFormat('HH:mm:ss');
	const name = displayName(event.record);
	const line = `${time} ${event.eventType} ${event.objectType} ${event.objectId}`;
	return name ? `${line} "${name}"` : line;
}

/** The figures so far, in the words of the oracle; changes still on their way do not count yet. */
export function sumUp(world: World, received: readonly ReceivedChange[], now: number): string {
	const comparison = compareWithOracle(world, received, { resources: TRIAL_RESOURCES });
	const missing = comparison.missing.filter(({ at }) => at < now - ON_ITS_WAY_MS);
	const onTheirWay = comparison.missing.length - missing.length;
	const wrong = comparison.wrongKind.length + comparison.unknown.length;
	return [
		`made ${comparison.made - comparison.superseded - onTheirWay}`,
		`received ${comparison.received}`,
		`missing ${missing.length}`,
		`twice ${comparison.twice.length}`,
		...(wrong > 0 ? [`wrong ${wrong}`] : []),
	].join(', ');
}

/**
 * Prints every event as the workflow received it, and now and then how they compare with what was done.
 * Never resolves; rejects when n8n no longer answers.
 */
export async function followEvents(
	{ client, workflow, source }: Trial,
	print: (line: string) => void,
): Promise<never> {
	const feed = new ExecutionFeed(client, workflow.id);
	const received: ReceivedChange[] = [];
	let nextSum = Date.now() + SUM_UP_EVERY_MS;
	for (;;) {
		for (const { events, error } of await feed.next()) {
			received.push(...events.map(toReceivedChange));
			for (const event of events) print(formatEvent(event));
			if (error) print(`ERROR ${error}`);
		}
		if (Date.now() >= nextSum) {
			nextSum += SUM_UP_EVERY_MS;
			print(sumUp(source.world, received, Date.now()));
		}
		await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
	}
}
