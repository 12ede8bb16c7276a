import { ConfigurationError } from '../configuration/types';
import type { ConnectorDefinition, HubConfiguration, ResourceDefinition } from './definition';

/** What the platform documents of a resource, as it is printed. @throws ConfigurationError where that is nothing */
export function hubConfigurationOf(
	definition: ConnectorDefinition,
	{ displayName, hubConfiguration }: ResourceDefinition,
): HubConfiguration {
	if (hubConfiguration) return hubConfiguration;
	throw new ConfigurationError(
		'Resources',
		`Open Connectors documents no polling of ${definition.displayName} ${displayName}. ` +
			'Choose the Provider API connection, or write a Poller Configuration JSON.',
	);
}
