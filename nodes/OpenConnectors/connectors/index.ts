import type { ConnectorDefinition, ResourceDefinition } from './definition';
import { insightly } from './insightly';

/** All connectors with a definition, by element key. */
export const CONNECTORS: Readonly<Record<string, ConnectorDefinition>> = {
	[insightly.key]: insightly,
};

/** The platform's connectors without a definition of their own. */
export const OTHER_CONNECTOR = 'other';

/** The resource of a connector that goes by a name in hub urls and configurations. */
export function findResource(
	definition: ConnectorDefinition,
	name: string,
): ResourceDefinition | undefined {
	return definition.resources.find(
		(resource) => resource.name === name || resource.hubAliases?.includes(name),
	);
}
