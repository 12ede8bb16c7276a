import { checkSettings } from './checkSettings';
import { datesOf } from './dateSettings';
import type { ResourceConfiguration } from './types';
import { optional } from './value';

/**
 * Reads one entry of `event.poller.configuration`, written in the whole language.
 *
 * @throws ConfigurationError
 */
export function readWholeResource(name: string, value: unknown): ResourceConfiguration {
	const settings = checkSettings(name, value);
	const { idField, pollDelay } = settings;
	return {
		name,
		...optional('url', settings.url),
		...optional('idField', typeof idField === 'string' ? idField : undefined),
		...datesOf(settings.datesConfiguration),
		...optional('filterByUpdatedDate', settings.filterByUpdatedDate),
		...optional('volatile', settings.volatile),
		...optional('pageSize', settings.pageSize),
		...optional('pollDelaySeconds', pollDelay),
		settings,
	};
}
