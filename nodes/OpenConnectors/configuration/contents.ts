import { quote } from '../core/text';
import { DEFAULTS_KEY, OBJECTS_KEY, POLLER_KEY, URLS_KEY } from './contentKeys';
import { readText, refused } from './contentText';
import { entriesInEvents, eventsBlockIn, isEventsBlock, nameOfFile } from './eventsBlock';
import {
	areDefaults,
	instanceSettings,
	readInstance,
	settingsOf,
	type InstanceFacts,
} from './instance';
import { readResourceLines, toNames, type Entry, type ResourceLines } from './resourceLines';
import { ConfigurationError, remark, type Language, type Notice } from './types';
import { describe, isGiven, isObject, listed, type JsonObject } from './value';

const HOLDING_KEYS = [POLLER_KEY, URLS_KEY, OBJECTS_KEY] as const;

/** Texts in texts and blocks in blocks; published ones have at most four levels. */
const DEEPEST = 10;

const WITHOUT_POLLER = `The configuration of this instance has no ${POLLER_KEY}. Add one`;

/** What was pasted, taken apart. */
export interface Contents {
	readonly entries: readonly Entry[];
	/** `event.poller.defaults`, as it stands. */
	readonly defaults?: unknown;
	readonly facts: InstanceFacts;
}

/**
 * Finds the resources in whatever was pasted: the object keyed by resource name, the same as JSON
 * text or as an escaped string, the `configuration` of an instance, a whole `POST /instances` body
 * or the cURL command that sends it, files of the platform's successor, `event.poller.urls`, or bare
 * names of resources.
 *
 * @throws ConfigurationError
 */
export function findContents(source: unknown, language: Language, notices: Notice[]): Contents {
	let value = source;
	let selection: readonly string[] | undefined;
	let defaults: unknown;
	let facts: InstanceFacts = {};
	const found = (entries: readonly Entry[]): Contents => ({
		entries: selectFrom(entries, selection, notices),
		facts,
		...(isGiven(defaults) ? { defaults } : {}),
	});
	for (let level = 0; level < DEEPEST; level += 1) {
		if (typeof value === 'string') {
			const content = readText(value, language, notices);
			if (content.kind !== 'json') return found(toEntries(content));
			value = content.value;
			continue;
		}
		const settings = settingsOf(value);
		if (settings === undefined && Array.isArray(value)) {
			const names = toNames(value);
			if (names) return found(toEntries(names));
			value = onlyInstance(value);
		}
		const given = settings ?? value;
		if (!isObject(given)) throw unusable(given);
		const wrapped = wrappedIn(given);
		if (wrapped !== undefined) {
			value = wrapped;
			continue;
		}
		if (settings === undefined || !areDefaults(value))
			facts = { ...readInstance(given, notices), ...facts };
		const block = blockOf(given);
		defaults ??= (block ?? given)[DEFAULTS_KEY];
		if (!block && settings) throw refused(WITHOUT_POLLER);
		if (!block) return found(entriesOf(given, notices));
		const inner = contentOf(block, notices);
		selection ??= inner.selection;
		value = inner.value;
	}
	throw refused(
		`The poller configuration is nested more than ${DEEPEST} levels deep. Paste only the object keyed by resource name`,
	);
}

/** The instance in an answer of the platform, or the value in what changes one of its settings. */
function wrappedIn({ elementInstance, propertyValue }: JsonObject): unknown {
	if (isObject(elementInstance)) return elementInstance;
	return typeof propertyValue === 'string' ? propertyValue : undefined;
}

/** The instance in a list of them. */
function onlyInstance(list: readonly unknown[]): unknown {
	if (list.length === 1) return list[0];
	if (list.length === 0 || !list.every(isObject)) throw unusable(list);
	throw refused(
		`The list holds ${list.length} objects. Paste the one whose lists are to be polled`,
	);
}

function toEntries(lines: ResourceLines): readonly Entry[] {
	return lines.kind === 'lines' ? lines.entries : lines.names.map((name) => [name, {}] as const);
}

/** The object that holds one of the keys in which resources are configured. */
function blockOf(value: JsonObject): JsonObject | undefined {
	const inner = settingsOf(value.configuration) ?? value.configuration;
	return [value, inner].filter(isObject).find((block) => HOLDING_KEYS.some((key) => key in block));
}

interface BlockContent {
	readonly value: unknown;
	/** Names in `event.poller.urls`, which choose among the entries of the JSON form. */
	readonly selection?: readonly string[];
}

