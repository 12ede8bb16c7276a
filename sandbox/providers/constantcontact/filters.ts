import type { EpochMs } from '../../clock';
import type { SinceFilter } from '../../listing';
import { hashToUnit } from '../../random';
import type { RecordVersion } from '../../world';
import type { ConstantContactBehaviour } from './behaviour';
import { optedOutAt, updatedAt } from './history';
import { readInstant, readList, type Parameters } from './parameters';
import { invalid } from './refusal';
import type { ConstantContactResource } from './resources';

/** Which records of a resource a request is for. */
export interface Filter {
	readonly since?: SinceFilter;
	readonly matches?: (version: RecordVersion) => boolean;
	readonly removed: 'gone' | 'kept';
}

type Condition = (version: RecordVersion) => boolean;

const CONTACT_STATUSES = [
	'all',
	'active',
	'deleted',
	'not_set',
	'pending_confirmation',
	'temp_hold',
	'unsubscribed',
];
const SMS_STATUSES = ['all', 'explicit', 'unsubscribed', 'pending_confirmation', 'not_set'];
const LIST_STATUSES = ['all', 'active', 'deleted'];
const MAXIMUM_LISTS = 25;
const MAXIMUM_TAGS = 50;
const ACTIVITIES_KEPT_MS = 10 * 86_400_000;

/** The filters each resource has; anything else in a query is unknown. */
export const FILTERS: Readonly<Record<string, readonly string[]>> = {
	contacts: [
		...['updated_after', 'updated_before', 'created_after', 'created_before'],
		...['optout_after', 'optout_before', 'status', 'sms_status', 'lists', 'tags', 'email'],
		...['segment_id', 'include', 'include_count'],
	],
	lists: [
		...['status', 'name', 'channel_type', 'include_count', 'include_membership_count'],
		'include_sms_membership_count',
	],
	tags: ['include_count'],
	segments: ['sort_by'],
	campaigns: ['after_date', 'before_date'],
	events: ['event_status', 'search_text', 'sort_by', 'sort_order', 'next', 'prev'],
	registrations: [
		...['registration_status', 'payment_status', 'search_text', 'sort_by', 'sort_order'],
		...['page_size', 'next', 'prev'],
	],
	activities: ['state'],
};

/** The stamp of a record that filters and orders go by, ms, as coarse as it is sent. */
export const stampOf = (
	version: RecordVersion,
	{ granularityMs }: ConstantContactResource,
	{ removalMovesUpdatedAt }: ConstantContactBehaviour,
): EpochMs => {
	const isMoved = version.kind === 'deleted' && removalMovesUpdatedAt;
	const at = isMoved ? version.updatedAt : updatedAt(version);
	return Math.floor(at / granularityMs) * granularityMs;
};

/** What the parameters ask for; `now` is when. */
export const toFilter = (
	definition: ConstantContactResource,
	parameters: Parameters,
	behaviour: ConstantContactBehaviour,
	now: EpochMs,
): Filter => {
	const { boundary } = behaviour;
	const updated = (version: RecordVersion) => stampOf(version, definition, behaviour);
	const toSince = (name: string): SinceFilter | undefined => {
		const instant = readInstant(parameters, name);
		return instant === undefined ? undefined : { instant, boundary, stampOf: updated };
	};
	const after = (name: string, stamp: (version: RecordVersion) => EpochMs | undefined) =>
		toDateCondition(readInstant(parameters, name), stamp, boundary, 1);
	const before = (name: string, stamp: (version: RecordVersion) => EpochMs | undefined) =>
		toDateCondition(readInstant(parameters, name), stamp, boundary, -1);

	switch (definition.resource) {
		case 'contacts': {
			const status = readList(parameters, 'status', CONTACT_STATUSES);
			return {
				since: toSince('updated_after'),
				matches: allOf(
					before('updated_before', updated),
					after('created_after', ({ createdAt }) => createdAt),
					before('created_before', ({ createdAt }) => createdAt),
					after('optout_after', optedOutAt),
					before('optout_before', optedOutAt),
					toStatusCondition(status, contactStatusOf),
					toSmsCondition(readList(parameters, 'sms_status', SMS_STATUSES)),
					toMemberCondition(parameters, 'lists', 'list_memberships', MAXIMUM_LISTS),
					toMemberCondition(parameters, 'tags', 'taggings', MAXIMUM_TAGS),
					toEqualCondition('address', parameters.email?.toLowerCase()),
					toSegmentCondition(parameters.segment_id),
				),
				removed: status ? 'kept' : 'gone',
			};
		}
		case 'lists': {
			const status = readList(parameters, 'status', LIST_STATUSES);
			const channels = readList(parameters, 'channel_type', ['all', 'email', 'sms']);
			return {
				matches: allOf(
					toStatusCondition(status, ({ kind }) => (kind === 'deleted' ? 'deleted' : 'active')),
					toEqualCondition('name', parameters.name),
					channels && !channels.includes('email') && !channels.includes('all')
						? () => false
						: undefined,
				),
				removed: status ? 'kept' : 'gone',
			};
		}
		case 'campaigns':
			return {
				since: toSince('after_date'),
				matches: before('before_date', updated),
				removed: 'kept',
			};
		case 'events': {
			const wanted = parameters.event_status;
			const isHidden = behaviour.deletedEvents === 'hidden' && wanted !== 'DELETED';
			return {
				matches: allOf(
					toStatusCondition(wanted === undefined ? undefined : [wanted], eventStatusOf),
					toTextCondition(parameters.search_text, ['name', 'title', 'description']),
				),
				removed: isHidden ? 'gone' : 'kept',
			};
		}
		case 'registrations':
			return {
				matches: allOf(
					toEqualCondition('track_key', parameters.trackId),
					toEqualCondition('registration_status', parameters.registration_status),
					toEqualCondition('payment_status', parameters.payment_status),
					toTextCondition(parameters.search_text, ['first_name', 'last_name', 'email_address']),
				),
				removed: 'gone',
			};
		case 'activities':
			return {
				matches: allOf(
					({ createdAt }) => createdAt > now - ACTIVITIES_KEPT_MS,
					toEqualCondition('state', parameters.state),
				),
				removed: 'gone',
			};
		default:
			return { removed: 'gone' };
	}
};

