/**
 * Contacts as a CRM writes them: 28 fields, about 1 kB of JSON. The same index gives the same
 * contact in every run.
 */
export interface Contact {
	readonly CONTACT_ID: number;
	/** `yyyy-MM-dd HH:mm:ss`, UTC. */
	readonly DATE_CREATED_UTC: string;
	readonly DATE_UPDATED_UTC: string;
	readonly [field: string]: unknown;
}

const FIRST_NAMES = ['Anna', 'Björn', 'Chloé', 'David', 'Elif', 'Farid', 'Grace', 'Hiroko'];
const LAST_NAMES = ['Okafor', 'Müller', 'Silva', 'Novák', 'Tanaka', 'Dubois', 'Haddad', 'Larsen'];
const TITLES = ['Head of Purchasing', 'Controller', 'Plant Manager', 'Sales Engineer', 'Buyer'];
const CITIES = ['Rotterdam', 'Leipzig', 'Porto', 'Malmö', 'Graz'];
const STREETS = ['Harbour Road', 'Lindenallee', 'Rua do Sol', 'Mill Lane', 'Station Street'];

/** A number below 2^32 that follows no pattern a reader would see. */
function scramble(index: number): number {
	let mixed = Math.imul(index + 0x9e3779b9, 0x85ebca6b);
	mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
	return (mixed ^ (mixed >>> 16)) >>> 0;
}

function pick(values: readonly string[], seed: number): string {
	return values[seed % values.length];
}

/** `yyyy-MM-dd HH:mm:ss` in UTC. */
export function stampOf(at: number): string {
	return new Date(at).toISOString().slice(0, 19).replace('T', ' ');
}

/** @param createdAt epoch ms, as is `updatedAt` */
export function contactOf(index: number, createdAt: number, updatedAt: number): Contact {
	const seed = scramble(index);
	const first = pick(FIRST_NAMES, seed);
	const last = pick(LAST_NAMES, seed >>> 3);
	const city = pick(CITIES, seed >>> 6);
	const street = `${pick(STREETS, seed >>> 9)} ${1 + (seed % 180)}`;
	const mail = `${first}.${last}`
		.normalize('NFD')
		.replace(/[^A-Za-z.]/g, '')
		.toLowerCase();
	return {
		CONTACT_ID: 310_000_000 + index,
		SALUTATION: seed % 2 ? 'Ms.' : 'Mr.',
		FIRST_NAME: first,
		LAST_NAME: last,
		TITLE: pick(TITLES, seed >>> 12),
		EMAIL_ADDRESS: `${mail}.${index}@example.com`,
		PHONE: `+49 30 ${1_000_000 + (seed % 8_999_999)}`,
		PHONE_MOBILE: seed % 3 ? `+49 170 ${1_000_000 + ((seed >>> 4) % 8_999_999)}` : null,
		PHONE_FAX: null,
		ADDRESS_MAIL_STREET: street,
		ADDRESS_MAIL_CITY: city,
		ADDRESS_MAIL_POSTCODE: String(10_000 + (seed % 89_999)),
		ADDRESS_MAIL_COUNTRY: 'Germany',
		ADDRESS_OTHER_STREET: null,
		ADDRESS_OTHER_CITY: null,
		ASSISTANT_NAME: null,
		BACKGROUND: `Met at the trade fair in ${city}; asked for a quotation of ${seed % 900} units, delivery by week ${seed % 52}.`,
		DATE_OF_BIRTH: null,
		IMAGE_URL: `https://images.example.com/contacts/${index.toString(36)}.png`,
		LINKEDIN_ID: seed % 4 ? null : `li-${seed.toString(36)}`,
		ORGANISATION_ID: 120_000_000 + (seed % 5_000),
		OWNER_USER_ID: 2_000_000 + (seed % 40),
		VISIBLE_TO: 'EVERYONE',
		DATE_CREATED_UTC: stampOf(createdAt),
		DATE_UPDATED_UTC: stampOf(updatedAt),
		CUSTOMFIELDS: [
			{ FIELD_NAME: 'CREDIT_LIMIT__c', FIELD_VALUE: seed % 100_000 },
			{
				FIELD_NAME: 'REGION__c',
				FIELD_VALUE: pick(['North', 'South', 'West', 'East'], seed >>> 5),
			},
		],
		LINKS: [{ LINK_ID: 500_000_000 + index, OBJECT_NAME: 'Organisation', ROLE: 'Employee' }],
		TAGS: [{ TAG_NAME: seed % 5 ? 'customer' : 'prospect' }],
	};
}

/** A run of contacts that were all changed, a number of them in every second. */
export interface Run {
	readonly count: number;
	readonly perSecond: number;
	/** Epoch ms of the last change. */
	readonly lastAt: number;
}

const DAY_MS = 86_400_000;

/** When the contact of this index was changed, epoch ms: later ones later. */
export function changedAt(run: Run, index: number): number {
	return run.lastAt - Math.floor(((run.count - 1 - index) * 1_000) / run.perSecond);
}

/** The contact of this index: every second one is new, the others are days old. */
export function contactIn(run: Run, index: number): Contact {
	const at = changedAt(run, index);
	return contactOf(index, index % 2 ? at : at - (1 + (scramble(index) % 700)) * DAY_MS, at);
}

/** All indices of a run in no order, each once. */
export function unordered(count: number): readonly number[] {
	const STEP = 7_919;
	if (count % STEP === 0) throw new Error(`A run of ${count} cannot be mixed`);
	return Array.from({ length: count }, (_, position) => (position * STEP) % count);
}

export function ordered(count: number): readonly number[] {
	return Array.from({ length: count }, (_, position) => position);
}

export function newestFirst(count: number): readonly number[] {
	return Array.from({ length: count }, (_, position) => count - 1 - position);
}
