import { valueOfJson } from '../../nodes/OpenConnectors/core/json';
import type { JsonValue, RawRecord } from '../../nodes/OpenConnectors/core/page';
import type { HttpAnswer, HttpRequest } from '../../nodes/OpenConnectors/streams/http';
import { SECOND, START } from './clock';
import { PLAIN_LIST, RecordList, type ListTraits, type Version } from './provider';

/** How an API of a test is asked and how it answers. Each trait is a habit that real APIs have. */
export interface RestTraits extends ListTraits {
	/** Where the parameters of a page stand. */
	readonly place: 'query' | 'body' | 'header';
	readonly paging: 'none' | 'page' | 'offset' | 'cursor' | 'last-id' | 'link-header' | 'link-field';
	/** What an answer says of the end of the list. */
	readonly mark: 'nothing' | 'total' | 'pages' | 'more' | 'end';
	/** Whether a cursor stands on the last page, too. */
	readonly cursorAtEnd: boolean;
	/** Whether the cursor alone asks for a page, and other parameters with it are refused. */
	readonly alone: boolean;
	/** Records a page, where nothing else is asked for. */
	readonly pageSize: number;
	/** Records a page at most; more that is asked for is not refused. */
	readonly clamp: number;
	/** Step in which the filter reads its bound and the stamps, in ms. */
	readonly filterStep: number;
	/** Records that one query serves; further ones are refused. */
	readonly maximum: number;
	/** Longest window, in ms; a longer one is refused. */
	readonly longestWindow: number;
	/** How far back it answers, in ms; an earlier bound is refused. */
	readonly retention: number;
	/** Where the list stands when there is none: in place as ever, not at all, or as null. */
	readonly none: 'list' | 'absent' | 'null';
	/** Whether each entry holds the record in a field, and id and date beside it. */
	readonly isWrapped: boolean;
	/** Whether the list is the answer. */
	readonly isBare: boolean;
	/** Every so manieth request is answered with a failure. */
	readonly failEvery: number;
	/** Whether failures come with the status 200. */
	readonly failsWith200: boolean;
	/** Virtual time that passes with each request, ms. */
	readonly requestMs: number;
}

const PLAIN: RestTraits = {
	...PLAIN_LIST,
	place: 'query',
	paging: 'none',
	mark: 'nothing',
	cursorAtEnd: false,
	alone: false,
	pageSize: 20,
	clamp: 100,
	filterStep: SECOND,
	maximum: Infinity,
	longestWindow: Infinity,
	retention: Infinity,
	none: 'list',
	isWrapped: false,
	isBare: false,
	failEvery: 0,
	failsWith200: false,
	requestMs: 100,
};

/** What is asked of the API, wherever it stood. */
type Parameters = ReadonlyMap<string, JsonValue>;

class Refusal extends Error {
	constructor(
		readonly status: number,
		message: string,
	) {
		super(message);
	}
}

export const BASE = 'https://api.example/v1';

/** An API of one list on virtual time, which is asked without a network. */
export class RestApi extends RecordList<RestTraits> {
	readonly asked: HttpRequest[] = [];
	/** Called before each request. */
	beforeRequest: (request: HttpRequest) => void = () => undefined;
	/** Called with what each page shows. */
	afterPage: (versions: readonly Version[], asked: Parameters) => void = () => undefined;
	/** Whether it behaves from now on: no failure comes any more. */
	isCalm = false;

	constructor(traits: Partial<RestTraits> = {}) {
		super({ ...PLAIN, ...traits }, { time: START });
	}

	get time(): number {
		return this.clock.time;
	}

	set time(at: number) {
		this.clock.time = at;
	}

	readonly send = async (request: HttpRequest): Promise<HttpAnswer> => {
		this.time += this.traits.requestMs;
		this.asked.push(request);
		this.beforeRequest(request);
		const { failEvery, failsWith200 } = this.traits;
		const date = new Date(Math.floor(this.time / SECOND) * SECOND).toUTCString();
		if (!this.isCalm && failEvery > 0 && this.asked.length % failEvery === 0) {
			const body = JSON.stringify({ ok: false, problem: 'busy' });
			return { status: failsWith200 ? 200 : 503, headers: { date }, body };
		}
		try {
			const { headers, body } = this.answer(request);
			return { status: 200, headers: { date, ...headers }, body: JSON.stringify(body) };
		} catch (error) {
			const { message, status } =
				error instanceof Refusal ? error : new Refusal(500, String(error));
			return { status, headers: { date }, body: JSON.stringify({ message }) };
		}
	};

	private answer(request: HttpRequest) {
		const { traits } = this;
		const asked = this.parametersOf(request);
		const token = textAt(asked, 'cursor') ?? textAt(asked, 'token');
		if (traits.alone && token !== undefined && asked.has('since'))
			throw new Refusal(400, 'A cursor stands alone.');
		const saved = token === undefined || traits.paging === 'last-id' ? undefined : parsed(token);
		const query = saved?.query ?? queryOf(asked);
		this.checkQuery(query);
		const list = this.matching(query);
		const limit = Math.min(
			traits.clamp,
			numberAt(asked, 'limit') ?? query.limit ?? traits.pageSize,
		);
		const skip = this.skipOf(asked, { token, saved, limit, list });
		if (skip + limit > traits.maximum) throw new Refusal(422, 'Only the first results are served.');
		const page = traits.paging === 'none' ? list : list.slice(skip, skip + limit);
		this.afterPage(page, asked);
		const end = skip + page.length;
		const isLast = end >= list.length;
		const next = JSON.stringify({ skip: end, query: { ...query, limit } });
		return this.write(page, { isLast, total: list.length, limit, next, request });
	}

