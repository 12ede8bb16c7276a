import { constantcontact } from './constantcontact';
import type { ConnectorDefinition, ResourceDefinition } from './definition';
import { icontact } from './icontact';
import { infusionsoftrest } from './infusionsoftrest';
import { insightly } from './insightly';
import { maximizer } from './maximizer';

/** All connectors with a definition, by element key. */
export const CONNECTORS: Readonly<Record<string, ConnectorDefinition>> = {
	[constantcontact.key]: constantcontact,
	[icontact.key]: icontact,
	[infusionsoftrest.key]: infusionsoftrest,
	[insightly.key]: insightly,
	[maximizer.key]: maximizer,
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
