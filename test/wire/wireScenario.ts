import type { EngineName } from '../harness/host';
import { redirect } from '../harness/misbehaviours';
import { MINUTE, SECOND } from '../harness/clock';
import { TOKEN_PATH, WireHost, type WireHostSettings } from './wireHost';
import { PAGE_SIZE, SECRET, type WireList, type WireRecord } from './wireLists';
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
	records: WireRecord[] = [];
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
	) {}

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
		const before = this.lastId;
		if (this.list.watch === 'dates') {
			this.add(CHANGED);
			return this.records.filter(({ id }) => id > before).map(({ id }) => this.eventOf(id));
		}
		const [gone] = this.records.splice(1, 1);
		const edited = [0, 12, 22].map((index) => this.records[index].id);
		this.records = this.records.map((record) =>
			edited.includes(record.id) ? { ...record, value: record.value + 1 } : record,
		);
		this.add(1);
		return [...edited.map((id) => `updated ${id}`), `deleted ${gone.id}`, `created ${this.lastId}`];
	}

	private eventOf(id: number): string {
		return `${this.list.newsKind ?? 'created'} ${id}`;
	}

	private add(count: number, age = SECOND): void {
		const newest = Math.floor(Date.now() / SECOND) * SECOND - age;
		for (let index = count - 1; index >= 0; index -= 1) {
			this.lastId += 1;
			// Longer ago than a poll looks back; and ids do not go with time, so that the newest record is
			// not on the last page of a list by id.
			const place = (index * 7) % count;
			this.records.push({ id: this.lastId, at: newest - place * MINUTE, value: 0 });
		}
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
		const isLast = list.isNewestFirst ? this.answered > 2 : page.isLast;
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
