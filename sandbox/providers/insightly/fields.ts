import type { EpochMs } from '../../clock';
import type { JsonRecord, JsonValue } from '../../json';
import { drawAddress, drawCompany, drawPerson } from '../../people';
import type { Draw } from '../../random';
import { formatDay, formatZonelessSeconds } from '../../stamps';
import type { Surroundings } from '../../world';

/** Draws what a person at a desk would type; the fields left out are sent as null. */
export type FieldMaker = (draw: Draw, near: Surroundings) => JsonRecord;

const DAY_MS = 86_400_000;

const days = (draw: Draw, near: Surroundings, from: number, to: number): EpochMs =>
	near.now + draw.int(from, to) * DAY_MS;

const linkTo = (near: Surroundings, resource: string): JsonValue => {
	const id = near.anyId(resource);
	return id === undefined ? null : Number(id);
};

const owner = (near: Surroundings): JsonRecord => ({
	OWNER_USER_ID: linkTo(near, 'users'),
	CREATED_USER_ID: linkTo(near, 'users'),
	RESPONSIBLE_USER_ID: linkTo(near, 'users'),
});

const drawTags = (draw: Draw): JsonValue =>
	draw.chance(0.3) ? [{ TAG_NAME: draw.pick(['vip', 'newsletter', 'partner', 'trade-fair']) }] : [];

const prefixed = (prefix: string, draw: Draw): JsonRecord => {
	const { street, city, state, postcode, country } = drawAddress(draw);
	return {
		[`${prefix}_STREET`]: street,
		[`${prefix}_CITY`]: city,
		[`${prefix}_STATE`]: state,
		[`${prefix}_POSTCODE`]: postcode,
		[`${prefix}_COUNTRY`]: country,
	};
};

const SUBJECTS = [
	'Quarterly review',
	'Renewal of the service contract',
	'Delivery of spare parts',
	'Demonstration on site',
	'Question about invoice',
	'Introduction to the new team',
];

const SENTENCES = [
	'Asked for a call next week.',
	'Prefers e-mail to the telephone.',
	'Wants the offer in euros.',
	'Met at the trade fair; interested in the large model.',
	'Waiting for the purchase order.',
];

const money = (draw: Draw): number => draw.int(2_00, 90_000_00) / 100;

const lineItem: FieldMaker = (draw, near) => {
	const quantity = draw.int(1, 12);
	const price = money(draw);
	const total = Math.round(quantity * price * 100) / 100;
	return {
		PRICEBOOK_ENTRY_ID: linkTo(near, 'pricebook-entries'),
		CURRENCY_CODE: 'USD',
		DESCRIPTION: draw.pick(SUBJECTS),
		QUANTITY: quantity,
		LIST_PRICE: price,
		UNIT_PRICE: price,
		SUBTOTAL: total,
		DISCOUNT: 0,
		TOTAL_PRICE: total,
	};
};

export const makeContact: FieldMaker = (draw, near) => {
	const { firstName, lastName, email, phone, title } = drawPerson(draw);
	return {
		...owner(near),
		SALUTATION: draw.pick(['Mr.', 'Ms.', null]),
		FIRST_NAME: firstName,
		LAST_NAME: lastName,
		EMAIL_ADDRESS: email,
		PHONE: phone,
		TITLE: title,
		BACKGROUND: draw.pick(SENTENCES),
		...prefixed('ADDRESS_MAIL', draw),
		ORGANISATION_ID: linkTo(near, 'accounts'),
		EMAIL_OPTED_OUT: false,
		TAGS: drawTags(draw),
	};
};

export const makeOrganisation: FieldMaker = (draw, near) => {
	const { name, website } = drawCompany(draw);
	return {
		...owner(near),
		ORGANISATION_NAME: name,
		WEBSITE: website,
		PHONE: `+1 555 ${draw.digits(3)} ${draw.digits(4)}`,
		BACKGROUND: draw.pick(SENTENCES),
		...prefixed('ADDRESS_BILLING', draw),
		TAGS: drawTags(draw),
	};
};

export const makeLead: FieldMaker = (draw, near) => {
	const { firstName, lastName, email, phone, title } = drawPerson(draw);
	const { name, website } = drawCompany(draw);
	return {
		...owner(near),
		FIRST_NAME: firstName,
		LAST_NAME: lastName,
		TITLE: title,
		EMAIL: email,
		PHONE: phone,
		ORGANISATION_NAME: name,
		WEBSITE: website,
		CONVERTED: false,
		EMAIL_OPTED_OUT: false,
		LEAD_RATING: draw.int(1, 5),
		LEAD_DESCRIPTION: draw.pick(SENTENCES),
		EMPLOYEE_COUNT: draw.int(3, 900),
		...prefixed('ADDRESS', draw),
		TAGS: drawTags(draw),
	};
};

