import type { ResourceConfiguration } from '../configuration/types';
import type { Zone } from '../dates/zone';
import { parseUrlTemplate, type UrlTemplate } from '../configuration/urlTemplate';

/** The url of a configuration, with the date format that a placeholder without one takes. */
export function templateOf(
	configuration: ResourceConfiguration,
	url: string,
	zone: Zone,
): UrlTemplate {
	const format = configuration.updated?.format ?? configuration.created?.format;
	return parseUrlTemplate(url, { zone, ...(format === undefined ? {} : { format }) });
}
