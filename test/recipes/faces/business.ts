import {
	sizeOf,
	FEW,
	number,
	offsetOf,
	tokenOf,
	at,
	changedSince,
	DAY,
	epoch,
	expectAll,
	floored,
	instantOf,
	ISO_MS,
	ISO_SECONDS,
	millis,
	needed,
	numbered,
	plain,
	Refused,
	SECOND,
	seconds,
	slice,
	withParameter,
	type Face,
} from '../face';

/** What businesses sell, to whom, and what is paid. */
export const BUSINESS: Readonly<Record<string, Face>> = {
	/** OData: the size of a page by a header, whole addresses of the next page, no `$skip`. */
	'dynamics-365': {
		list: 'GET /api/data/v9.2/accounts',
		idOf: ({ id }) => `guid-${id}`,
		answer: (asked, things) => {
			expectAll({
				prefer: /^odata\.maxpagesize=\d+$/.test(asked.headers.prefer ?? ''),
				order: needed(asked, '$orderby') === 'modifiedon asc',
			});
			const [, bound] = /^modifiedon ge (.+)$/.exec(needed(asked, '$filter')) ?? [];
			const found = changedSince(things, instantOf(bound, ISO_SECONDS), { step: SECOND });
			const { page, next } = slice(found, offsetOf(asked.query.get('$skiptoken')), FEW);
			const value = page.map((thing) => ({
				'@odata.etag': `W/"${thing.edits}"`,
				accountid: `guid-${thing.id}`,
				name: `Edit ${thing.edits}`,
				createdon: seconds(thing.createdAt),
				modifiedon: seconds(thing.changedAt),
			}));
			const link =
				next === undefined
					? {}
					: { '@odata.nextLink': withParameter(asked.url, '$skiptoken', `at${next}`) };
			return { body: { value, ...link } };
		},
	},
	/** Dates as text of milliseconds in the body; nothing behind 10,000. */
	hubspot: {
		list: 'POST /crm/v3/objects/deals/search',
		answer: ({ body }, things) => {
			const value = at(body, 'filters.0.value');
			const limit = sizeOf(at(body, 'limit'));
			const skip = Number(at(body, 'after') ?? 0);
			expectAll({
				'value as text': typeof value === 'string' && /^\d{13}$/.test(value),
				operator: at(body, 'filters.0.operator') === 'GTE',
				order: at(body, 'sorts.0.direction') === 'ASCENDING',
				'within 10,000': skip + limit <= 10_000,
			});
			const { page, next } = slice(changedSince(things, Number(value)), skip, limit);
			const results = page.map((thing) => ({
				id: String(thing.id),
				properties: {
					dealname: `Edit ${thing.edits}`,
					hs_lastmodifieddate: millis(thing.changedAt),
				},
				createdAt: millis(thing.createdAt),
				updatedAt: millis(thing.changedAt),
			}));
			const paging = next === undefined ? {} : { paging: { next: { after: String(next) } } };
			return { body: { total: things.length, results, ...paging } };
		},
	},
	/** The filter knows whole days, and only later ones. */
	intercom: {
		list: 'POST /contacts/search',
		answer: ({ body, headers }, things) => {
			const value = at(body, 'query.value');
			expectAll({
				version: headers['intercom-version'] !== undefined,
				'value as number': typeof value === 'number' && Number.isInteger(value),
				operator: at(body, 'query.operator') === '>',
				order: at(body, 'sort.order') === 'ascending',
			});
			const found = changedSince(things, Number(value) * SECOND, { step: DAY, strict: true });
			const size = sizeOf(at(body, 'pagination.per_page'));
			const { page, next } = slice(found, offsetOf(at(body, 'pagination.starting_after')), size);
			const data = page.map((thing) => ({
				type: 'contact',
				id: String(thing.id),
				name: `Edit ${thing.edits}`,
				created_at: epoch(thing.createdAt),
				updated_at: epoch(thing.changedAt),
			}));
			const pages = {
				type: 'pages',
				...(next === undefined ? {} : { next: { starting_after: tokenOf(next) } }),
			};
			return { body: { type: 'list', data, total_count: found.length, pages } };
		},
	},
	/** Offsets of a list that moves. */
	mailchimp: {
		list: 'GET /3.0/lists/L1/members',
		variables: { listId: 'L1' },
		answer: (asked, things) => {
			expectAll({
				sort: needed(asked, 'sort_field') === 'last_changed' && needed(asked, 'sort_dir') === 'ASC',
			});
			const since = instantOf(
				needed(asked, 'since_last_changed'),
				/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)$/,
			);
			const found = changedSince(things, since, { step: SECOND });
			const { page } = slice(found, number(asked, 'offset'), sizeOf(asked.query.get('count')));
			const members = page.map((thing) => ({
				id: String(thing.id),
				full_name: `Edit ${thing.edits}`,
				timestamp_opt: offset(thing.createdAt),
				last_changed: offset(thing.changedAt),
			}));
			return { body: { members, list_id: 'L1', total_items: found.length } };
		},
	},
	/** Each record in a wrapper; `"data": null` for nothing; dates without a zone. */
	pipedrive: {
		list: 'GET /v1/recents',
		answer: (asked, things) => {
			expectAll({ items: needed(asked, 'items') === 'deal' });
			const since = instantOf(needed(asked, 'since_timestamp'), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
			const found = changedSince(things, since, { step: SECOND });
			const start = Number(asked.query.get('start') ?? 0);
			const { page, next } = slice(found, start, sizeOf(asked.query.get('limit')));
			const data = page.map((thing) => ({
				item: 'deal',
				id: thing.id,
				data: {
					id: thing.id,
					title: `Edit ${thing.edits}`,
					add_time: plain(thing.createdAt),
					update_time: plain(thing.changedAt),
				},
			}));
			const pagination = {
				start,
				more_items_in_collection: next !== undefined,
				...(next === undefined ? {} : { next_start: next }),
			};
			return {
				body: {
					success: true,
					data: data.length === 0 ? null : data,
					additional_data: { pagination },
				},
			};
		},
	},
	/** The next page is a path from the root; deleted records come with `IsDeleted`. */
	salesforce: {
		list: 'GET /services/data/v62.0/queryAll',
		alsoAt: /^\/services\/data\/v62\.0\/query\/[^/]+$/,
		traces: true,
		answer: (asked, things) => {
			const [, from, skip] = /\/query\/from(\d+)-(\d+)$/.exec(asked.url.pathname) ?? [];
			const soql = / FROM Account WHERE SystemModstamp >= (\S+) ORDER BY SystemModstamp ASC$/.exec(
				asked.query.get('q') ?? '',
			);
			const since = from === undefined ? instantOf(soql?.[1], ISO_MS) : Number(from);
			if (from !== undefined && asked.url.search !== '')
				throw new Refused('A locator takes no parameters.');
			const { page, next } = slice(
				changedSince(things, since, { step: SECOND }),
				Number(skip ?? 0),
				FEW,
			);
			const records = page.map((thing) => ({
				attributes: { type: 'Account' },
				Id: String(thing.id),
				Name: `Edit ${thing.edits}`,
				IsDeleted: thing.isDeleted,
				CreatedDate: zoned(floored(thing.createdAt, SECOND)),
				SystemModstamp: zoned(floored(thing.changedAt, SECOND)),
			}));
			const more =
				next === undefined
					? {}
					: { nextRecordsUrl: `/services/data/v62.0/query/from${since}-${next}` };
			return { body: { totalSize: things.length, done: next === undefined, ...more, records } };
		},
	},
	/** GraphQL with the filter in a text of the variables. */
	shopify: {
		list: 'POST /admin/api/2025-07/graphql.json',
		answer: ({ body }, things) => {
			const [, bound] = /^updated_at:>='(.+)'$/.exec(String(at(body, 'variables.q'))) ?? [];
			const size = sizeOf(at(body, 'variables.first'));
			if (bound === undefined || !Number.isInteger(size))
				return { body: { errors: [{ message: 'The query is not understood.' }] } };
			const found = changedSince(things, instantOf(bound, ISO_SECONDS), { step: SECOND });
			const { page, next } = slice(found, offsetOf(at(body, 'variables.after')), size);
			const nodes = page.map((thing) => ({
				id: `gid://shopify/Order/${thing.id}`,
				name: `Edit ${thing.edits}`,
				createdAt: seconds(thing.createdAt),
				updatedAt: seconds(thing.changedAt),
			}));
			return {
				body: {
					data: {
						orders: {
							nodes,
							pageInfo: { hasNextPage: next !== undefined, endCursor: tokenOf(next) },
						},
					},
				},
			};
		},
		idOf: ({ id }) => `gid://shopify/Order/${id}`,
	},
	/** Pages shorter than asked for; no list where there is nothing; a cursor only with its own query. */
	square: {
		list: 'POST /v2/orders/search',
		variables: { locationId: 'LOC' },
		answer: ({ body }, things) => {
			const start = at(body, 'query.filter.date_time_filter.updated_at.start_at');
			expectAll({
				location: at(body, 'location_ids.0') === 'LOC',
				sort:
					at(body, 'query.sort.sort_field') === 'UPDATED_AT' &&
					at(body, 'query.sort.sort_order') === 'ASC',
				'no null cursor': at(body, 'cursor') !== null,
			});
			const since = instantOf(start, ISO_MS);
			const [skip, query] = String(at(body, 'cursor') ?? `0/${String(start)}`).split('/');
			expectAll({ 'cursor of this query': query === start });
			const size = Math.max(1, sizeOf(at(body, 'limit')) - 1);
			const { page, next } = slice(changedSince(things, since), Number(skip), size);
			const orders = page.map((thing) => ({
				id: String(thing.id),
				state: `EDIT${thing.edits}`,
				created_at: millis(thing.createdAt),
				updated_at: millis(thing.changedAt),
			}));
			return {
				body: {
					...(orders.length === 0 ? {} : { orders }),
					...(next === undefined ? {} : { cursor: `${next}/${query}` }),
				},
			};
		},
	},
	/** Newest first; the id of the last record leads on. */
	stripe: {
		list: 'GET /v1/events',
		tells: 'news',
		idOf: ({ id }) => `evt_${id}`,
		answer: (asked, things) => {
			const since = number(asked, 'created[gte]') * SECOND;
			const found = [...changedSince(things, since, { step: SECOND })].reverse();
			const behind = asked.query.get('starting_after');
			const skip = behind === null ? 0 : found.findIndex(({ id }) => `evt_${id}` === behind) + 1;
			if (behind !== null && skip === 0) throw new Refused(`No such event: ${behind}.`);
			const { page, next } = slice(found, skip, sizeOf(asked.query.get('limit')));
			const data = page.map((thing) => ({
				id: `evt_${thing.id}`,
				object: 'event',
				created: epoch(thing.createdAt),
				type: 'invoice.paid',
			}));
			return { body: { object: 'list', url: '/v1/events', has_more: next !== undefined, data } };
		},
	},
	/** Local and GMT dates, none with a zone; what is modified *after*; totals in headers. */
	woocommerce: {
		list: 'GET /wp-json/wc/v3/orders',
		answer: (asked, things) => {
			expectAll({
				gmt: needed(asked, 'dates_are_gmt') === 'true',
				order: needed(asked, 'orderby') === 'modified' && needed(asked, 'order') === 'asc',
			});
			const since = instantOf(needed(asked, 'modified_after'), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
			const found = changedSince(things, since, { step: SECOND, strict: true });
			const size = sizeOf(asked.query.get('per_page'));
			const gmt = (instant: number) => seconds(instant).slice(0, 19);
			const body = numbered(asked, found, size).page.map((thing) => ({
				id: thing.id,
				status: `edit-${thing.edits}`,
				date_created: gmt(thing.createdAt + 3_600_000),
				date_modified: gmt(thing.changedAt + 3_600_000),
				date_created_gmt: gmt(thing.createdAt),
				date_modified_gmt: gmt(thing.changedAt),
			}));
			const headers = {
				'x-wp-total': String(found.length),
				'x-wp-totalpages': String(Math.ceil(found.length / size)),
			};
			return { headers, body };
		},
	},
	/** The filter is a header and knows seconds; `/Date(…)/`; no creation date; deleted by status. */
	xero: {
		list: 'GET /api.xro/2.0/Invoices',
		variables: { tenantId: 'TENANT' },
		traces: true,
		tells: 'updates',
		answer: (asked, things) => {
			expectAll({
				tenant: asked.headers['xero-tenant-id'] === 'TENANT',
				order: needed(asked, 'order') === 'UpdatedDateUTC ASC',
			});
			const since = instantOf(
				asked.headers['if-modified-since'],
				/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/,
			);
			const found = changedSince(things, since, { step: SECOND, strict: true });
			const { page } = numbered(asked, found, sizeOf(asked.query.get('pageSize')));
			const Invoices = page.map((thing) => ({
				InvoiceID: String(thing.id),
				Reference: `Edit ${thing.edits}`,
				Status: thing.isDeleted ? 'DELETED' : 'DRAFT',
				UpdatedDateUTC: `/Date(${thing.changedAt}+0000)/`,
			}));
			return { body: { Id: 'x', Status: 'OK', Invoices } };
		},
	},
};

/** `2026-01-05T12:00:00.123+0000` */
function zoned(instant: number): string {
	return millis(instant).replace('Z', '+0000');
}

/** `2026-01-05T12:00:00+00:00` */
function offset(instant: number): string {
	return seconds(instant).replace('Z', '+00:00');
}
