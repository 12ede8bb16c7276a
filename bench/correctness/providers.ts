import { contactOf } from '../contacts';
import { salesforceDate } from '../n8nTriggers';
import type { Answer, Answered, Asked } from '../triggerSelf';
import type { Listed, World } from './world';

/*
 * The world as each of the APIs shows it. Only Insightly's list moves while it is paged through, as
 * `skip` and `top` make it; the others hand out tokens that keep a list as it was.
 */

const FAILED: Answered = {
	status: 503,
	text: '{"message":"Service Unavailable"}',
	headers: { 'content-type': 'application/json' },
};

function answering(world: World, answer: (asked: Asked) => unknown): Answer {
	return (asked) => {
		if (world.request() === 'failed') return FAILED;
		return {
			status: 200,
			text: JSON.stringify(answer(asked)),
			headers: { date: new Date(world.providerNow).toUTCString() },
		};
	};
}

/** A contact that tells its version. */
function contact({ version, created, updated }: Listed): Readonly<Record<string, unknown>> {
	return { ...contactOf(version.id - 310_000_000, created, updated), VERSION: version.number };
}

const iso = (at: number) => new Date(at).toISOString();

const byUpdated = (a: Listed, b: Listed) => a.updated - b.updated || a.version.id - b.version.id;
const byId = (a: Listed, b: Listed) => a.version.id - b.version.id;

export function insightly(world: World): Answer {
	return (asked) => {
		if (world.request() === 'failed') return FAILED;
		const { searchParams } = new URL(asked.url);
		const since = Date.parse(searchParams.get('updated_after_utc') ?? iso(0));
		const skip = Number(searchParams.get('skip') ?? 0);
		const top = Number(searchParams.get('top') ?? 100);
		const list = [...world.list()].filter(({ updated }) => updated > since).sort(byId);
		return {
			status: 200,
			text: JSON.stringify(list.slice(skip, skip + top).map(contact)),
			headers: {
				date: new Date(world.providerNow).toUTCString(),
				'x-total-count': String(list.length),
			},
		};
	};
}

/** Lists that were begun, by token. */
class Snapshots {
	private readonly lists: Array<readonly Listed[]> = [];

	/** @param token from the answer before; absent for a new list */
	page(
		token: string | undefined,
		size: number,
		begin: () => readonly Listed[],
	): { readonly listed: readonly Listed[]; readonly total: number; readonly next?: string } {
		const [list, from] = token === undefined ? [this.lists.push(begin()) - 1, 0] : parts(token);
		const whole = this.lists[list];
		const end = from + size;
		return {
			listed: whole.slice(from, end),
			total: whole.length,
			...(end < whole.length ? { next: `${list}-${end}` } : {}),
		};
	}
}

function parts(token: string): readonly [number, number] {
	const [list, from] = token.split('-');
	return [Number(list), Number(from)];
}

const text = (value: unknown) => (typeof value === 'string' ? value : undefined);

/** `IS_AFTER` leaves out the moment itself. */
export function airtable(world: World): Answer {
	const snapshots = new Snapshots();
	return answering(world, ({ query }) => {
		const since = Date.parse(
			/DATETIME_PARSE\("([^"]+)"/.exec(String(query.filterByFormula))?.[1] ?? '',
		);
		const { listed, next } = snapshots.page(text(query.offset), Number(query.pageSize), () =>
			world
				.list()
				.filter(({ updated }) => updated > since)
				.sort(byId),
		);
		return {
			records: listed.map((one) => ({
				id: `rec${one.version.id}`,
				createdTime: iso(one.created),
				fields: { Modified: iso(one.updated), ...contact(one) },
			})),
			...(next === undefined ? {} : { offset: next }),
		};
	});
}

const SALESFORCE_PAGE = 2_000;

export function salesforce(world: World): Answer {
	const snapshots = new Snapshots();
	return answering(world, ({ url, query }) => {
		const token = /\/query\/([\d-]+)$/.exec(url)?.[1];
		const { listed, total, next } = snapshots.page(token, SALESFORCE_PAGE, () => {
			const conditions = conditionsIn(String(query.q));
			return world
				.list()
				.filter((one) => conditions.every((holds) => holds(one)))
				.sort(byId);
		});
		return {
			totalSize: total,
			done: next === undefined,
			...(next === undefined ? {} : { nextRecordsUrl: `/services/data/v59.0/query/${next}` }),
			records: listed.map((one) => {
				const fields = contact(one);
				return {
					attributes: { type: 'Contact' },
					Id: `003${one.version.id}`,
					LastModifiedDate: salesforceDate(String(fields.DATE_UPDATED_UTC)),
					CreatedDate: salesforceDate(String(fields.DATE_CREATED_UTC)),
					...fields,
				};
			}),
		};
	});
}

function conditionsIn(soql: string): ReadonlyArray<(one: Listed) => boolean> {
	const found = [...soql.matchAll(/(CreatedDate|LastModifiedDate) (>=|<) (\S+)/g)];
	if (found.length === 0) throw new Error(`No conditions in: ${soql}`);
	return found.map(([, field, operator, value]) => {
		const bound = Date.parse(value);
		return (one) => {
			const at = field === 'CreatedDate' ? one.created : one.updated;
			return operator === '<' ? at < bound : at >= bound;
		};
	});
}

export function notion(world: World): Answer {
	const snapshots = new Snapshots();
	return answering(world, ({ body }) => {
		const since = Date.parse(sinceIn(body.filter));
		const { listed, next } = snapshots.page(text(body.start_cursor), Number(body.page_size), () =>
			world
				.list()
				.filter(({ updated }) => updated >= since)
				.sort((a, b) => byUpdated(b, a)),
		);
		return {
			object: 'list',
			results: listed.map((one) => ({
				object: 'page',
				id: String(one.version.id),
				created_time: iso(one.created),
				last_edited_time: iso(one.updated),
				properties: contact(one),
			})),
			next_cursor: next ?? null,
			has_more: next !== undefined,
		};
	});
}

function sinceIn(filter: unknown): string {
	const found = /"on_or_after":"([^"]+)"/.exec(JSON.stringify(filter));
	if (!found) throw new Error('No time in the filter');
	return found[1];
}

/** What the author of a piece would fetch: every record changed since, or all of them, newest first. */
export function piecesList(world: World, since: number): readonly Listed[] {
	if (world.request() === 'failed') throw new Error('Request failed with status code 503');
	return world
		.list()
		.filter(({ updated }) => updated >= since)
		.sort((a, b) => byUpdated(b, a));
}

export { contact as contactListed };
