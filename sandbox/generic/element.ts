import {
	findResource,
	pathOf,
	type ConnectorDefinition,
	type ResourceDefinition,
} from '../../nodes/OpenConnectors/streams/definition';
import { Refusal } from '../mount';
import type { PlatformElement } from '../providers/platform/element';
import type { Settings } from '../settings';
import { parseInstant } from '../stamps';
import type { World } from '../world';
import { filtersOf, readList, type ListBehaviour } from './lists';

/** The platform's connector, in front of the same records: the resources that it documents, by their names there. */
export function toElement(
	definition: ConnectorDefinition,
	documented: readonly ResourceDefinition[],
	world: World,
	behaviour: Settings<ListBehaviour>,
): PlatformElement {
	const { key, displayName, hub } = definition;
	const sizes = documented.map(({ pageSize = 200 }) => pageSize);
	return {
		key,
		name: displayName,
		hub,
		world,
		resources: documented.map(nameInHub),
		inWorld: (name) => findResource(definition, name)?.name ?? name,
		pageSize: { standard: Math.max(...sizes), maximum: Math.max(...sizes) },
		list: (name, { conditions, ...query }) => {
			const [resource] = documented.filter((candidate) => nameInHub(candidate) === name);
			const filters = filtersOf(resource);
			const isSince = (field: string) => resource.hubSince?.includes(field) === true;
			const odd = conditions.find(
				(condition) =>
					condition.operator !== '=' ||
					!(isSince(condition.name) || filters.includes(condition.name)),
			);
			if (odd) throw new Refusal(400, `${odd.name} ${odd.operator} is no filter.`);
			const bounds = conditions.filter((condition) => isSince(condition.name));
			const since = bounds.map(({ value }) => parseInstant(value))[0];
			if (since === undefined && bounds.length > 0)
				throw new Refusal(400, `${bounds[0].name} cannot be read: '${bounds[0].value}'.`);
			const equalities = conditions
				.filter((condition) => !isSince(condition.name))
				.map(({ name: field, value }) => [field, value] as const);
			const list = { resource, list: resource, isOfDeletions: false };
			return readList(world, list, { ...query, since, equalities }, behaviour.current);
		},
	};
}

/** `incidents` of `/hubs/helpdesk/incidents?…` */
const nameInHub = ({ name, hubConfiguration }: ResourceDefinition): string =>
	pathOf({ url: String(hubConfiguration?.url ?? name) })
		.split('/')
		.slice(-1)[0];
