import type { JsonRecord, JsonValue } from '../../../json';
import { drawCompany, drawPerson } from '../../../people';
import { linkTo, text, type FieldMaker, type KeapObject } from '../object';
import { ADDRESS_FILTERS, drawPlace, isRecord, toAddressV1, toAddressV2 } from './places';

/** A tag on a contact: when it was put there, or null for as long as the contact exists. */
export type TagApplication = { readonly tag_id: number; readonly at: number | null };

const isApplication = (value: JsonValue): value is TagApplication =>
	isRecord(value) && typeof value.tag_id === 'number';

/** The tags of a contact, in the order applied. */
export const tagsOf = (fields: JsonRecord): readonly TagApplication[] => {
	const { tag_applications: applications } = fields;
	return Array.isArray(applications) ? applications.filter(isApplication) : [];
};

const makeContact: FieldMaker = (draw, near) => {
	const { firstName, lastName, email, phone, title } = drawPerson(draw);
	const tag = draw.chance(0.4) ? linkTo(near, 'tags') : null;
	const companyId = draw.chance(0.5) ? linkTo(near, 'companies') : null;
	return {
		given_name: firstName,
		middle_name: draw.pick(['', 'A.', 'J.', 'M.']),
		family_name: lastName,
		email,
		phone,
		address: drawPlace(draw),
		company_id: companyId,
		company_name: companyId === null ? null : drawCompany(draw).name,
		owner_id: linkTo(near, 'users'),
		job_title: title,
		lead_source_id: draw.int(1, 9),
		email_opted_in: draw.chance(0.7),
		tag_applications: tag === null ? [] : [{ tag_id: tag, at: null }],
	};
};

export const CONTACTS: KeapObject = {
	resource: 'contacts',
	firstId: 1_001,
	seeded: 40,
	numberField: 'middle_name',
	numberNames: ['middle_name'],
	edited: 'given_name family_name email phone address owner_id job_title email_opted_in',
	make: makeContact,
	v1: {
		path: 'contacts',
		key: 'contacts',
		filters: {
			email: { kind: 'text', field: 'email' },
			given_name: { kind: 'text', field: 'given_name' },
			family_name: { kind: 'text', field: 'family_name' },
			since: { kind: 'since', date: 'updated' },
			until: { kind: 'until', date: 'updated' },
		},
		orders: {
			id: 'id',
			date_created: 'created',
			name: 'field:family_name',
			firstName: 'field:given_name',
			email: 'field:email',
		},
		optional: ['custom_fields', 'lead_source_id', 'job_title'],
		record: ({ id, fields, created, updated, updatedAt }) => ({
			id: Number(id),
			given_name: fields.given_name,
			middle_name: fields.middle_name,
			family_name: fields.family_name,
			email_status: fields.email_opted_in ? 'UnengagedMarketable' : 'NonMarketable',
			email_opted_in: fields.email_opted_in,
			email_addresses: [{ email: fields.email, field: 'EMAIL1' }],
			phone_numbers: [{ number: fields.phone, extension: null, field: 'PHONE1', type: 'Work' }],
			addresses: [toAddressV1(fields.address, 'BILLING')],
			tag_ids: tagsOf(fields).map(({ tag_id: tagId }) => tagId),
			owner_id: fields.owner_id,
			company:
				fields.company_id === null
					? null
					: { id: fields.company_id, company_name: fields.company_name },
			ScoreValue: null,
			job_title: fields.job_title,
			lead_source_id: fields.lead_source_id,
			custom_fields: [],
			date_created: created,
			last_updated: updated,
			last_updated_utc_millis: updatedAt,
		}),
	},
	v2: {
		path: 'contacts',
		key: 'contacts',
		fields: 'select',
		filters: {
			email: { kind: 'text', field: 'email', match: 'prefix' },
			given_name: { kind: 'text', field: 'given_name', match: 'prefix' },
			family_name: { kind: 'text', field: 'family_name', match: 'prefix' },
			middle_name: { kind: 'text', field: 'middle_name', match: 'prefix' },
			company_id: { kind: 'text', field: 'company_id' },
			contact_ids: { kind: 'ids' },
			ids: { kind: 'ids' },
			contact_id: { kind: 'number', field: 'id' },
			start_update_time: { kind: 'since', date: 'updated' },
			end_update_time: { kind: 'until', date: 'updated' },
			...ADDRESS_FILTERS,
		},
		orders: { id: 'id', create_time: 'created', email: 'field:email', update_time: 'updated' },
		optional: `contact_type create_time custom_fields job_title leadsource_id links notes
			origin source_type score_value update_time website account_id created_by groups
			last_updated_by`.split(/\s+/),
		blank: `anniversary_date assistant_name assistant_phone billing_information birth_date
			fax_numbers preferred_locale preferred_name prefix referral_code social_accounts
			spouse_name suffix time_zone utm_parameters`.split(/\s+/),
		record: ({ id, fields, created, updated }) => ({
			id,
			given_name: fields.given_name,
			middle_name: fields.middle_name,
			family_name: fields.family_name,
			email_addresses: [
				{
					email: fields.email,
					field: 'EMAIL1',
					is_opt_in: fields.email_opted_in,
					email_opt_status: fields.email_opted_in ? 'UNENGAGED_MARKETABLE' : 'NON_MARKETABLE',
				},
			],
			phone_numbers: [{ number: fields.phone, extension: '', field: 'PHONE1', type: 'Work' }],
			addresses: [toAddressV2(fields.address, 'BILLING')],
			tag_ids: tagsOf(fields).map(({ tag_id: tagId }) => String(tagId)),
			owner_id: text(fields.owner_id),
			company:
				fields.company_id === null
					? null
					: { id: text(fields.company_id), company_name: fields.company_name },
			contact_type: 'Prospect',
			create_time: created,
			custom_fields: [],
			job_title: fields.job_title,
			leadsource_id: text(fields.lead_source_id),
			links: [],
			notes: '',
			origin: null,
			source_type: 'API',
			score_value: null,
			update_time: updated,
			website: null,
			account_id: text(fields.company_id),
			created_by: text(fields.owner_id),
			groups: tagsOf(fields)
				.map(({ tag_id: tagId }) => tagId)
				.join(),
			last_updated_by: text(fields.owner_id),
		}),
	},
};
