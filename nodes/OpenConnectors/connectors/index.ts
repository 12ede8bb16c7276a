import type { ConnectorDefinition } from '../streams/definition';
import * as definitions from './definitions';
import { rest } from './rest/definition';

export { rest };

const byKey: ReadonlyMap<string, ConnectorDefinition> = new Map(
	Object.values(definitions).map((definition) => [definition.key, definition]),
);

/** All connectors of products, by element key; {@link findConnector} looks one up. */
export const CONNECTORS: Readonly<Record<string, ConnectorDefinition>> = Object.fromEntries(byKey);

/** The connector that goes by a key, any REST API among them; undefined where it has no definition. */
export function findConnector(key: string): ConnectorDefinition | undefined {
	return key === rest.key ? rest : byKey.get(key);
}

/** The platform's connectors without a definition of their own. */
export const OTHER_CONNECTOR = 'other';
