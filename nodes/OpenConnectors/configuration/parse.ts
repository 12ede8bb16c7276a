import { findEntries } from './contents';
import { readResource } from './resource';
import { ConfigurationError, type Language, type Notice, type PollerConfiguration } from './types';
import { readWholeResource } from './wholeResource';
import { checkOrigins } from './wholeUrl';

/** Each costs a request a poll; published configurations have at most a dozen. */
const MOST_RESOURCES = 500;

/**
 * Reads a poller configuration in any of the forms in which people have one: see
 * {@link findEntries}. Date formats, zones, field paths and placeholders are checked, so that what
 * is returned can be used.
 *
 * @throws ConfigurationError, and nothing else
 */
export function parsePollerConfiguration(
	source: unknown,
	language: Language = 'documented',
): PollerConfiguration {
	const notices: Notice[] = [];
	const entries = findEntries(source, notices);
	if (entries.length > MOST_RESOURCES) {
		throw new ConfigurationError(
			'',
			`The poller configuration names ${entries.length} resources; one node polls at most ${MOST_RESOURCES}. Split it over several nodes.`,
		);
	}
	const read = language === 'whole' ? readWholeResource : readResource;
	const resources = entries.map(([name, value]) => read(name, value, notices));
	checkOrigins(resources.map(({ name, url = '' }) => [`${name}.url`, url]));
	return { resources, notices };
}
