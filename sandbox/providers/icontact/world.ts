import type { WorldClock } from '../../clock';
import type { JsonRecord } from '../../json';
import { seedWorld } from '../../seeding';
import { World, type ResourceSchema } from '../../world';
import { formatStamp } from './eastern';
import {
	CHANGE_FIELD,
	ICONTACT_RESOURCES,
	stampedAt,
	words,
	type IContactResource,
} from './resources';

/** One seeded contact in this many is on no list. */
const UNLISTED_EVERY = 7;
const DAY_MS = 86_400_000;

/** A fresh account with its old records. Same seed, same names; the dates count back from now. */
export const createIContactWorld = (clock: WorldClock, seed: number): World => {
	const world = new World(SCHEMAS, clock, seed);
	const counts = ICONTACT_RESOURCES.map(({ resource, seeded }) => ({ resource, count: seeded }));
	seedWorld(world, counts, seed + 1);
	const at = clock.now() - DAY_MS;
	world
		.ids('contacts')
		.filter((_id, index) => index % UNLISTED_EVERY === 3)
		.forEach((id) => world.edit('contacts', id, { fields: { listId: null }, at }));
	world.settle();
	return world;
};

const toSchema = (object: IContactResource): ResourceSchema => {
	const names = words(object.fields);
	const edited = words(object.edited);
	return {
		resource: object.resource,
		id: object.idOf,
		make: object.make,
		edit:
			edited.length === 0
				? undefined
				: (draw, fields, near) => {
						const fresh = object.make(draw, near);
						const changed = new Set([draw.pick(edited), draw.pick(edited)]);
						const changes = [...changed].map((name) => [name, fresh[name] ?? null]);
						return { ...fields, ...Object.fromEntries(changes) };
					},
		toRecord: (version, zone) => {
			const stamps = Object.entries(object.stamps).map(([name, stamp]) => [
				name,
				formatStamp(stampedAt(version, stamp), stamp.style, zone),
			]);
			const record: JsonRecord = {
				...version.fields,
				...object.keys(version.id),
				...Object.fromEntries(stamps),
				...(version.kind === 'deleted' ? { status: 'deleted' } : {}),
				[object.numberField]: writeNumber(object, version.fields, version.n),
			};
			return Object.fromEntries(names.map((name) => [name, record[name] ?? null]));
		},
		changeNumber: (record) => readNumber(object, record),
	};
};

const SCHEMAS = ICONTACT_RESOURCES.map(toSchema);

const writeNumber = ({ numberField }: IContactResource, fields: JsonRecord, n: number): string => {
	if (numberField === CHANGE_FIELD) return String(n);
	const before = fields[numberField];
	return `${typeof before === 'string' ? before : ''} [sandbox change ${n}]`.trim();
};

const readNumber = ({ numberField }: IContactResource, record: JsonRecord): number | undefined => {
	const text = String(record[numberField]);
	const found = /^(\d+)$/.exec(text) ?? /\[sandbox change (\d+)\]$/.exec(text);
	return found ? Number(found[1]) : undefined;
};
