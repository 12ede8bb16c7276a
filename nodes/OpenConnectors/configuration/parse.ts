import { findContents, jsonIn } from './contents';
import { DEFAULTS_KEY } from './contentKeys';
import { readResource } from './resource';
import {
	ConfigurationError,
	remark,
	type Language,
	type Notice,
	type PollerConfiguration,
	type ResourceConfiguration,
} from './types';
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
 * @throws ConfigurationError, and nothing else
 */
export function parsePollerConfiguration(
	source: unknown,
	language: Language = 'documented',
	variables: Readonly<Record<string, string>> = {},
): PollerConfiguration {
	const notices: Notice[] = [];
	const { entries, defaults, facts } = findContents(source, language, notices);
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
