import type { JsonRecord, JsonValue } from '../../json';
import { formatIsoSeconds, parseInstant } from '../../stamps';
import type { RecordVersion } from '../../world';
import { CHANGE_FIELD, CHANGE_FIELD_BY_NAME } from './entities';
import { formatKey, parseKey } from './keys';
import type { MaximizerResource } from './resources';

/**
 * A record with every field in its plainest form: keys as text, instants in ISO 8601. Absent fields are
 * left out. In a zone other than UTC the wall time there is written and still marked `Z`.
 */
export const toPlainRecord = (
	resource: MaximizerResource,
	version: RecordVersion,
	zone = 'UTC',
): JsonRecord => {
	const { entity } = resource;
	const stamped: JsonRecord = {
		...version.fields,
		...derive(resource, version),
		Key: version.id,
		...(entity.created ? { [entity.created]: formatIsoSeconds(version.createdAt) } : {}),
		...(entity.updated ? { [entity.updated]: formatIsoSeconds(version.updatedAt) } : {}),
		[CHANGE_FIELD]: version.n,
	};
	return Object.fromEntries(
		entity.fields.flatMap(({ name, type }): [string, JsonValue][] => {
			const value = stamped[name];
			if (value === undefined || value === null) return [];
			return [[name, type === 'dateTime' ? inZone(value, zone) : value]];
		}),
	);
};

/** Rewrites an instant for a zone, keeping the `Z` that then is not true. */
export const inZone = (value: JsonValue, zone: string): JsonValue => {
	if (zone === 'UTC' || typeof value !== 'string') return value;
	const at = parseInstant(value);
	return at === undefined ? value : formatIsoSeconds(at, zone);
};

/** Writes the number of the change into the texts chosen for it. */
export const withNumber = (
	{ numbered }: MaximizerResource,
	record: JsonRecord,
	n: number,
): JsonRecord => {
	const marked = numbered
		.split(' ')
		.filter((name) => typeof record[name] === 'string')
		.map((name): [string, string] => [name, `${String(record[name])} [sandbox change ${n}]`]);
	return { ...record, ...Object.fromEntries(marked) };
};

const NUMBER_AT_END = /\[sandbox change (\d+)\]$/;

/** The number of the change a record shows: from the user-defined field, or else from any of its texts. */
export const readNumber = (record: JsonRecord): number | undefined => {
	const own = record[CHANGE_FIELD] ?? record[CHANGE_FIELD_BY_NAME];
	if (typeof own === 'number') return own;
	for (const value of Object.values(record)) {
		const found = typeof value === 'string' ? NUMBER_AT_END.exec(value) : null;
		if (found) return Number(found[1]);
	}
	return undefined;
};

/** What the server makes of other fields. */
const derive = ({ entity, type }: MaximizerResource, version: RecordVersion): JsonRecord => {
	const { fields } = version;
	switch (entity.name) {
		case 'AbEntry': {
			const displayName = type === 'Company' ? (fields.CompanyName ?? '') : fullName(fields);
			return {
				...ownAddress(version),
				FullName: displayName,
				DisplayValue: displayName,
				ParentKey: type === 'Contact' ? parentKey(version.id) : null,
				Phone: fields.Phone1 ?? null,
				Email: fields.Email1 ?? null,
			};
		}
		case 'Lead':
			return { ...ownAddress(version), FullName: fullName(fields), DisplayValue: fullName(fields) };
		case 'Opportunity':
			return { DisplayValue: fields.Objective ?? '' };
		case 'Case':
			return { DisplayValue: `${String(fields.CaseNumber)} ${String(fields.Subject)}` };
		case 'User':
			return { Email: fields.Email1 ?? null };
		default:
			return {};
	}
};

const fullName = (fields: JsonRecord): string =>
	`${String(fields.LastName)}, ${String(fields.FirstName)}`;

const parentKey = (key: string): string | null => {
	const parts = parseKey(key);
	return parts ? formatKey({ ...parts, number: '0' }) : null;
};

/**
 * The address with its own key and stamps. These are true UTC, whatever zone the record's own are in: so
 * the vendor's sample of an updated lead shows them (maximizercrm/webhooks, payload collection).
 */
const ownAddress = ({ id, fields, createdAt, updatedAt }: RecordVersion): JsonRecord => {
	const { Address: address } = fields;
	const parts = parseKey(id);
	if (!isRecord(address) || !parts) return {};
	return {
		Address: {
			Key: formatKey({ ...parts, word: 'Address' }),
			...address,
			CreationDate: formatIsoSeconds(createdAt),
			LastModifyDate: formatIsoSeconds(updatedAt),
		},
	};
};

export const isRecord = (value: unknown): value is JsonRecord =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
