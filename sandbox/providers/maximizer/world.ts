import type { WorldClock } from '../../clock';
import type { JsonRecord } from '../../json';
import { seedWorld } from '../../seeding';
import { type Lateness, type RecordVersion, type ResourceSchema, World } from '../../world';
import { readNumber, toPlainRecord, withNumber } from './records';
import { ADDRESS_BOOK, MAXIMIZER_RESOURCES, type MaximizerResource } from './resources';

/** Reads companies, individuals and contacts together as `addressbook-entries`; changes name the kind. */
class MaximizerWorld extends World {
	override visible(
		resource: string,
		lateness?: Lateness,
		removed?: 'gone' | 'kept',
	): RecordVersion[] {
		const kinds = resource === ADDRESS_BOOK ? ADDRESS_BOOK_KINDS : [resource];
		return kinds.flatMap((kind) => super.visible(kind, lateness, removed));
	}

	override changeNumber(resource: string, record: JsonRecord): number | undefined {
		return resource === ADDRESS_BOOK ? readNumber(record) : super.changeNumber(resource, record);
	}
}

const ADDRESS_BOOK_KINDS = MAXIMIZER_RESOURCES.filter(({ type }) => type !== undefined).map(
	({ resource }) => resource,
);

/** A fresh address book with its old records. Same seed, same names; the dates count back from now. */
export const createMaximizerWorld = (clock: WorldClock, seed: number): World => {
	const world = new MaximizerWorld(SCHEMAS, clock, seed);
	const counts = MAXIMIZER_RESOURCES.map(({ resource, seeded }) => ({ resource, count: seeded }));
	seedWorld(world, counts, seed + 1);
	return world;
};

const toSchema = (resource: MaximizerResource): ResourceSchema => {
	const edited = resource.edited.split(' ').filter((name) => name !== '');
	return {
		resource: resource.resource,
		id: (index) => resource.id(index),
		make: resource.make,
		edit:
			edited.length === 0
				? undefined
				: (draw, fields, near) => {
						const fresh = resource.make(draw, near);
						const changed = new Set([draw.pick(edited), draw.pick(edited), 'ModifiedBy']);
						const changes = [...changed]
							.filter((name) => name in fresh)
							.map((name) => [name, fresh[name]]);
						return { ...fields, ...Object.fromEntries(changes) };
					},
		toRecord: (version, zone) =>
			withNumber(resource, toPlainRecord(resource, version, zone), version.n),
		changeNumber: readNumber,
	};
};

const SCHEMAS = MAXIMIZER_RESOURCES.map(toSchema);
