import type { EpochMs } from '../../clock';
import type { JsonRecord, JsonValue } from '../../json';
import { readListing, type Listing } from '../../listing';
import { Refusal } from '../../mount';
import { parseInstant } from '../../stamps';
import { World, type Change, type Lateness, type RecordVersion } from '../../world';
import type { ElementQuery, PlatformElement } from '../platform/element';
import { updatedAt } from './history';
import { formatZeroMilliseconds } from './stamps';

/** Names of fields in the API v2, which the platform's connector speaks, by their names in v3. */
const V2_NAMES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	campaigns: {
		campaign_id: 'id',
		name: 'name',
		updated_at: 'modified_date',
	},
	contacts: {
		contact_id: 'id',
		first_name: 'first_name',
		last_name: 'last_name',
		job_title: 'job_title',
		company_name: 'company_name',
		created_at: 'created_date',
		updated_at: 'modified_date',
	},
	lists: {
		list_id: 'id',
		name: 'name',
		description: 'description',
		created_at: 'created_date',
		updated_at: 'modified_date',
	},
};

/**
 * The platform's Constant Contact connector, in front of the same records as the API. It speaks the
 * old API v2: `id`, `modified_date` with whole seconds and `.000Z`, and `modified_since`. Whether that
 * lets in a record stamped exactly then is left open by the vendor; here it does not.
 */
export const createConstantContactElement = (world: World): PlatformElement => ({
	key: 'constantcontact',
	name: 'Constant Contact',
	hub: 'marketing',
	world: new V2View(world),
	resources: Object.keys(V2_NAMES),
	pageSize: { standard: 50, maximum: 500 },
	list: (resource, query) => list(world, resource, query),
});

/** A world's records as the API v2 shows them, for reading only. */
class V2View extends World {
	constructor(private readonly world: World) {
		super([], world.clock, 0);
	}

	override get resources(): readonly string[] {
		return this.world.resources;
	}

	override get changes(): readonly Change[] {
		return this.world.changes;
	}

	override visible(resource: string, lateness?: Lateness): RecordVersion[] {
		return this.world.visible(resource, lateness);
	}

	override toRecord(version: RecordVersion, zone?: string): JsonRecord {
		const record = this.world.toRecord(version, zone);
		const renamed = Object.entries(V2_NAMES[version.resource] ?? {}).map(
			([name, nameInV2]): [string, JsonValue] => [nameInV2, record[name] ?? null],
		);
		return {
			...Object.fromEntries(renamed),
			...(version.resource === 'contacts' ? { email_addresses: toAddresses(version) } : {}),
			...(version.resource === 'lists' ? {} : { status: statusOf(version) }),
			modified_date: formatZeroMilliseconds(updatedAt(version), zone),
		};
	}

	override changeNumber(resource: string, record: JsonRecord): number | undefined {
		return this.world.changeNumber(resource, record);
	}

	override markShown(changeNumbers: Iterable<number>): void {
		this.world.markShown(changeNumbers);
	}
}

const toAddresses = (version: RecordVersion): JsonValue => [
	{ email_address: version.fields.address, status: statusOf(version) },
];

const statusOf = ({ resource, fields }: RecordVersion): string => {
	if (resource !== 'contacts') return String(fields.current_status).toUpperCase();
	return fields.permission_to_send === 'unsubscribed' ? 'OPTOUT' : 'ACTIVE';
};

const list = (world: World, resource: string, query: ElementQuery): Listing => {
	const { conditions, skip, top, order, lateness } = query;
	const unsupported = conditions.find(
		({ name, operator }) => operator !== '=' || !['modified_since', 'status'].includes(name),
	);
	if (unsupported) {
		throw new Refusal(400, `Query parameter ${unsupported.name} is not supported.`);
	}
	const since = conditions.find(({ name }) => name === 'modified_since');
	const status = conditions.find(({ name }) => name === 'status');
	return readListing(world.visible(resource, lateness), {
		since: since && {
			instant: readInstant(since.value),
			boundary: 'exclusive',
			stampOf: (version) => Math.floor(updatedAt(version) / 1000) * 1000,
		},
		matches: status && ((version) => statusOf(version) === status.value),
		order: order ?? ((one, other) => (one.id < other.id ? -1 : 1)),
		skip,
		top,
	});
};

const readInstant = (text: string): EpochMs => {
	const instant = parseInstant(text);
	if (instant !== undefined) return instant;
	throw new Refusal(400, `modified_since cannot be read: '${text}'.`);
};
