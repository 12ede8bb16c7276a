import type { WorldClock } from '../../clock';
import type { JsonRecord } from '../../json';
import { seedWorld } from '../../seeding';
import { World, type Change, type ResourceSchema } from '../../world';
import { updatedAt } from './history';
import { CONSTANT_CONTACT_RESOURCES, type ConstantContactResource } from './resources';

const FIRST_SEGMENT_ID = 14;

/** A fresh account with its old records. Same seed, same names; the dates count back from now. */
export const createConstantContactWorld = (clock: WorldClock, seed: number): World => {
	const world = new World(SCHEMAS, clock, seed);
	const counts = CONSTANT_CONTACT_RESOURCES.map(({ resource, seeded }) => ({
		resource,
		count: seeded,
	}));
	seedWorld(world, counts, seed + 1);
	return world;
};

/** The contact opts out: found by `optout_after`, not by `updated_after`. */
export const unsubscribe = (world: World, contactId: string): Change =>
	world.edit('contacts', contactId, { fields: { permission_to_send: 'unsubscribed' } });

const words = (text: string): readonly string[] => text.split(/\s+/);

const toSchema = (definition: ConstantContactResource): ResourceSchema => {
	const { resource, idField, idKind, make, numberField, updated } = definition;
	const edited = words(definition.edited);
	return {
		resource,
		id: (index) => (idKind === 'number' ? String(FIRST_SEGMENT_ID + index) : toUuid(idKind, index)),
		make,
		edit: (draw, fields, near) => {
			const fresh = make(draw, near);
			const changed = new Set([draw.pick(edited), draw.pick(edited)]);
			const changes = [...changed].map((name) => [name, fresh[name] ?? null]);
			return { ...fields, ...Object.fromEntries(changes) };
		},
		toRecord: (version, zone) => {
			const text = version.fields[numberField];
			const numbered = `${typeof text === 'string' ? `${text} ` : ''}[sandbox change ${version.n}]`;
			const given = { ...version.fields, [numberField]: numbered };
			return {
				[idField]: idKind === 'number' ? Number(version.id) : version.id,
				...definition.write(version, given, zone),
				...(updated ? { [updated.field]: updated.format(updatedAt(version), zone) } : {}),
			};
		},
		changeNumber: (record) => readNumber(record[numberField]),
	};
};

const SCHEMAS = CONSTANT_CONTACT_RESOURCES.map(toSchema);

/**
 * Ids as the vendor makes them, alike but for their beginning, which tells nothing about their age:
 * multiplying by an odd number deals out all 2³² beginnings before one comes again.
 */
const toUuid = (kind: number, index: number): string => {
	const beginning = (Math.imul(index + 1, 0x9e3779b1) ^ (kind * 0x01234567)) >>> 0;
	return `${beginning.toString(16).padStart(8, '0')}-56dd-11e9-93${kind}a-fa163e6b01c1`;
};

const readNumber = (text: JsonRecord[string] | undefined): number | undefined => {
	const found = typeof text === 'string' ? /\[sandbox change (\d+)\]$/.exec(text) : null;
	return found ? Number(found[1]) : undefined;
};
