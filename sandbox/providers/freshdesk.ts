import type { WorldClock } from '../clock';
import type { JsonRecord } from '../json';
import { readListing } from '../listing';
import { Refusal } from '../mount';
import type { Draw } from '../random';
import { seedWorld } from '../seeding';
import { floorToSecond, formatIsoSeconds, parseInstant } from '../stamps';
import { World, type RecordVersion, type ResourceSchema } from '../world';
import type { PlatformElement } from './platform/element';
import type { Condition } from './platform/where';

/** Custom field of a ticket that holds the number of the change a record shows. */
const CHANGE_FIELD = 'cf_sandbox_change';
const SEEDED = 25;
const DAY_MS = 86_400_000;

/**
 * The polling configuration of the platform's Freshdesk connector for incidents, word for word from
 * https://github.com/cloud-elements/devportal/blob/master/docs/elements/freshdesk/events.md
 */
export const FRESHDESK_CONFIGURATION = {
	url: "/hubs/helpdesk/incidents?where=updated_since='${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}'",
	idField: 'id',
	datesConfiguration: {
		updatedDateField: 'updated_at',
		updatedDateFormat: "yyyy-MM-dd'T'HH:mm:ssXXX",
		createdDateField: 'created_at',
		createdDateFormat: "yyyy-MM-dd'T'HH:mm:ssXXX",
	},
};

const SUBJECTS = [
	'Cannot sign in',
	'Invoice shows the wrong address',
	'Parcel has not arrived',
	'Printer reports error 49',
	'Request for a second licence',
];

/** Tickets as the Freshdesk API v2 describes them (https://developers.freshdesk.com/api/#tickets). */
const makeTicket = (draw: Draw): JsonRecord => ({
	subject: draw.pick(SUBJECTS),
	description_text: `${draw.pick(SUBJECTS)}. Please call back on +1 555 ${draw.digits(7)}.`,
	status: draw.int(2, 5),
	priority: draw.int(1, 4),
	source: draw.pick([1, 2, 3, 7]),
	type: draw.pick(['Question', 'Incident', 'Problem', null]),
	requester_id: draw.int(43_000_000, 43_000_040),
	responder_id: draw.int(71_000_000, 71_000_003),
	company_id: null,
	tags: draw.chance(0.3) ? ['vip'] : [],
	spam: false,
	is_escalated: false,
});

const isNumberedFields = (value: unknown): value is { readonly [CHANGE_FIELD]: number } =>
	typeof value === 'object' && value !== null && CHANGE_FIELD in value;

const TICKETS: ResourceSchema = {
	resource: 'incidents',
	id: (index) => String(1001 + index),
	make: makeTicket,
	edit: (draw, fields) => {
		const { status, priority, tags } = makeTicket(draw);
		return { ...fields, status, priority, tags };
	},
	toRecord: ({ id, n, fields, createdAt, updatedAt }, zone) => ({
		id: Number(id),
		...fields,
		due_by: formatIsoSeconds(createdAt + 3 * DAY_MS, zone),
		custom_fields: { [CHANGE_FIELD]: n },
		created_at: formatIsoSeconds(createdAt, zone),
		updated_at: formatIsoSeconds(updatedAt, zone),
	}),
	changeNumber: ({ custom_fields: customFields }) =>
		isNumberedFields(customFields) ? customFields[CHANGE_FIELD] : undefined,
};

const SCHEMAS = [TICKETS];

export const createFreshdeskWorld = (clock: WorldClock, seed: number): World => {
	const world = new World(SCHEMAS, clock, seed);
	seedWorld(world, [{ resource: 'incidents', count: SEEDED }], seed + 1);
	return world;
};

/**
 * The platform's Freshdesk connector (`freshdeskv2`), helpdesk hub. Tickets come newest first, as the
 * vendor documents; `updated_since` lets in a ticket stamped exactly then, which the vendor leaves open.
 */
export const createFreshdeskElement = (world: World): PlatformElement => ({
	key: 'freshdeskv2',
	name: 'Freshdesk V2',
	hub: 'helpdesk',
	world,
	resources: ['incidents'],
	pageSize: { standard: 30, maximum: 100 },
	list: (resource, { conditions, skip, top, order, lateness }) => {
		const instant = readSince(conditions);
		const equalities = conditions.filter(({ name }) => name !== 'updated_since');
		return readListing(world.visible(resource, lateness), {
			since:
				instant === undefined
					? undefined
					: {
							instant,
							boundary: 'inclusive',
							stampOf: ({ updatedAt }) => floorToSecond(updatedAt),
						},
			matches: equalities.length > 0 ? toMatch(world, equalities) : undefined,
			order: order ?? ((one, other) => other.createdAt - one.createdAt),
			skip,
			top,
		});
	},
});

const FILTERS = ['requester_id', 'company_id', 'status', 'priority'];

const readSince = (conditions: readonly Condition[]): number | undefined => {
	const unsupported = conditions.find(({ operator }) => operator !== '=');
	if (unsupported) throw new Refusal(400, `Unsupported operator ${unsupported.operator}`);
	const unknown = conditions.find(
		({ name }) => name !== 'updated_since' && !FILTERS.includes(name),
	);
	if (unknown) throw new Refusal(400, `Validation failed: invalid field ${unknown.name}`);
	const since = conditions.find(({ name }) => name === 'updated_since');
	if (!since) return undefined;
	const instant = parseInstant(since.value);
	if (instant !== undefined) return instant;
	throw new Refusal(400, `Validation failed: updated_since '${since.value}' is no date-time`);
};

const toMatch =
	(world: World, equalities: readonly Condition[]) =>
	(version: RecordVersion): boolean => {
		const record = world.toRecord(version);
		return equalities.every(({ name, value }) => String(record[name]) === value);
	};
