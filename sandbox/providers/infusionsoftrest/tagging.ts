import type { EpochMs } from '../../clock';
import type { Lateness, RecordVersion, World } from '../../world';
import { text, type V1Face, type V2Face } from './object';
import { CONTACTS, tagsOf } from './records/contacts';
import { TAGS } from './records/marketing';

/*
 * Who has which tag is part of the contact. Seen from the tag, or listed for the contact, it is a
 * record of its own whose only date is that of the application: the faces below write it as `created`.
 */

/** The contacts that have a tag, each dated by when it got it. */
export const taggedContacts = (world: World, tagId: string, lateness?: Lateness): RecordVersion[] =>
	world.visible(CONTACTS.resource, lateness).flatMap((contact) =>
		tagsOf(contact.fields)
			.filter(({ tag_id: id }) => String(id) === tagId)
			.map(({ at }) => dated(contact, at ?? contact.createdAt)),
	);

/** The tags of a contact, each dated by when it was applied. */
export const appliedTags = (
	world: World,
	contact: RecordVersion,
	lateness?: Lateness,
): RecordVersion[] => {
	const tags = world.visible(TAGS.resource, lateness);
	return tagsOf(contact.fields).flatMap(({ tag_id: tagId, at }) =>
		tags.filter(({ id }) => id === String(tagId)).map((tag) => dated(tag, at ?? contact.createdAt)),
	);
};

const dated = (version: RecordVersion, at: EpochMs): RecordVersion => ({
	...version,
	createdAt: at,
	updatedAt: at,
});

export const TAGGED_CONTACTS_V1: V1Face = {
	path: 'contacts',
	key: 'contacts',
	filters: {},
	orders: {},
	record: ({ id, fields, created }) => ({
		contact: {
			id: Number(id),
			email: fields.email,
			first_name: fields.given_name,
			last_name: fields.family_name,
		},
		date_applied: created,
	}),
};

export const TAGGED_CONTACTS_V2: V2Face = {
	path: 'contacts',
	key: 'contacts',
	filters: {
		given_name: { kind: 'text', field: 'given_name' },
		family_name: { kind: 'text', field: 'family_name' },
		email: { kind: 'text', field: 'email' },
		since_applied_time: { kind: 'since', date: 'created' },
		until_applied_time: { kind: 'until', date: 'created' },
	},
	orders: {
		given_name: 'field:given_name',
		family_name: 'field:family_name',
		email: 'field:email',
		applied_time: 'created',
	},
	record: ({ id, fields, created }) => ({
		id,
		email: fields.email,
		given_name: fields.given_name,
		family_name: fields.family_name,
		applied_time: created,
	}),
};

export const APPLIED_TAGS_V1: V1Face = {
	path: 'tags',
	key: 'tags',
	filters: {},
	orders: {},
	record: ({ id, fields, created }) => ({
		tag: { id: Number(id), name: fields.name, category: text(fields.category_id) },
		date_applied: created,
	}),
};

export const APPLIED_TAGS_V2: V2Face = {
	path: 'tags',
	key: 'tags',
	filters: {
		name: { kind: 'text', field: 'name' },
		category_id: { kind: 'text', field: 'category_id' },
		since_applied_time: { kind: 'since', date: 'created' },
		until_applied_time: { kind: 'until', date: 'created' },
	},
	orders: { name: 'field:name', applied_time: 'created', category_id: 'field:category_id' },
	record: ({ id, fields, created }) => ({
		tag: { id, name: fields.name, category: { id: text(fields.category_id) } },
		applied_time: created,
	}),
};

/** Puts a tag on a contact, or takes it off; the contact's update time moves only when told so. */
export const changeTag = (
	world: World,
	change: { readonly contactId: string | number; readonly tagId: string | number },
	isApplied: boolean,
	movesUpdate: boolean,
) => {
	const { contactId, tagId } = change;
	const before = world.latest(CONTACTS.resource, contactId);
	const others = before
		? tagsOf(before.fields).filter(({ tag_id: id }) => id !== Number(tagId))
		: [];
	const applied = isApplied ? [{ tag_id: Number(tagId), at: world.clock.now() }] : [];
	return world.edit(CONTACTS.resource, contactId, {
		fields: { tag_applications: [...others, ...applied] },
		at: movesUpdate ? undefined : before?.updatedAt,
	});
};
