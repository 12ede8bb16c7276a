import { versionDateOf, type ResourceConfiguration } from '../configuration/types';
import { formatDigits } from '../core/digits';
import { hash53 } from '../core/fingerprint';
import type { StreamParameters } from './stream';

/**
 * Names what is polled and how it is read; another name means a new baseline. Page size, lookback
 * and limits may change without one.
 *
 * @param native what distinguishes lists of one configuration
 */
export function keyOf(
	parameters: StreamParameters,
	configuration: ResourceConfiguration,
	native: readonly string[],
): string {
	const { connector, connection, start, zone, variables } = parameters;
	const { name, url, idField, created } = configuration;
	const version = versionDateOf(configuration);
	const polled = [connector, connection, name, url, native, idField, version, created];
	const chosen = [start, zone.name, Object.entries(variables).sort()];
	return formatDigits(hash53(JSON.stringify([polled, chosen])));
}
