import { constantcontact } from './constantcontact/definition';
import type { ConnectorDefinition } from '../streams/definition';
import { icontact } from './icontact/definition';
import { infusionsoftrest } from './infusionsoftrest/definition';
import { insightly } from './insightly/definition';
import { maximizer } from './maximizer/definition';

/** All connectors with a definition, by element key; {@link findConnector} looks one up. */
export const CONNECTORS: Readonly<Record<string, ConnectorDefinition>> = {
	[constantcontact.key]: constantcontact,
	[icontact.key]: icontact,
	[infusionsoftrest.key]: infusionsoftrest,
	[insightly.key]: insightly,
	[maximizer.key]: maximizer,
};

const byKey: ReadonlyMap<string, ConnectorDefinition> = new Map(Object.entries(CONNECTORS));

/** The connector that goes by a key; undefined where it has no definition. */
export function findConnector(key: string): ConnectorDefinition | undefined {
	return byKey.get(key);
}

/** The platform's connectors without a definition of their own. */
export const OTHER_CONNECTOR = 'other';
