import { parsePollerConfiguration } from '../configuration/parse';
import { ConfigurationError, type ResourceConfiguration } from '../configuration/types';
import type { ConnectorDefinition, ResourceDefinition } from './definition';

/** The platform's documented configuration of a resource. @throws ConfigurationError where there is none */
export function documentedConfiguration(
	definition: ConnectorDefinition,
	resource: ResourceDefinition,
): ResourceConfiguration {
	if (!resource.hubConfiguration) {
		throw new ConfigurationError(
			'Resources',
			`Open Connectors documents no polling of ${definition.displayName} ${resource.displayName}. ` +
				'Choose the Provider API connection, or write a Poller Configuration JSON.',
		);
	}
	return parsePollerConfiguration({ [resource.name]: resource.hubConfiguration }).resources[0];
}