const allOf = (...conditions: readonly (Condition | undefined)[]): Condition | undefined => {
	const asked = conditions.filter((condition) => condition !== undefined);
	if (asked.length === 0) return undefined;
	return (version) => asked.every((condition) => condition(version));
};

/** `direction` 1: after the instant, -1: before it. Records without the stamp are outside. */
const toDateCondition = (
	instant: EpochMs | undefined,
	stamp: (version: RecordVersion) => EpochMs | undefined,
	boundary: 'exclusive' | 'inclusive',
	direction: 1 | -1,
): Condition | undefined => {
	if (instant === undefined) return undefined;
	return (version) => {
		const at = stamp(version);
		if (at === undefined) return false;
		const distance = (at - instant) * direction;
		return boundary === 'inclusive' ? distance >= 0 : distance > 0;
	};
};

const toStatusCondition = (
	wanted: readonly string[] | undefined,
	statusOf: (version: RecordVersion) => string,
): Condition | undefined => {
	if (!wanted || wanted.includes('all')) return undefined;
	return (version) => wanted.includes(statusOf(version));
};

const contactStatusOf = ({ kind, fields }: RecordVersion): string => {
	if (kind === 'deleted') return 'deleted';
	const permission = String(fields.permission_to_send);
	return ['explicit', 'implicit'].includes(permission) ? 'active' : permission;
};

const eventStatusOf = ({ kind, fields }: RecordVersion): string =>
	kind === 'deleted' ? 'DELETED' : String(fields.status);

/** No contact here has a mobile phone: all are `not_set`. */
const toSmsCondition = (wanted: readonly string[] | undefined): Condition | undefined =>
	!wanted || wanted.includes('all') || wanted.includes('not_set') ? undefined : () => false;

const toMemberCondition = (
	parameters: Parameters,
	name: string,
	field: string,
	maximum: number,
): Condition | undefined => {
	const wanted = readList(parameters, name);
	if (!wanted) return undefined;
	if (wanted.length > maximum) throw invalid(`${name} takes at most ${maximum} ids.`);
	return ({ kind, fields }) => {
		const members = fields[field];
		if (kind === 'deleted' || !Array.isArray(members)) return false;
		return members.some((id) => wanted.includes(String(id)));
	};
};

/** Half of the contacts, another half for each segment. */
const toSegmentCondition = (segmentId: string | undefined): Condition | undefined =>
	segmentId === undefined
		? undefined
		: ({ id }) => hashToUnit(parseInt(id.slice(0, 8), 16), Number(segmentId)) < 0.5;

const toEqualCondition = (field: string, value: string | undefined): Condition | undefined =>
	value === undefined ? undefined : ({ fields }) => fields[field] === value;

const toTextCondition = (
	text: string | undefined,
	names: readonly string[],
): Condition | undefined => {
	const wanted = text?.toLowerCase();
	if (wanted === undefined) return undefined;
	return ({ fields }) => names.some((name) => String(fields[name]).toLowerCase().includes(wanted));
};
