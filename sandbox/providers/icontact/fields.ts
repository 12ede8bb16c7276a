import type { JsonRecord, JsonValue } from '../../json';
import { drawAddress, drawCompany, drawPerson } from '../../people';
import type { Draw } from '../../random';
import type { Surroundings } from '../../world';

/** Draws what a marketing office would enter; the fields left out are sent as null. */
export type FieldMaker = (draw: Draw, near: Surroundings) => JsonRecord;

const SUBJECTS = [
	'Autumn catalogue',
	'Invitation to the open day',
	'Last week of the sale',
	'News from the workshop',
	'Thank you for your order',
	'Welcome aboard',
];

const GROUPS = ['Customers', 'Newsletter', 'Prospects', 'Trade fair', 'Webinar guests'];
const REGIONS = ['North', 'South', 'East', 'West', null];

const link = (near: Surroundings, resource: string): JsonValue => near.anyId(resource) ?? null;

const numberLink = (near: Surroundings, resource: string): JsonValue => {
	const id = near.anyId(resource);
	return id === undefined ? null : Number(id);
};

/** `listId` is never sent: it is the list the contact is on, null for none. */
export const makeContact: FieldMaker = (draw, near) => {
	const { firstName, lastName, email, phone } = drawPerson(draw);
	const { street, city, state, postcode } = drawAddress(draw);
	const bounces = draw.chance(0.15) ? draw.int(1, 3) : undefined;
	return {
		prefix: draw.pick(['Mr.', 'Ms.', null]),
		firstName,
		lastName,
		street,
		city,
		state,
		postalCode: postcode,
		phone,
		business: draw.chance(0.5) ? drawCompany(draw).name : null,
		email,
		bounceCount: bounces === undefined ? null : String(bounces),
		status: bounces === 3 ? 'bounced' : draw.pick(['normal', 'normal', 'normal', 'donotcontact']),
		region: draw.pick(REGIONS),
		listId: link(near, 'lists'),
	};
};

export const makeMessage: FieldMaker = (draw, near) => {
	const subject = `${draw.pick(SUBJECTS)} ${draw.int(1, 52)}`;
	return {
		campaignId: link(near, 'campaigns'),
		messageType: draw.pick(['normal', 'normal', 'normal', 'welcome', 'confirmation']),
		messageName: subject,
		subject,
		htmlBody: `<html><body><p>${subject}: all about it inside.</p></body></html>`,
		textBody: `${subject}: all about it inside.`,
		spamCheck: { rawScore: String(draw.int(0, 40) / 10), spamDetails: '' },
	};
};

export const makeList: FieldMaker = (draw) => {
	const name = `${draw.pick(GROUPS)} ${draw.digits(3)}`;
	return {
		name,
		publicname: name,
		description: draw.pick(['Kept by sales', 'Kept by the shop', '']),
		emailOwnerOnChange: draw.pick(['0', '1']),
		welcomeOnManualAdd: '0',
		welcomeOnSignupAdd: '0',
	};
};

export const makeCampaign: FieldMaker = (draw) => {
	const { firstName, lastName, email } = drawPerson(draw);
	return {
		name: `${draw.pick(GROUPS)} campaign ${draw.digits(2)}`,
		description: '',
		fromName: `${firstName} ${lastName}`,
		fromEmail: email,
		forwardToFriend: String(draw.int(0, 5)),
		subscriptionManagement: draw.pick(['0', '1', '2']),
		clickTrackMode: draw.pick(['0', '1']),
		useAccountAddress: '1',
		archiveByDefault: draw.pick(['0', '1']),
	};
};

export const makeSubscription: FieldMaker = (draw) => ({
	status: draw.pick(['normal', 'normal', 'pending', 'unsubscribed']),
});

export const makeSend: FieldMaker = (draw, near) => ({
	messageId: link(near, 'messages'),
	includeListIds: link(near, 'lists'),
	excludeListIds: '',
	includeSegmentIds: draw.chance(0.3) ? link(near, 'segments') : '',
	excludeSegmentIds: '',
	recipientCount: String(draw.int(20, 4_000)),
	status: draw.pick(['pending', 'sending', 'complete', 'canceled']),
});

export const makeSegment: FieldMaker = (draw, near) => ({
	name: `${draw.pick(GROUPS)} in the ${draw.pick(['north', 'south', 'east', 'west'])}`,
	description: '',
	listId: link(near, 'lists'),
});

/** `segmentId` is never sent: it is the segment the criterion belongs to. */
export const makeCriterion: FieldMaker = (draw, near) => ({
	fieldName: draw.pick(['state', 'city', 'region', 'lastName']),
	operator: draw.pick(['eq', 'contains', 'notcontains']),
	values: [draw.pick(['OR', 'TX', 'North', 'South'])],
	segmentId: link(near, 'segments'),
});

export const makeCustomField: FieldMaker = (draw) => ({
	publicName: draw.pick(['Region', 'Birthday', 'Shoe size', 'Favourite colour']),
	displayToUser: draw.pick(['0', '1']),
	fieldType: draw.pick(['text', 'number', 'checkbox', 'date']),
});

export const makeSignupForm: FieldMaker = (draw, near) => ({
	name: `Form ${draw.pick(GROUPS)} ${draw.digits(2)}`,
	confirmationMessageId: link(near, 'messages'),
	automaticHTML: `<div id="signup${draw.digits(4)}"></div>`,
	lists: link(near, 'lists'),
});

export const makeUpload: FieldMaker = (draw, near) => ({
	action: 'add',
	lists: link(near, 'lists'),
	status: draw.pick(['receiving', 'pending', 'complete', 'canceled']),
});

export const makeUser: FieldMaker = (draw) => {
	const { firstName, lastName, email } = drawPerson(draw);
	return { userName: email.split('@')[0], firstName, lastName, email, enabled: '1' };
};

export const makeWebhook: FieldMaker = (draw) => ({
	eventId: draw.pick([
		'contact_created',
		'contact_updated',
		'contact_subscribed',
		'contact_unsubscribed',
	]),
	url: `https://hooks.example/icontact/${draw.digits(6)}`,
});

/** `messageId` is never sent: it is the message that bounced, or that the contact unsubscribed by. */
export const makeReaction: FieldMaker = (_draw, near) => ({ messageId: link(near, 'messages') });

/** As above; here the contact is a field like any other, as one may open a message many times. */
export const makeOpen: FieldMaker = (_draw, near) => ({
	messageId: link(near, 'messages'),
	contactId: numberLink(near, 'contacts'),
});

export const makeClick: FieldMaker = (draw, near) => ({
	...makeOpen(draw, near),
	clickLink: `https://shop.example/offers/${draw.int(1, 9)}`,
});
