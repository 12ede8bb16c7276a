import { valueOfJson } from '../core/json';
import type { Entry } from './resourceLines';
import { isObject, type JsonObject } from './value';

/*
 * Files of the platform's successor say in `metadata.events` which events a resource has (`eventMode`), and in
 * `polling.configuration` below it how they are polled.
 */

/** Whether a value says which events there are; a resource has a url. */
export function isEventsBlock(value: unknown): boolean {
	if (Array.isArray(value)) return value.length > 0 && value.every(isEventsBlock);
	return isObject(value) && !('url' in value) && ('eventMode' in value || 'polling' in value);
}

/** What polls the events of a resource file; undefined where the object is none. */
export function eventsBlockIn(value: JsonObject): unknown {
	const { metadata, events } = value;
	const candidates = [isObject(metadata) ? metadata.events : undefined, events, value];
	return candidates.find(isEventsBlock);
}

/**
 * The resources of an events block; none where it does not say how they are polled.
 *
 * @param name of the resource, where the configuration is one resource without a name
 */
export function entriesInEvents(block: unknown, name: string): readonly Entry[] {
	const polling = isObject(block) && isObject(block.polling) ? block.polling : {};
	const { configuration } = polling;
	const found = typeof configuration === 'string' ? valueOfJson(configuration) : configuration;
	if (!isObject(found)) return [];
	return typeof found.url === 'string' ? [[name, found]] : Object.entries(found);
}

/** What a resource file calls its resource. */
export function nameOfFile({ name, objectName, path }: JsonObject): string {
	const given = [name, objectName, path].find((text) => typeof text === 'string' && text !== '');
	return String(given ?? 'events').replace(/^\/(?:hubs\/[^/]+\/)?/, '');
}