function contentOf(block: JsonObject, notices: Notice[]): BlockContent {
	const urls = linesOf(block, URLS_KEY);
	if (isGiven(block[POLLER_KEY])) {
		if (urls?.kind === 'names') return { value: block[POLLER_KEY], selection: urls.names };
		if (urls) notices.push(remark(`${URLS_KEY} is not read: ${POLLER_KEY} stands for it.`));
		return { value: block[POLLER_KEY] };
	}
	const lines = urls ?? linesOf(block, OBJECTS_KEY);
	return { value: lines ? Object.fromEntries(toEntries(lines)) : '' };
}

function linesOf(block: JsonObject, key: string): ResourceLines | undefined {
	const value = block[key];
	if (!isGiven(value)) return undefined;
	const lines = typeof value === 'string' ? readResourceLines(value) : undefined;
	if (lines) return lines;
	throw new ConfigurationError(
		key,
		`found ${describe(value)}; expected names of resources, for example contacts|accounts, or lines, for example contacts|/hubs/crm/contacts`,
	);
}

/** The entries that the names choose; a name without an entry stands for the connector's own. */
function selectFrom(
	entries: readonly Entry[],
	names: readonly string[] | undefined,
	notices: Notice[],
): readonly Entry[] {
	if (!names) return entries;
	const configured = new Map(entries);
	const chosen = new Set(names);
	const left = entries.map(([name]) => name).filter((name) => !chosen.has(name));
	if (left.length > 0) {
		const isOrAre = left.length > 1 ? 'are' : 'is';
		notices.push(
			remark(`${URLS_KEY} chooses ${listed(names)}; ${listed(left)} ${isOrAre} not polled.`),
		);
	}
	return names.map((name) => [name, configured.get(name) ?? {}] as const);
}

/** Settings of an instance or an element. */
function settingsIn(value: JsonObject): JsonObject | undefined {
	return instanceSettings(value) ?? settingsOf(value.configuration);
}

function entriesOf(whole: JsonObject, notices: Notice[]): readonly Entry[] {
	const value = Object.fromEntries(Object.entries(whole).filter(([key]) => key !== DEFAULTS_KEY));
	const events = eventsBlockIn(value);
	if (events !== undefined && !Object.values(value).some(isResource))
		return entriesOfEvents(events, nameOfFile(value));
	const keys = Object.keys(value);
	if (keys.length === 0)
		throw refused('The poller configuration names no resource. Write one object per resource');
	if (keys.some((key) => key.startsWith('event.')) || settingsIn(value)) {
		const block = isObject(value.configuration) ? value.configuration : value;
		const direct = Object.entries(block).filter(([, entry]) => isResource(entry));
		if (direct.length > 0) {
			const names = listed(direct.map(([name]) => name));
			notices.push(remark(`${names} stand without ${POLLER_KEY}: read as resources.`));
			return direct.flatMap((entry) => withInner(entry, notices));
		}
		throw refused(WITHOUT_POLLER);
	}
	if (typeof value.url === 'string' || typeof value.idField === 'string') {
		throw refused('The poller configuration is a resource without its name. Put it under its name');
	}
	return Object.entries(value)
		.filter(([name, entry]) => !isEventsBlockBeside(name, entry, notices))
		.flatMap((entry) => withInner(entry, notices));
}

function entriesOfEvents(events: unknown, name: string): readonly Entry[] {
	const entries = entriesInEvents(events, name);
	if (entries.length > 0) return entries;
	throw refused(
		'The text says which events there are (eventMode), and not how they are polled: it has no polling.configuration. Paste the poller configuration',
	);
}

function isEventsBlockBeside(name: string, entry: unknown, notices: Notice[]): boolean {
	if (!isEventsBlock(entry)) return false;
	notices.push(remark(`${quote(name)} is not polled: it says which events there are (eventMode).`));
	return true;
}

function isResource(value: unknown): value is JsonObject {
	return isObject(value) && typeof value.url === 'string';
}

/** A resource, and those that a misplaced bracket put inside it. */
function withInner([name, value]: Entry, notices: Notice[]): readonly Entry[] {
	if (!isResource(value)) return [[name, value]];
	const inner = Object.entries(value).filter(([, entry]) => isResource(entry));
	if (inner.length === 0) return [[name, value]];
	const names = listed(inner.map(([key]) => key));
	notices.push(remark(`${names} stand inside ${name}: read as resources of their own.`));
	const own = Object.entries(value).filter(([, entry]) => !isResource(entry));
	return [[name, Object.fromEntries(own)], ...inner.flatMap((entry) => withInner(entry, notices))];
}

function unusable(value: unknown): ConfigurationError {
	return refused(
		`The poller configuration is ${describe(value)}; expected an object keyed by resource name`,
	);
}
