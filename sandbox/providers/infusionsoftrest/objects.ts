import type { KeapObject } from './object';
import { APPOINTMENTS, NOTES, TASKS } from './records/activities';
import { CONTACTS } from './records/contacts';
import { AUTOMATIONS, CAMPAIGNS, TAGS } from './records/marketing';
import { EMAILS, FILES } from './records/messages';
import { OPPORTUNITIES, STAGE_MOVES } from './records/opportunities';
import { ORDERS, PAYMENTS, TRANSACTIONS } from './records/orders';
import { AFFILIATES, COMPANIES, USERS } from './records/people';
import { PRODUCTS, SUBSCRIPTIONS } from './records/products';

/**
 * Every kind of record, after the vendor's v1 and v2 specifications
 * (https://developer.infusionsoft.com/docs/rest/). Those that others point at come first.
 */
export const KEAP_OBJECTS: readonly KeapObject[] = [
	USERS,
	TAGS,
	COMPANIES,
	PRODUCTS,
	CONTACTS,
	AFFILIATES,
	CAMPAIGNS,
	AUTOMATIONS,
	OPPORTUNITIES,
	STAGE_MOVES,
	ORDERS,
	TRANSACTIONS,
	PAYMENTS,
	SUBSCRIPTIONS,
	TASKS,
	NOTES,
	APPOINTMENTS,
	EMAILS,
	FILES,
];
