import type { ConnectorDefinition } from './definition';
import { insightly } from './insightly';

/** All connectors with a definition, by element key. */
export const CONNECTORS: Readonly<Record<string, ConnectorDefinition>> = {
	[insightly.key]: insightly,
};

/** The platform's connectors without a definition of their own. */
export const OTHER_CONNECTOR = 'other';