	private parametersOf({ url, headers = {}, body }: HttpRequest): Parameters {
		const { searchParams } = new URL(url);
		const fields: Readonly<Record<string, JsonValue>> = body === undefined ? {} : JSON.parse(body);
		const { page, ...others } = fields;
		const inBody = { ...others, ...(typeof page === 'object' ? page : {}) };
		const inHeaders = Object.entries(headers).map(
			([name, value]) => [name.replace(/^X-/, '').toLowerCase(), value] as const,
		);
		return new Map<string, JsonValue>([
			...searchParams,
			...inHeaders,
			...Object.entries(inBody).map(([name, value]) => [name, value as JsonValue] as const),
		]);
	}

	private checkQuery({ since, until = this.time }: Query): void {
		const { longestWindow, retention } = this.traits;
		if (since === undefined) return;
		if (until - since > longestWindow) throw new Refusal(400, 'The window is too long.');
		if (since < this.time - retention) throw new Refusal(400, 'That is too long ago.');
	}

	private matching({ since, until }: Query): readonly Version[] {
		const { filter, filterStep } = this.traits;
		const all = this.listSince();
		if (since === undefined || filter === 'ignored') return all;
		const step = (at: number) => Math.floor(at / filterStep) * filterStep;
		return all.filter(({ changedAt }) => {
			const at = step(this.stamp(changedAt));
			const isBehind = filter === 'inclusive' ? at >= step(since) : at > step(since);
			// One side of a window is open.
			const isBefore =
				until === undefined || (filter === 'inclusive' ? at < step(until) : at <= step(until));
			return isBehind && isBefore;
		});
	}

	private skipOf(
		asked: Parameters,
		{
			token,
			saved,
			limit,
			list,
		}: { token?: string; saved?: Saved; limit: number; list: readonly Version[] },
	): number {
		switch (this.traits.paging) {
			case 'none':
				return 0;
			case 'page':
				return ((numberAt(asked, 'number') ?? 1) - 1) * limit;
			case 'offset':
				return numberAt(asked, 'offset') ?? 0;
			case 'last-id':
				return token === undefined
					? 0
					: list.filter((version) => !this.follows(version, `0:${token}`)).length;
			default:
				return saved?.skip ?? 0;
		}
	}

	private write(
		versions: readonly Version[],
		{
			isLast,
			total,
			limit,
			next,
			request,
		}: { isLast: boolean; total: number; limit: number; next: string; request: HttpRequest },
	): { headers: Record<string, string>; body: JsonValue } {
		const { mark, paging, none, isBare, cursorAtEnd } = this.traits;
		const records = versions.map((version) => this.toRecord(version));
		const link = `${new URL(request.url).pathname}?token=${encodeURIComponent(next)}`;
		const headers: Record<string, string> = {};
		if (paging === 'link-header' && !isLast) headers.link = `<${link}>; rel="next"`;
		if (isBare) return { headers, body: records };
		const body: Record<string, JsonValue> = {};
		if (records.length > 0 || none === 'list') body.items = records;
		else if (none === 'null') body.items = null;
		if (mark === 'total') body.total = total;
		if (mark === 'pages') body.pages = Math.ceil(total / limit);
		if (mark === 'more') body.has_more = !isLast;
		if (mark === 'end') body.end = isLast;
		if (paging === 'cursor' && (!isLast || cursorAtEnd)) body.cursor = next;
		if (paging === 'link-field') body.next = isLast ? null : link;
		return { headers, body };
	}

	private toRecord(version: Version): RawRecord {
		const { id, content, createdAt, changedAt } = version;
		const stamps = {
			created_at: this.text(this.createdStamp(createdAt)),
			updated_at: this.text(this.stamp(changedAt)),
			seconds: Math.floor(this.stamp(changedAt) / SECOND),
		};
		if (!this.traits.isWrapped) return { id, content, kind: 'thing', ...stamps };
		return { id, ...stamps, object: { id, content, kind: 'thing' } };
	}

	private text(at: number): string {
		return new Date(at).toISOString();
	}
}

interface Query {
	readonly since?: number;
	readonly until?: number;
	readonly limit?: number;
}

interface Saved {
	readonly skip: number;
	readonly query: Query;
}

function queryOf(asked: Parameters): Query {
	const instant = (name: string) => {
		const text = textAt(asked, name);
		if (text === undefined) return undefined;
		const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
		if (Number.isNaN(at)) throw new Refusal(400, `${name} is no date.`);
		return at;
	};
	return { since: instant('since'), until: instant('until') };
}

function textAt(asked: Parameters, name: string): string | undefined {
	const value = asked.get(name);
	return value === undefined || value === null ? undefined : String(value);
}

function numberAt(asked: Parameters, name: string): number | undefined {
	const text = textAt(asked, name);
	return text === undefined ? undefined : Number(text);
}

function parsed(token: string): Saved {
	const saved = valueOfJson(token);
	if (typeof saved === 'object' && saved !== null && 'skip' in saved) return JSON.parse(token);
	throw new Refusal(400, 'The token cannot be read.');
}