export const makeOpportunity: FieldMaker = (draw, near) => {
	const value = money(draw);
	return {
		...owner(near),
		OPPORTUNITY_NAME: `${draw.pick(SUBJECTS)} ${draw.digits(4)}`,
		OPPORTUNITY_DETAILS: draw.pick(SENTENCES),
		OPPORTUNITY_STATE: draw.pick(['OPEN', 'WON', 'LOST', 'SUSPENDED', 'ABANDONED']),
		BID_CURRENCY: 'USD',
		BID_AMOUNT: value,
		BID_TYPE: 'Fixed Bid',
		OPPORTUNITY_VALUE: value,
		PROBABILITY: draw.int(0, 10) * 10,
		FORECAST_CLOSE_DATE: formatDay(days(draw, near, 5, 120)),
		ORGANISATION_ID: linkTo(near, 'accounts'),
		TAGS: drawTags(draw),
	};
};

export const makeProject: FieldMaker = (draw, near) => ({
	...owner(near),
	PROJECT_NAME: `${draw.pick(SUBJECTS)} ${draw.digits(4)}`,
	STATUS: draw.pick(['NOT STARTED', 'IN PROGRESS', 'DEFERRED', 'COMPLETED']),
	PROJECT_DETAILS: draw.pick(SENTENCES),
	STARTED_DATE: formatDay(days(draw, near, -60, 0)),
	OPPORTUNITY_ID: linkTo(near, 'opportunities'),
	TAGS: drawTags(draw),
});

export const makeTask: FieldMaker = (draw, near) => ({
	...owner(near),
	TITLE: draw.pick(SUBJECTS),
	DETAILS: draw.pick(SENTENCES),
	STATUS: draw.pick(['NOT STARTED', 'IN PROGRESS', 'WAITING', 'COMPLETED']),
	PRIORITY: draw.int(1, 3),
	PERCENT_COMPLETE: draw.int(0, 10) * 10,
	COMPLETED: false,
	DUE_DATE: formatDay(days(draw, near, 1, 30)),
	PROJECT_ID: linkTo(near, 'projects'),
	OWNER_VISIBLE: true,
	REMINDER_SENT: false,
});

export const makeEvent: FieldMaker = (draw, near) => {
	const start = days(draw, near, 1, 30);
	return {
		...owner(near),
		TITLE: draw.pick(SUBJECTS),
		LOCATION: drawAddress(draw).city,
		DETAILS: draw.pick(SENTENCES),
		START_DATE_UTC: formatZonelessSeconds(start),
		END_DATE_UTC: formatZonelessSeconds(start + 3_600_000),
		ALL_DAY: false,
		REMINDER_SENT: false,
	};
};

export const makeNote: FieldMaker = (draw, near) => ({
	...owner(near),
	TITLE: draw.pick(SUBJECTS),
	BODY: draw.pick(SENTENCES),
});

export const makeEmail: FieldMaker = (draw, near) => ({
	...owner(near),
	EMAIL_FROM: drawPerson(draw).email,
	SUBJECT: draw.pick(SUBJECTS),
	EMAIL_DATE_UTC: formatZonelessSeconds(near.now),
	FORMAT: draw.pick(['HTML', 'TEXT']),
	SIZE: draw.int(800, 60_000),
	TAGS: [],
});

export const makeMilestone: FieldMaker = (draw, near) => ({
	...owner(near),
	TITLE: draw.pick(SUBJECTS),
	COMPLETED: draw.chance(0.2),
	DUE_DATE: formatDay(days(draw, near, 1, 60)),
	PROJECT_ID: linkTo(near, 'projects'),
});

export const makeUser: FieldMaker = (draw) => {
	const { firstName, lastName, email } = drawPerson(draw);
	return {
		FIRST_NAME: firstName,
		LAST_NAME: lastName,
		EMAIL_ADDRESS: email,
		TIMEZONE_ID: draw.pick(['Pacific Standard Time', 'GMT Standard Time', 'UTC']),
		ADMINISTRATOR: draw.chance(0.3),
		ACCOUNT_OWNER: false,
		ACTIVE: true,
		USER_CURRENCY: 'USD',
		INSTANCE_ID: 640_271,
	};
};

export const makeProduct: FieldMaker = (draw, near) => ({
	...owner(near),
	PRODUCT_NAME: `${drawCompany(draw).name} kit`,
	PRODUCT_CODE: `P-${draw.digits(5)}`,
	PRODUCT_SKU: draw.digits(8),
	DESCRIPTION: draw.pick(SENTENCES),
	CURRENCY_CODE: 'USD',
	DEFAULT_PRICE: money(draw),
	ACTIVE: true,
});

