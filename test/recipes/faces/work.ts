import {
	sizeOf,
	FEW,
	number,
	offsetOf,
	tokenOf,
	at,
	changedSince,
	DAY,
	expectAll,
	floored,
	instantOf,
	ISO_MS,
	ISO_SECONDS,
	linkHeader,
	millis,
	MINUTE,
	needed,
	numbered,
	oldestFirst,
	Refused,
	SECOND,
	seconds,
	slice,
	withParameter,
	type Face,
} from '../face';
import type { Thing } from '../shop';

const basic = (thing: Thing) => ({
	id: thing.id,
	title: `Edit ${thing.edits}`,
	created_at: seconds(thing.createdAt),
	updated_at: seconds(thing.changedAt),
});

/** What people work with: issues, tickets, tasks, pages, hours. */
export const WORK: Readonly<Record<string, Face>> = {
	/** Strict filter in a formula; values in seconds though `.000Z` is written; a token called offset. */
	airtable: {
		list: 'GET /v0/appX/tblY',
		variables: { baseId: 'appX', tableId: 'tblY' },
		idOf: ({ id }) => `rec${id}`,
		answer: (asked, things) => {
			const formula = /^IS_AFTER\(\{Last Modified\},'(.+)'\)$/.exec(
				needed(asked, 'filterByFormula'),
			);
			const since = instantOf(formula?.[1], ISO_MS);
			const found = changedSince(things, since, { step: SECOND, strict: true });
			const { page, next } = slice(
				found,
				offsetOf(asked.query.get('offset')),
				sizeOf(asked.query.get('pageSize')),
			);
			const records = page.map((thing) => ({
				id: `rec${thing.id}`,
				createdTime: millis(floored(thing.createdAt, SECOND)),
				fields: {
					Name: `Edit ${thing.edits}`,
					'Last Modified': millis(floored(thing.changedAt, SECOND)),
				},
			}));
			return { body: { records, ...(next === undefined ? {} : { offset: tokenOf(next) }) } };
		},
	},
	/** In the order of the project, not of the dates; `next_page` is null at the end. */
	asana: {
		list: 'GET /tasks',
		variables: { projectGid: '1201' },
		answer: (asked, things) => {
			expectAll({ project: needed(asked, 'project') === '1201' });
			const since = instantOf(needed(asked, 'modified_since'), ISO_MS);
			const found = [...changedSince(things, since)].sort((one, other) => other.id - one.id);
			const { page, next } = slice(
				found,
				offsetOf(asked.query.get('offset')),
				sizeOf(asked.query.get('limit')),
			);
			const fields = needed(asked, 'opt_fields').split(',');
			const data = page.map((thing) => ({
				gid: String(thing.id),
				...pick(fields, {
					name: `Edit ${thing.edits}`,
					created_at: millis(thing.createdAt),
					modified_at: millis(thing.changedAt),
				}),
			}));
			return { body: { data, next_page: next === undefined ? null : { offset: tokenOf(next) } } };
		},
	},
	/** No filter by date: by when events begin. Cancelled ones stay. */
	calendly: {
		list: 'GET /scheduled_events',
		variables: { organization: 'ORG' },
		traces: true,
		idOf: ({ id }) => `https://api.calendly.com/scheduled_events/${id}`,
		answer: (asked, things) => {
			const organization = needed(asked, 'organization');
			expectAll({ organization: organization === 'https://api.calendly.com/organizations/ORG' });
			const from = instantOf(needed(asked, 'min_start_time'), ISO_SECONDS);
			const found = things.filter(({ createdAt }) => createdAt + DAY >= from);
			const { page, next } = slice(
				found,
				offsetOf(asked.query.get('page_token')),
				sizeOf(asked.query.get('count')),
			);
			const collection = page.map((thing) => ({
				uri: `https://api.calendly.com/scheduled_events/${thing.id}`,
				name: `Edit ${thing.edits}`,
				status: thing.isDeleted ? 'canceled' : 'active',
				created_at: micros(thing.createdAt),
				updated_at: micros(thing.changedAt),
			}));
			return {
				body: { collection, pagination: { count: page.length, next_page_token: tokenOf(next) } },
			};
		},
	},
	/** Page numbers without any mark of the end, and none behind page 300. */
	freshdesk: {
		list: 'GET /api/v2/tickets',
		answer: (asked, things) => {
			expectAll({
				order: needed(asked, 'order_by') === 'updated_at' && needed(asked, 'order_type') === 'asc',
			});
			if (number(asked, 'page') > 300) throw new Refused('There is no page behind 300.');
			const since = instantOf(needed(asked, 'updated_since'), ISO_SECONDS);
			const found = changedSince(things, since, { step: SECOND });
			return { body: numbered(asked, found, sizeOf(asked.query.get('per_page'))).page.map(basic) };
		},
	},
	/** The next page has another path, by the number of the repository; pull requests are in the list. */
	'github-issues': {
		list: 'GET /repos/acme/shop/issues',
		variables: { owner: 'acme', repo: 'shop' },
		alsoAt: /^\/repositories\/77\/issues$/,
		answer: (asked, things) => {
			expectAll({
				state: needed(asked, 'state') === 'all',
				sort: needed(asked, 'sort') === 'updated',
				direction: needed(asked, 'direction') === 'asc',
			});
			const since = instantOf(needed(asked, 'since'), ISO_SECONDS);
			const found = changedSince(things, since, { step: SECOND });
			const { page, next } = numbered(asked, found, sizeOf(asked.query.get('per_page')));
			const elsewhere = new URL(asked.url);
			elsewhere.pathname = '/repositories/77/issues';
			const body = page.map((thing) => ({
				...basic(thing),
				user: { id: 1 },
				...(thing.id % 2 === 0 ? { pull_request: {} } : {}),
			}));
			return { headers: linkHeader(elsewhere, next), body };
		},
	},
	'github-labels': {
		list: 'GET /repos/acme/shop/labels',
		variables: { owner: 'acme', repo: 'shop' },
		compares: true,
		answer: (asked, things) => {
			const { page, next } = numbered(asked, things, sizeOf(asked.query.get('per_page')));
			const body = page.map(({ id, edits }) => ({
				id,
				name: `label-${id}`,
				color: `edit${edits}`,
			}));
			return { headers: linkHeader(asked.url, next), body };
		},
	},
	'gitlab-issues': {
		list: 'GET /api/v4/projects/42/issues',
		variables: { projectId: '42' },
		answer: (asked, things) => {
			expectAll({
				scope: needed(asked, 'scope') === 'all',
				order: needed(asked, 'order_by') === 'updated_at' && needed(asked, 'sort') === 'asc',
			});
			const found = changedSince(things, instantOf(needed(asked, 'updated_after'), ISO_MS));
			const { page, next } = numbered(asked, found, sizeOf(asked.query.get('per_page')));
			const body = page.map((thing) => ({
				...basic(thing),
				created_at: millis(thing.createdAt),
				updated_at: millis(thing.changedAt),
			}));
			return { headers: linkHeader(asked.url, next), body };
		},
	},
	/** By the day of the work, not by change; a `User-Agent` has to be there; the next page by a cursor in an address. */
	harvest: {
		list: 'GET /v2/time_entries',
		answer: (asked, things) => {
			expectAll({ 'User-Agent': asked.headers['user-agent']?.includes('@') });
			const since = instantOf(needed(asked, 'updated_since'), ISO_SECONDS);
			const found = [...changedSince(things, since, { step: SECOND })].sort(
				(one, other) => other.id - one.id,
			);
			const { page, next } = slice(
				found,
				offsetOf(asked.query.get('cursor')),
				sizeOf(asked.query.get('per_page')),
			);
			const link = next === undefined ? null : withParameter(asked.url, 'cursor', `at${next}`);
			return {
				body: { time_entries: page.map(basic), page: null, next_page: null, links: { next: link } },
			};
		},
	},
	/** JQL: minutes, in the zone of the user. */
	jira: {
		list: 'GET /rest/api/3/search/jql',
		answer: (asked, things) => {
			const jql = /^updated >= "(\d{4}-\d\d-\d\d \d\d:\d\d)" ORDER BY updated ASC$/.exec(
				needed(asked, 'jql'),
			);
			if (!jql) throw new Refused(`JQL that is not understood: ${needed(asked, 'jql')}.`);
			const since = Date.parse(`${jql[1].replace(' ', 'T')}:00+01:00`);
			const { page, next } = slice(
				changedSince(things, since),
				offsetOf(asked.query.get('nextPageToken')),
				sizeOf(asked.query.get('maxResults')),
			);
			const issues = page.map((thing) => ({
				id: String(thing.id),
				key: `SHOP-${thing.id}`,
				fields: {
					summary: `Edit ${thing.edits}`,
					created: berlin(thing.createdAt),
					updated: berlin(thing.changedAt),
				},
			}));
			return {
				body: {
					issues,
					isLast: next === undefined,
					...(next === undefined ? {} : { nextPageToken: tokenOf(next) }),
				},
			};
		},
	},
	/** GraphQL, newest first; errors with status 200. */
	linear: {
		list: 'POST /graphql',
		traces: true,
		answer: ({ body }, things) => {
			const since = at(body, 'variables.filter.updatedAt.gte');
			if (typeof since !== 'string' || !String(at(body, 'query')).includes('includeArchived:true'))
				return { body: { errors: [{ message: 'The query is not understood.' }] } };
			const found = [...changedSince(things, instantOf(since, ISO_MS))].reverse();
			const size = sizeOf(at(body, 'variables.first'));
			const { page, next } = slice(found, offsetOf(at(body, 'variables.after')), size);
			const nodes = page.map((thing) => ({
				id: String(thing.id),
				title: `Edit ${thing.edits}`,
				trashed: thing.isDeleted ? true : null,
				createdAt: millis(thing.createdAt),
				updatedAt: millis(thing.changedAt),
			}));
			return {
				body: {
					data: {
						issues: {
							nodes,
							pageInfo: {
								hasNextPage: next !== undefined,
								endCursor: tokenOf(next ?? things.length),
							},
						},
					},
				},
			};
		},
	},
	/** Times rounded down to the minute. */
	notion: {
		list: 'POST /v1/data_sources/ds1/query',
		variables: { dataSourceId: 'ds1' },
		answer: ({ body, headers }, things) => {
			expectAll({
				version: headers['notion-version'] === '2025-09-03',
				sort: at(body, 'sorts.0.direction') === 'ascending',
				'no null cursor': at(body, 'start_cursor') !== null,
			});
			const since = instantOf(at(body, 'filter.last_edited_time.on_or_after'), ISO_SECONDS);
			const found = changedSince(things, since, { step: MINUTE });
			const { page, next } = slice(
				found,
				offsetOf(at(body, 'start_cursor')),
				sizeOf(at(body, 'page_size')),
			);
			const results = page.map((thing) => ({
				object: 'page',
				id: `page-${thing.id}`,
				created_time: millis(floored(thing.createdAt, MINUTE)),
				last_edited_time: millis(floored(thing.changedAt, MINUTE)),
				properties: { Name: { id: 'title', title: [{ plain_text: `Edit ${thing.edits}` }] } },
			}));
			return {
				body: { object: 'list', results, next_cursor: tokenOf(next), has_more: next !== undefined },
			};
		},
		idOf: ({ id }) => `page-${id}`,
	},
	/** A cursor on the last page too; only the cursor is sent with it; the last minute is left out. */
	zendesk: {
		list: 'GET /api/v2/incremental/tickets/cursor.json',
		traces: true,
		answer: (asked, things) => {
			const cursor = asked.query.get('cursor');
			if (cursor !== null && asked.query.get('start_time') !== null)
				throw new Refused('A cursor is sent alone.');
			const [start, skip] =
				cursor === null ? [number(asked, 'start_time'), 0] : cursor.split('-').map(Number);
			if (start * SECOND > asked.now - MINUTE) throw new Refused('start_time is too recent.', 422);
			const settled = oldestFirst(things).filter(
				({ changedAt }) => changedAt <= asked.now - MINUTE,
			);
			const { page, next } = slice(
				changedSince(settled, start * SECOND, { step: SECOND }),
				skip,
				FEW,
			);
			const tickets = page.map((thing) => ({
				...basic(thing),
				status: thing.isDeleted ? 'deleted' : 'open',
			}));
			return {
				body: {
					tickets,
					after_cursor: `${start}-${skip + page.length}`,
					end_of_stream: next === undefined,
				},
			};
		},
	},
};

function pick(names: readonly string[], fields: Readonly<Record<string, unknown>>): object {
	return Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)));
}

/** `2026-01-05T12:00:00.123000Z` */
function micros(instant: number): string {
	return millis(instant).replace('Z', '000Z');
}

/** As Berlin's clocks show it in winter, `2026-01-05T13:00:00.123+0100`. */
function berlin(instant: number): string {
	return millis(instant + 3_600_000).replace('Z', '+0100');
}
