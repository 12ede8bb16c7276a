import type { EpochMs } from '../../clock';
import { toOrder, readListing, type Listing, type ListOrder } from '../../listing';
import { Refusal } from '../../mount';
import { floorToSecond } from '../../stamps';
import type { Lateness, RecordVersion, World } from '../../world';
import { INSIGHTLY_OBJECTS, type InsightlyObject } from './objects';

/** What the vendor leaves open, as the stand-in is to decide it. */
export interface InsightlyBehaviour {
	/**
	 * `updated_after_utc` is documented as the "earliest date when a record was last updated"; whether a
	 * record stamped exactly then is returned is not. Default: it is not, the harder case for a poller.
	 */
	readonly boundary: 'exclusive' | 'inclusive';
	/** The order of results is undocumented. Default: by id, which says nothing about updates. */
	readonly order: ListOrder;
	/** `top` above 500: answered with 500 records (default) or refused with 400; undocumented. */
	readonly topAboveMaximum: 'cap' | 'refuse';
	/** The documented 10; the daily figure is the vendor's for its Professional plan. */
	readonly requestsPerSecond: number;
	readonly requestsPerDay: number;
	/** Sent with 429 when set; the vendor does not promise it. */
	readonly retryAfterSeconds?: number;
	/** Objects (by their path) the plan does not include; answered with 403. */
	readonly notInPlan: readonly string[];
}

export const INSIGHTLY_DEFAULTS: InsightlyBehaviour = {
	boundary: 'exclusive',
	order: 'id',
	topAboveMaximum: 'cap',
	requestsPerSecond: 10,
	requestsPerDay: 60_000,
	notInPlan: [],
};

export interface InsightlyQuery {
	readonly updatedAfter?: EpochMs;
	readonly field?: { readonly name: string; readonly value: string };
	readonly skip: number;
	readonly top: number;
}

/** Finds an object by its address; the vendor's server does not mind the case. */
export const findObject = (path: string): InsightlyObject | undefined =>
	INSIGHTLY_OBJECTS.find((object) => object.path.toLowerCase() === path.toLowerCase());

/** One page of an object's records, as the API and whatever stands in front of it would read it. */
export const searchInsightly = (
	world: World,
	object: InsightlyObject,
	query: InsightlyQuery,
	behaviour: Pick<InsightlyBehaviour, 'boundary' | 'order'>,
	lateness?: Lateness,
	order = toOrder(behaviour.order),
): Listing => {
	const { updatedAfter, field, skip, top } = query;
	const { boundary } = behaviour;
	return readListing(world.visible(object.resource, lateness), {
		since:
			updatedAfter === undefined
				? undefined
				: { instant: updatedAfter, boundary, stampOf: ({ updatedAt }) => floorToSecond(updatedAt) },
		matches: field && toMatch(world, object, field.name, field.value),
		order,
		skip,
		top,
	});
};

const toMatch = (
	world: World,
	object: InsightlyObject,
	name: string,
	value: string,
): ((version: RecordVersion) => boolean) => {
	const isTopLevel = object.fields.split(/\s+/).includes(name);
	if (!isTopLevel && !name.endsWith('__c')) {
		throw new Refusal(400, `The field '${name}' does not exist on ${object.path}.`);
	}
	return (version) => {
		const record = world.toRecord(version);
		if (isTopLevel) return String(record[name]) === value;
		const customFields = Array.isArray(record.CUSTOMFIELDS) ? record.CUSTOMFIELDS : [];
		return customFields.some(
			(field) => field.FIELD_NAME === name && String(field.FIELD_VALUE) === value,
		);
	};
};
