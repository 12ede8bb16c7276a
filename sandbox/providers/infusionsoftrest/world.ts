import type { EpochMs, WorldClock } from '../../clock';
import type { JsonRecord, JsonValue } from '../../json';
import { seedWorld } from '../../seeding';
import { World, type RecordVersion, type ResourceSchema } from '../../world';
import type { Face, KeapObject } from './object';
import { KEAP_OBJECTS } from './objects';
import { formatExact, formatV1, formatV2 } from './stamps';

/** Writes an instant in the form of one version of the API. */
type FormatTime = (at: EpochMs) => string;

/** A fresh account with its old records. Same seed, same names; the dates count back from now. */
export const createInfusionsoftRestWorld = (clock: WorldClock, seed: number): World => {
	const world = new World(SCHEMAS, clock, seed);
	const counts = KEAP_OBJECTS.map(({ resource, seeded }) => ({ resource, count: seeded }));
	seedWorld(world, counts, seed + 1);
	return world;
};

/** A record as one version of the API sends it, with every field it has. */
export const writeRecord = (
	object: KeapObject,
	face: Face,
	version: RecordVersion,
	format: FormatTime,
): JsonRecord =>
	face.record({
		id: version.id,
		fields: withNumber(object, version),
		created: format(version.createdAt),
		updated: format(version.updatedAt),
		createdAt: version.createdAt,
		updatedAt: version.updatedAt,
		time: (at) => (typeof at === 'number' ? format(at) : null),
	});

/**
 * The world's own writing of a record, which is also what the platform shows of it: that of v1, which
 * the platform's connector speaks, or of v2 where v1 lacks the resource. Appointments have the two
 * dates of change here that the platform's documentation gives them and the API does not.
 */
const toSchema = (object: KeapObject): ResourceSchema => {
	const edited = object.edited.split(' ').filter((name) => name !== '');
	return {
		resource: object.resource,
		id: (index) => String(object.firstId + index),
		make: object.make,
		edit:
			edited.length === 0
				? undefined
				: (draw, fields, near) => {
						const fresh = object.make(draw, near);
						const changed = new Set([draw.pick(edited), draw.pick(edited)]);
						const changes = [...changed].map((name) => [name, fresh[name]]);
						return { ...fields, ...Object.fromEntries(changes) };
					},
		toRecord: (version, zone) => {
			const record = writeOwn(object, version, zone);
			if (object.resource !== 'appointments') return record;
			return {
				...record,
				creation_date: formatExact(version.createdAt, zone),
				modification_date: formatExact(version.updatedAt, zone),
			};
		},
		changeNumber: (record) => {
			const values = object.numberNames.map((name) => record[name]);
			return values.map(readNumber).find((number) => number !== undefined);
		},
	};
};

const SCHEMAS = KEAP_OBJECTS.map(toSchema);

const writeOwn = (object: KeapObject, version: RecordVersion, zone?: string): JsonRecord => {
	const { v1, v2 } = object;
	if (v1) return writeRecord(object, v1, version, (at) => formatV1(at, zone));
	if (v2)
		return writeRecord(object, v2, version, (at) => formatV2(at, v2.stamps ?? 'seconds', zone));
	throw new Error(`No version of the API has ${object.resource}.`);
};

const withNumber = (object: KeapObject, { fields, n }: RecordVersion): JsonRecord => {
	const { numberField } = object;
	const before = fields[numberField];
	const numbered = typeof before === 'string' ? `${before} [sandbox change ${n}]`.trim() : n;
	return { ...fields, [numberField]: numbered };
};

/** The number at the end of a text, or the value itself where it stands alone. */
const readNumber = (value: JsonValue | undefined): number | undefined => {
	if (typeof value === 'number') return value;
	const found = /(?:^|\[sandbox change )(\d+)\]?$/.exec(typeof value === 'string' ? value : '');
	return found ? Number(found[1]) : undefined;
};
