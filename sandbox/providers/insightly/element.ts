import { Refusal } from '../../mount';
import type { Settings } from '../../settings';
import { parseInstant } from '../../stamps';
import type { World } from '../../world';
import { INSIGHTLY_OBJECTS, type InsightlyObject } from './objects';
import { searchInsightly, type InsightlyBehaviour, type InsightlyQuery } from './search';
import type { PlatformElement } from '../platform/element';
import type { Condition } from '../platform/where';

/** The resources the platform's Insightly connector is documented to poll. */
const RESOURCES = ['contacts', 'accounts', 'leads', 'opportunities'];

/** The platform's Insightly connector, in front of the same records as the API. */
export const createInsightlyElement = (
	world: World,
	behaviour: Settings<InsightlyBehaviour>,
): PlatformElement => ({
	key: 'insightly',
	name: 'Insightly',
	hub: 'crm',
	world,
	resources: RESOURCES,
	pageSize: { standard: 200, maximum: 500 },
	list: (resource, { conditions, skip, top, order, lateness }) =>
		searchInsightly(
			world,
			objectOf(resource),
			{ ...toFilters(conditions), skip, top },
			behaviour.current,
			lateness,
			order,
		),
});

const objectOf = (resource: string): InsightlyObject => {
	const found = INSIGHTLY_OBJECTS.find((object) => object.resource === resource);
	if (found) return found;
	throw new Refusal(404, `No resource '${resource}'.`);
};

/** `updated_after_utc` becomes the parameter of that name, one equality becomes `field_name` and `field_value`. */
const toFilters = (
	conditions: readonly Condition[],
): Pick<InsightlyQuery, 'updatedAfter' | 'field'> => {
	const since = conditions.filter(({ name }) => name === 'updated_after_utc');
	const fields = conditions.filter(({ name }) => name !== 'updated_after_utc');
	const unsupported = conditions.find(({ operator }) => operator !== '=');
	if (unsupported) {
		throw new Refusal(400, `The operator ${unsupported.operator} is not supported.`);
	}
	if (since.length > 1 || fields.length > 1) {
		throw new Refusal(400, 'Only one field can be searched besides updated_after_utc.');
	}
	const updatedAfter = since.length > 0 ? parseInstant(since[0].value) : undefined;
	if (since.length > 0 && updatedAfter === undefined) {
		throw new Refusal(400, `updated_after_utc cannot be read: '${since[0].value}'.`);
	}
	return { updatedAfter, field: fields[0] };
};
