import { parsePollerConfiguration } from '../configuration/parse';
import type { ResourceConfiguration } from '../configuration/types';
import type { ConnectorDefinition, ResourceDefinition } from './definition';
import { hubConfigurationOf } from './hubConfiguration';

/** The platform's documented configuration of a resource. @throws ConfigurationError where there is none */
export function documentedConfiguration(
	definition: ConnectorDefinition,
	resource: ResourceDefinition,
): ResourceConfiguration {
	const hubConfiguration = hubConfigurationOf(definition, resource);
	return parsePollerConfiguration({ [resource.name]: hubConfiguration }).resources[0];
}
