import type { JsonRecord, JsonValue } from '../../json';
import { drawAddress, drawPerson, drawCompany } from '../../people';
import type { Draw } from '../../random';
import type { Surroundings } from '../../world';
import { trackOf } from './history';
import { formatSeconds } from './stamps';

/** Draws what a person at a desk would type. */
export type FieldMaker = (draw: Draw, near: Surroundings) => JsonRecord;

const DAY_MS = 86_400_000;

const OCCASIONS = ['Spring sale', 'Open house', 'Holiday hours', 'Product news', 'Thank you'];
const AUDIENCES = ['regulars', 'newcomers', 'members', 'suppliers', 'neighbours'];

const drawTitle = (draw: Draw): string =>
	`${draw.pick(OCCASIONS)} for ${draw.pick(AUDIENCES)} ${draw.int(1, 999)}`;

const linksTo = (near: Surroundings, resource: string, count: number): readonly JsonValue[] => {
	const ids = Array.from({ length: count }, () => near.anyId(resource));
	return [...new Set(ids.filter((id) => id !== undefined))];
};

export const makeContact: FieldMaker = (draw, near) => {
	const { firstName, lastName, email, phone, title } = drawPerson(draw);
	const { street, city, state, postcode, country } = drawAddress(draw);
	return {
		address: email,
		permission_to_send: draw.pick(['explicit', 'implicit', 'implicit', 'pending_confirmation']),
		opt_in_source: draw.pick(['Account', 'Contact']),
		first_name: firstName,
		last_name: lastName,
		job_title: title,
		company_name: drawCompany(draw).name,
		custom_fields: linksTo(near, 'custom-fields', 1).map((id) => ({
			custom_field_id: id,
			value: draw.pick(['red', 'green', 'blue']),
		})),
		phone_numbers: [{ phone_number_id: draw.uuid(), phone_number: phone, kind: 'work' }],
		street_addresses: [
			{
				street_address_id: draw.uuid(),
				kind: 'work',
				street,
				city,
				state,
				postal_code: postcode,
				country,
			},
		],
		list_memberships: linksTo(near, 'lists', 2),
		taggings: linksTo(near, 'tags', 1),
		notes: [],
	};
};

export const makeList: FieldMaker = (draw) => ({
	name: `${draw.pick(AUDIENCES)} ${draw.digits(5)}`,
	description: `Everybody who asked about ${draw.pick(OCCASIONS)}`,
	favorite: draw.chance(0.2),
});

export const makeTag: FieldMaker = (draw) => ({
	name: `${draw.pick(AUDIENCES)} ${draw.digits(5)}`,
	tag_source: draw.pick(['Contact', 'Import']),
});

export const makeCustomField: FieldMaker = (draw) => {
	const label = `${draw.pick(['Colour', 'Size', 'Branch', 'Birthplace'])} ${draw.digits(4)}`;
	return { label, name: label.replaceAll(' ', '_'), type: draw.pick(['string', 'text_area']) };
};

export const makeSegment: FieldMaker = (draw) => ({ name: drawTitle(draw) });

export const makeCampaign: FieldMaker = (draw) => ({
	name: drawTitle(draw),
	current_status: draw.pick(['Draft', 'Scheduled', 'Executing', 'Done', 'Done', 'Error']),
	...draw.pick([
		{ type: 'NEWSLETTER', type_code: 10 },
		{ type: 'CUSTOM_CODE_EMAIL', type_code: 26 },
	]),
});

export const makeEvent: FieldMaker = (draw, near) => {
	const startsAt = near.now + draw.int(5, 90) * DAY_MS;
	const { street, city, state, postcode, country } = drawAddress(draw);
	const name = drawTitle(draw);
	return {
		title: name,
		description: `${name}, with music and something to drink.`,
		start_time: formatSeconds(startsAt),
		end_time: formatSeconds(startsAt + 2 * 60 * 60_000),
		status: draw.pick(['ACTIVE', 'DRAFT', 'COMPLETE']),
		registration_url: `https://events.example/reg/${draw.digits(7)}`,
		name,
		event_type: draw.pick(['PERFORMING_ARTS', 'MEETING', 'FUNDRAISER']),
		location_type: 'PHYSICAL',
		time_zone_type: 'EST',
		address: { address_type: 'EVENT', line1: street, city, state, postal_code: postcode, country },
	};
};

export const makeRegistration: FieldMaker = (draw, near) => {
	const { firstName, lastName, email } = drawPerson(draw);
	return {
		first_name: firstName,
		last_name: lastName,
		email_address: email,
		registration_status: draw.pick(['PENDING', 'REGISTERED', 'REGISTERED', 'CANCELED']),
		payment_status: draw.pick(['PENDING', 'PAID', 'PAID', 'REFUNDED']),
		checkin_status: 'NOT_CHECKED_IN',
		tickets: draw.int(1, 4),
		total: draw.int(0, 12) * 25,
		new_contact: draw.chance(0.3),
		track_key: trackOf(near.anyId('events') ?? ''),
	};
};

export const makeActivity: FieldMaker = (draw) => {
	const total = draw.int(10, 2000);
	const isDone = draw.chance(0.5);
	return {
		state: isDone ? 'completed' : draw.pick(['processing', 'failed', 'timed_out', 'cancelled']),
		source_file_name: `import-${draw.digits(6)}.csv`,
		percent_done: isDone ? 100 : draw.int(1, 99),
		activity_errors: [],
		status: { items_total_count: total, items_completed_count: isDone ? total : 0 },
	};
};

export const makeCampaignSummary: FieldMaker = (draw) => {
	const sends = draw.int(100, 4000);
	const opens = draw.int(0, sends);
	return {
		campaign_type: draw.pick(['Newsletter', 'Custom Code Email']),
		unique_counts: {
			sends,
			opens,
			clicks: draw.int(0, opens),
			forwards: draw.int(0, 20),
			optouts: draw.int(0, 9),
			abuse: 0,
			bounces: draw.int(0, 30),
			not_opened: sends - opens,
		},
	};
};
