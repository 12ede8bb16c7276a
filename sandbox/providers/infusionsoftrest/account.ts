import type { JsonRecord } from '../../json';

/** What both versions tell of the account and of the user whose token it is. */
const PROFILE: JsonRecord = {
	name: 'Sandbox Trading Ltd',
	email: 'office@sandbox-trading.example',
	website: 'https://sandbox-trading.example',
	phone: '+1 555 010 0100',
	time_zone: 'America/New_York',
	logo_url: null,
	currency_code: 'USD',
	language_tag: 'en-US',
	business_type: 'Other',
	business_goals: [],
	business_primary_color: null,
	business_secondary_color: null,
};

const PLACE: JsonRecord = {
	line1: '1 Mill Street',
	line2: '',
	locality: 'Portland',
	region: 'OR',
	country_code: 'USA',
	postal_code: '97204',
};

const USER: JsonRecord = {
	email: 'ada.becker1@example.com',
	sub: 'xy123',
	given_name: 'Ada',
	middle_name: '',
	family_name: 'Becker',
	preferred_name: '',
};

/** Addresses with one answer each; the cheapest ways to check a credential. */
export const ACCOUNT_ANSWERS: Readonly<Record<string, JsonRecord>> = {
	'/v1/account/profile': {
		...PROFILE,
		phone_ext: '',
		address: { ...PLACE, field: 'BILLING', zip_code: '97204', zip_four: '' },
	},
	'/v1/oauth/connect/userinfo': {
		...USER,
		global_user_id: 80_001,
		infusionsoft_id: 'ada.becker1@example.com',
	},
	'/v2/businessProfile': { ...PROFILE, address: PLACE },
	'/v2/oauth/connect/userinfo': {
		...USER,
		id: '11',
		keap_id: 'ada.becker1@example.com',
		is_admin: true,
		tenant_id: 'xy123',
	},
};
