import { quote } from '../core/text';
import { findContents } from './contents';
import { jsonIn } from './contentText';
import { DEFAULTS_KEY } from './contentKeys';
import { readResource } from './resource';
import type { Entry } from './resourceLines';
import {
	ConfigurationError,
	remark,
	type Language,
	type Notice,
	type PollerConfiguration,
	type ResourceConfiguration,
} from './types';
import { listed } from './value';
import { readWholeResource, sortDefaults } from './wholeResource';
import { checkOrigins } from './wholeUrl';
import { fillZones } from './zoneVariables';

/** Each costs a request a poll; published configurations have at most a dozen. */
const MOST_RESOURCES = 500;

/**
 * Reads a poller configuration in any of the forms in which people have one: see
 * {@link findContents}. Date formats, zones, field paths and placeholders are checked, so that what
 * is returned can be used.
 *
 * @param variables by which `{name}` is replaced where a zone stands
 * @param names of the resources to read; none: all
 * @throws ConfigurationError, and nothing else
 */
export function parsePollerConfiguration(
	source: unknown,
	language: Language = 'documented',
	variables: Readonly<Record<string, string>> = {},
	names: readonly string[] = [],
): PollerConfiguration {
	const notices: Notice[] = [];
	const { entries: all, defaults, facts } = findContents(source, language, notices);
	const entries = names.length > 0 ? chosen(all, names) : all;
	if (entries.length > MOST_RESOURCES) {
		throw new ConfigurationError(
			'',
			`The poller configuration names ${entries.length} resources; one node polls at most ${MOST_RESOURCES}. Split it over several nodes.`,
		);
	}
	const read = readerOf(language, fillZones(defaults, variables), notices);
	const resources = entries.map(([name, value]) => read(name, fillZones(value, variables)));
	checkOrigins(resources.map(({ name, url = '' }) => [`${name}.url`, url]));
	return { resources, notices, ...facts };
}

function chosen(entries: readonly Entry[], names: readonly string[]): readonly Entry[] {
	const known = new Map(entries);
	const [unknown] = names.filter((name) => !known.has(name));
	if (unknown === undefined) return entries.filter(([name]) => names.includes(name));
	throw new ConfigurationError(
		'Resources',
		`the configuration has no "${quote(unknown)}". Choose from the list: ${listed([...known.keys()])}.`,
	);
}

function readerOf(
	language: Language,
	given: unknown,
	notices: Notice[],
): (name: string, value: unknown) => ResourceConfiguration {
	if (language === 'documented') {
		if (given !== undefined)
			notices.push(remark(`${DEFAULTS_KEY} is not read: it belongs to the connector REST API.`));
		return (name, value) => readResource(name, value, notices);
	}
	const defaults =
		given === undefined ? undefined : sortDefaults(jsonIn(DEFAULTS_KEY, given), notices);
	return (name, value) => readWholeResource(name, value, notices, defaults);
}
