import type { RecordVersion } from '../../world';
import type { ConstantContactBehaviour } from './behaviour';
import { stampOf } from './filters';
import type { Parameters } from './parameters';
import { invalid } from './refusal';
import type { ConstantContactResource } from './resources';

/** Where a record stands in a list; records of the same key follow by id. */
export interface Rank {
	readonly key: string | number;
	readonly id: string;
}

export interface Order {
	rankOf(version: RecordVersion): Rank;
	compare(one: Rank, other: Rank): number;
}

/** The documented order of a resource, or where there is none, the one that was chosen. */
export const toOrder = (
	definition: ConstantContactResource,
	parameters: Parameters,
	behaviour: ConstantContactBehaviour,
): Order => {
	const updated = (version: RecordVersion) => stampOf(version, definition, behaviour);
	const { sort_by: sortBy, sort_order: sortOrder = 'ASC' } = parameters;
	switch (definition.resource) {
		case 'segments':
			if (sortBy === 'name') return by(({ fields }) => String(fields.name), 1);
			if (sortBy === undefined || sortBy === 'date') return by(updated, -1);
			throw invalid(`sort_by does not have a valid value: '${sortBy}'.`);
		case 'campaign-summaries':
			return by(updated, -1);
		case 'events':
		case 'registrations':
			if (sortBy !== undefined) {
				return by((version) => toEventKey(version, sortBy, updated), sortOrder === 'DESC' ? -1 : 1);
			}
	}
	switch (behaviour.order) {
		case 'id':
			return by(() => 0, 1);
		case 'updated':
			return by(updated, 1);
		case 'newest':
			return by(updated, -1);
	}
};

const toEventKey = (
	version: RecordVersion,
	sortBy: string,
	updated: (version: RecordVersion) => number,
): string | number => {
	if (sortBy === 'created_time') return version.createdAt;
	if (sortBy === 'updated_time') return updated(version);
	return String(version.fields[sortBy] ?? '');
};

const by = (keyOf: (version: RecordVersion) => string | number, direction: 1 | -1): Order => ({
	rankOf: (version) => ({ key: keyOf(version), id: version.id }),
	compare: (one, other) =>
		direction * compareValues(one.key, other.key) || compareValues(one.id, other.id),
});

const compareValues = (one: string | number, other: string | number): number => {
	if (one === other) return 0;
	return one < other ? -1 : 1;
};
