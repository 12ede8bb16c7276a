import { datesOf } from '../../nodes/OpenConnectors/configuration/dateSettings';
import type { DateSetting } from '../../nodes/OpenConnectors/configuration/types';
import { parseFieldPath } from '../../nodes/OpenConnectors/core/fieldPath';
import { compileDateFormat } from '../../nodes/OpenConnectors/dates/dateFormat';
import { parseZone, UTC } from '../../nodes/OpenConnectors/dates/zone';
import type { ResourceDefinition } from '../../nodes/OpenConnectors/streams/definition';
import type { EpochMs } from '../clock';
import type { JsonRecord, JsonValue } from '../json';
import type { Draw } from '../random';
import { toWall } from '../stamps';
import type { ResourceSchema, Surroundings } from '../world';

/** What a record of a resource looks like, beside what its definition says. */
export interface Sample {
	/** How many old records a fresh account holds. */
	readonly seeded: number;
	/** Id of the record made as number `index` from 0; digits are sent as a number. Absent: 1001 and so on. */
	readonly id?: (index: number) => string;
	/** The fields of a new record, without id and dates. An edit draws some of them anew. */
	readonly make: (draw: Draw, near: Surroundings) => JsonRecord;
}

/** Field that holds the number of the change a record shows. */
export const CHANGE_FIELD = 'sandbox_change';

const FIRST_ID = 1001;

/** Writes ids, dates and traces of deletions where the definition reads them. */
export function toSchema(resource: ResourceDefinition, sample: Sample): ResourceSchema {
	const { name, idField, datesConfiguration, deletions, deleted } = resource;
	if (typeof idField !== 'string') throw new Error(`The id of ${name} has several fields.`);
	const { updated, created } = datesOf(datesConfiguration);
	const deletedAt = datesOf(deletions?.datesConfiguration).updated;
	const isEditable = updated?.field !== created?.field;
	return {
		resource: name,
		id: sample.id ?? ((index) => String(FIRST_ID + index)),
		make: sample.make,
		...(isEditable ? { edit: editOf(sample) } : {}),
		toRecord: (version, zone) => {
			const isDeleted = version.kind === 'deleted';
			return withValues(version.fields, [
				[idField, toId(version.id)],
				[created?.field, created && stamp(version.createdAt, created, zone)],
				[updated?.field, updated && stamp(version.updatedAt, updated, zone)],
				[
					deletedAt?.field,
					deletedAt && isDeleted ? stamp(version.updatedAt, deletedAt, zone) : undefined,
				],
				[deleted?.field, deleted && isDeleted ? (deleted.values?.[0] ?? true) : undefined],
				[CHANGE_FIELD, version.n],
			]);
		},
		changeNumber: (record) => {
			const number = record[CHANGE_FIELD];
			return typeof number === 'number' ? number : undefined;
		},
	};
}

const editOf =
	({ make }: Sample): ResourceSchema['edit'] =>
	(draw, fields, near) => {
		const fresh = make(draw, near);
		const names = Object.keys(fresh);
		const changed = [draw.pick(names), draw.pick(names)];
		return { ...fields, ...Object.fromEntries(changed.map((name) => [name, fresh[name]])) };
	};

const toId = (id: string): JsonValue => (/^\d+$/.test(id) ? Number(id) : id);

/** @param stampZone zone whose wall time is passed off as the right one: the fault "wrong zone of stamps" */
function stamp(at: EpochMs, { format, timezone }: DateSetting, stampZone = 'UTC'): JsonValue {
	const zone = parseZone(timezone ?? '') ?? UTC;
	const text = compileDateFormat(format).format(toWall(at, stampZone), zone);
	return /^(milli)?seconds$/.test(format) ? Number(text) : text;
}

type Value = readonly [path: string | undefined, value: JsonValue | undefined];

/** An object with values at paths such as `a.b`; what has no path or no value is left out. */
export const withValues = (object: JsonRecord, values: readonly Value[]): JsonRecord =>
	values.reduce<JsonRecord>(
		(whole, [path, value]) =>
			path === undefined || value === undefined
				? whole
				: withValueAt(whole, parseFieldPath(path), value),
		object,
	);

function withValueAt(object: JsonRecord, path: readonly string[], value: JsonValue): JsonRecord {
	const [step, ...rest] = path;
	const inner = object[step];
	return {
		...object,
		[step]: rest.length === 0 ? value : withValueAt(isObject(inner) ? inner : {}, rest, value),
	};
}

const isObject = (value: JsonValue | undefined): value is JsonRecord =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
