import type { JsonRecord, JsonValue } from '../../json';
import type { RecordVersion, World } from '../../world';
import type { ConstantContactBehaviour } from './behaviour';
import { trackOf, updatedAt } from './history';
import { usesEventCursors, type Page } from './page';
import { readList, type Parameters } from './parameters';
import type { ConstantContactResource } from './resources';
import { formatMilliseconds } from './stamps';

export interface Presentation {
	readonly world: World;
	readonly definition: ConstantContactResource;
	readonly behaviour: ConstantContactBehaviour;
	/** Of the query. */
	readonly parameters: Parameters;
	/** Zone of the fault "wrong zone of stamps". */
	readonly zone?: string;
}

/** The parts of a contact that come only when `include` names them. */
const SUB_RESOURCES = [
	'custom_fields',
	'list_memberships',
	'phone_numbers',
	'street_addresses',
	'taggings',
	'notes',
];

/** A record as a listing or an address of its own sends it. */
export const toRecord = (version: RecordVersion, presentation: Presentation): JsonRecord => {
	const { world, definition, behaviour, parameters, zone } = presentation;
	const { updated } = definition;
	const isMoved = version.kind === 'deleted' && behaviour.removalMovesUpdatedAt;
	const record: JsonRecord = {
		...world.toRecord(version, zone),
		...(isMoved && updated ? { [updated.field]: updated.format(version.updatedAt, zone) } : {}),
	};
	switch (definition.resource) {
		case 'contacts':
			return toContact(record, parameters, behaviour);
		case 'lists':
			return parameters.include_membership_count === undefined
				? record
				: { ...record, membership_count: countContacts(presentation, 'list_memberships', version) };
		case 'tags':
			return parameters.include_count === 'true'
				? { ...record, contacts_count: countContacts(presentation, 'taggings', version) }
				: record;
		default:
			return record;
	}
};

const toContact = (
	record: JsonRecord,
	parameters: Parameters,
	{ contactDeletedAt }: ConstantContactBehaviour,
): JsonRecord => {
	const included = readList(parameters, 'include', SUB_RESOURCES) ?? [];
	const left = SUB_RESOURCES.filter((name) => !included.includes(name));
	return Object.fromEntries(
		Object.entries(record)
			.filter(([name]) => !left.includes(name))
			.map(([name, value]) => [
				name,
				name === 'deleted_at' && contactDeletedAt === 'day' ? String(value).slice(0, 10) : value,
			]),
	);
};

const countContacts = (
	{ world, parameters }: Presentation,
	field: string,
	{ id }: RecordVersion,
): number =>
	world.visible('contacts').filter(({ fields }) => {
		const members = fields[field];
		const isCounted =
			parameters.include_membership_count !== 'active' ||
			fields.permission_to_send !== 'unsubscribed';
		return isCounted && Array.isArray(members) && members.includes(id);
	}).length;

/** What only the address of a single event tells. */
export const toEvent = (version: RecordVersion, presentation: Presentation): JsonRecord => {
	const { start_time: start, end_time: end, ...record } = toRecord(version, presentation);
	const { zone } = presentation;
	return {
		...record,
		campaign_id: version.id,
		event_start: start,
		event_end: end,
		create_time: formatMilliseconds(version.createdAt, zone),
		last_update_time: formatMilliseconds(updatedAt(version), zone),
		...(version.kind === 'deleted'
			? { deleted_time: formatMilliseconds(version.updatedAt, zone) }
			: {}),
		default_track: { track_id: trackOf(version.id) },
	};
};

/** The body of a listing. `path` is that of the resource as links are to name it. */
export const toListing = (
	page: Page,
	records: readonly JsonRecord[],
	definition: ConstantContactResource,
	path: string,
): JsonRecord => {
	const { envelope, resource } = definition;
	const { next, previous, total, limit, parameters } = page;
	if (usesEventCursors(definition)) {
		const toLink = (name: string, cursor?: string): JsonRecord =>
			cursor === undefined ? {} : { [name]: { href: `${path}?limit=${limit}&${name}=${cursor}` } };
		const links = { ...toLink('next', next), ...toLink('prev', previous) };
		return {
			total_records: total,
			next_cursor: next ?? null,
			prev_cursor: previous ?? null,
			_links: Object.keys(links).length > 0 ? { self: { href: path }, ...links } : null,
			[envelope]: records,
		};
	}
	const href = next === undefined ? null : `${path}?limit=${limit}&cursor=${next}`;
	return {
		[envelope]: records,
		...(parameters.include_count === 'true' && ['contacts', 'lists'].includes(resource)
			? { [`${envelope}_count`]: total }
			: {}),
		...toNextLink(resource, href),
	};
};

/** Tags nest the link once more; segments, tags and reports name a next page even where there is none. */
const toNextLink = (resource: string, href: string | null): JsonRecord => {
	const link = (next: JsonValue): JsonRecord => ({ _links: { next } });
	if (resource === 'tags') return link({ next: { href } });
	if (href === null && !['segments', 'campaign-summaries'].includes(resource)) return {};
	return link({ href });
};