export const makePricebook: FieldMaker = (draw, near) => ({
	...owner(near),
	NAME: `Price list ${draw.int(2019, 2026)}`,
	DESCRIPTION: draw.pick(SENTENCES),
	CURRENCY_CODE: 'USD',
	IS_STANDARD: false,
	ACTIVE: true,
});

export const makePricebookEntry: FieldMaker = (draw, near) => ({
	...owner(near),
	CURRENCY_CODE: 'USD',
	PRICE: money(draw),
	USE_STANDARD_PRICE: false,
	ACTIVE: true,
});

export const makeOpportunityLineItem: FieldMaker = (draw, near) => ({
	...lineItem(draw, near),
	OPPORTUNITY_ID: linkTo(near, 'opportunities'),
});

export const makeQuotation: FieldMaker = (draw, near) => {
	const total = money(draw);
	return {
		...owner(near),
		QUOTATION_NAME: draw.pick(SUBJECTS),
		QUOTATION_NUMBER: `Q-${draw.digits(6)}`,
		QUOTE_STATUS: draw.pick(['Draft', 'Needs Review', 'Presented', 'Accepted', 'Rejected']),
		OPPORTUNITY_ID: linkTo(near, 'opportunities'),
		CONTACT_ID: linkTo(near, 'contacts'),
		ORGANISATION_ID: linkTo(near, 'accounts'),
		QUOTATION_CURRENCY_CODE: 'USD',
		LINE_ITEM_COUNT: draw.int(1, 9),
		IS_SYNCING: false,
		TOTAL_PRICE: total,
		GRAND_TOTAL: total,
		...prefixed('ADDRESS_BILLING', draw),
	};
};

export const makeQuotationLineItem: FieldMaker = (draw, near) => ({
	...lineItem(draw, near),
	OPPORTUNITY_ITEM_ID: linkTo(near, 'opportunity-line-items'),
	SORT_ORDER: draw.int(1, 9),
});

export const makeProspect: FieldMaker = (draw, near) => {
	const { firstName, lastName, email, phone, title } = drawPerson(draw);
	return {
		...owner(near),
		FIRST_NAME: firstName,
		LAST_NAME: lastName,
		EMAIL_ADDRESS: email,
		PHONE: phone,
		TITLE: title,
		ORGANISATION_NAME: drawCompany(draw).name,
		SCORE: draw.int(0, 100),
		GRADE: draw.pick(['A', 'B', 'C', 'D']),
		DO_NOT_EMAIL: false,
		DO_NOT_CALL: false,
		OPTED_OUT: false,
		DO_NOT_SYNC: false,
		TAGS: drawTags(draw),
	};
};

export const makeTicket: FieldMaker = (draw, near) => ({
	...owner(near),
	SUBJECT: draw.pick(SUBJECTS),
	TICKET_TYPE: draw.pick(['Question', 'Incident', 'Problem']),
	TICKET_STATUS: draw.pick(['New', 'Open', 'Pending', 'Solved', 'Closed']),
	PRIORITY: draw.pick(['Low', 'Normal', 'High', 'Urgent']),
	TICKET_NUMBER: draw.digits(6),
	SOURCE: draw.pick(['Email', 'Web', 'Manual']),
	CONTACT_ID: linkTo(near, 'contacts'),
	ORGANISATION_ID: linkTo(near, 'accounts'),
	TAGS: [],
});

export const makeArticle: FieldMaker = (draw, near) => ({
	...owner(near),
	CATEGORY_ID: linkTo(near, 'knowledge-article-categories'),
	FOLDER_ID: linkTo(near, 'knowledge-article-folders'),
	ARTICLE_NO: draw.int(100, 9999),
	URL_SLUG: draw.pick(SUBJECTS).toLowerCase().replaceAll(' ', '-'),
	UPVOTE_COUNT: draw.int(0, 40),
	DOWNVOTE_COUNT: draw.int(0, 9),
	PROMOTED: draw.chance(0.2),
	TAGS: [],
});

export const makeArticleCategory: FieldMaker = (draw, near) => ({
	...owner(near),
	CATEGORY_NAME: draw.pick(['Billing', 'Getting started', 'Shipping', 'Spare parts']),
	DESCRIPTION: draw.pick(SENTENCES),
});

export const makeArticleFolder: FieldMaker = (draw, near) => ({
	...owner(near),
	FOLDER_NAME: draw.pick(['Accounts', 'Devices', 'Returns', 'Warranty']),
	CATEGORY_ID: near.anyId('knowledge-article-categories') ?? null,
	VISIBILITY: draw.pick(['Everyone', 'Agents']),
	ORDER_ARTICLES: 'Manual',
});

export const makeVehicle: FieldMaker = (draw, near) => ({
	...owner(near),
	RECORD_NAME: `${draw.pick(['Van', 'Lorry', 'Trailer', 'Forklift'])} ${draw.digits(4)}`,
	VISIBLE_TO: 'EVERYONE',
});
