import type { EngineName } from '../harness/host';
import { redirect } from '../harness/misbehaviours';
import type { RecordList } from '../harness/provider';
import { MINUTE, SECOND } from '../harness/clock';
import { TOKEN_PATH, WireHost, type WireHostSettings } from './wireHost';
import { PAGE_SIZE, recordsOf, SECRET, type WireList } from './wireLists';
import { HttpServer, type Misbehaviour, type Reply, type HttpRequest } from '../harness/httpServer';

/** Which answers of a reading misbehave. */
export type Where = 'first' | 'middle' | 'last';

const MOVED = '/moved';
const RENEWED = JSON.stringify({ access_token: `${SECRET}-renewed`, token_type: 'bearer' });

/** Records changed in a round of a dated list, and records of a list that is compared: three pages. */
const CHANGED = PAGE_SIZE * 2 + 5;
/** How old the records are that are there first: older than a zone that is not certain can make them. */
const HISTORY_AGE = 72 * 60 * MINUTE;
/** Longer than a list that is read whole rests between readings. */
export const POLL_EVERY = 6 * MINUTE;
/** Long enough for a dated list to be done with what it has told. */
export const REST = 20 * 60 * MINUTE;

/** A list of a provider that misbehaves, and a workflow that polls it. */
export class WireScenario {
	private readonly records: RecordList;
	private moved: { readonly status: number; readonly location?: string | undefined } | undefined;
	private lastId = 0;
	private answered = 0;
	private misbehaving:
		| { readonly by: Misbehaviour; readonly where: Where; left: number }
		| undefined;

	private constructor(
		readonly list: WireList,
		readonly server: HttpServer,
		readonly host: WireHost,
	) {
		this.records = recordsOf(list);
	}

	static async start(
		list: WireList,
		engine: EngineName,
		settings: Omit<WireHostSettings, 'baseUrl'> = {},
	): Promise<WireScenario> {
		const reply: { to: (request: HttpRequest) => Reply } = { to: () => ({ text: '' }) };
		const server = await HttpServer.start((request) => reply.to(request));
		const host = new WireHost(list, { ...settings, engine, baseUrl: server.url });
		const scenario = new WireScenario(list, server, host);
		reply.to = (request) => scenario.reply(request);
		scenario.add(CHANGED, HISTORY_AGE);
		return scenario;
	}

	get name(): string {
		return `${this.list.name}, ${this.host.engine}`;
	}

	/** From here on so many answers at the place misbehave; Infinity: all, until it behaves again. */
	misbehave(by: Misbehaviour, where: Where, times: number): void {
		this.answered = 0;
		this.misbehaving = { by, where, left: times };
	}

	/** From here on every request is redirected to the same path below another one of this server. */
	move(status: number): void {
		this.moved = { status };
	}

	/** From here on every request is redirected to one address, or to none. */
	redirectAll(location: string | undefined): void {
		this.moved = { status: 302, location };
	}

	behave(): void {
		this.misbehaving = undefined;
	}

	/** Changes records all over the list, in the half hour before now. @returns the events that have to come */
	change(): readonly string[] {
		if (this.list.watch === 'dates') {
			const { newsKind = 'created' } = this.list;
			return this.add(CHANGED).map((id) => `${newsKind} ${id}`);
		}
		const gone = this.records.ids()[1];
		this.records.remove(gone);
		const edited = [0, 12, 22].map((index) => this.records.ids()[index]);
		for (const id of edited) this.records.change(id);
		const made = this.add(1);
		return [...edited.map((id) => `updated ${id}`), `deleted ${gone}`, `created ${made.join()}`];
	}

	/** @returns the ids of the records */
	private add(count: number, age = SECOND): readonly string[] {
		return Array.from({ length: count }, (_, index) => {
			this.lastId += 1;
			// Longer ago than a poll looks back; and ids do not go with time, so that the newest record is
			// not on the last page of a list by id.
			const place = ((count - 1 - index) * 7) % count;
			const stampedAhead = -age - place * MINUTE;
			return this.records.change(String(this.lastId), 0, { stampedAhead }).id;
		});
	}

	private reply(request: HttpRequest): Reply {
		const { list, misbehaving } = this;
		if (request.url.startsWith(TOKEN_PATH)) return { text: RENEWED };
		const { moved } = this;
		if (moved && 'location' in moved)
			return { text: '', by: redirect(moved.status, moved.location) };
		if (moved && !request.url.startsWith(MOVED))
			return { text: '', by: redirect(moved.status, MOVED + request.url) };
		const page = list.page(request, this.records);
		if (!page) return list.beside?.(request) ?? { status: 404, text: '' };
		this.answered += 1;
		if (!misbehaving || misbehaving.left === 0) return page.answer;
		const { where } = misbehaving;
		const isBehindFirst = this.answered > 1;
		const isLast = list.order === 'newest' ? this.answered > 2 : page.isLast;
		const isPlace = where === 'first' || (isBehindFirst && (where === 'middle' || isLast));
		if (!isPlace) return page.answer;
		misbehaving.left -= 1;
		return { ...page.answer, by: misbehaving.by };
	}
}

/** How what came differs from what was to come; empty where it does not. */
export function difference(expected: readonly string[], came: readonly string[]): string {
	const missing = expected.filter((event) => !came.includes(event));
	const surplus = came.filter(
		(event, index) => !expected.includes(event) || came.indexOf(event) !== index,
	);
	return [
		missing.length > 0 ? `${missing.length} of ${expected.length} lost` : '',
		surplus.length > 0 ? `invented or twice: ${surplus.join(', ')}` : '',
	]
		.filter(Boolean)
		.join('; ');
}
