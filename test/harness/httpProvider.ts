/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a server beside n8n, never inside it */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { DAY, pass, SECOND } from './clock';

type Json = string | number | boolean | null;
export type Fields = Readonly<Record<string, Json>>;

export interface Traits {
	/** Step of the stamps, ms. */
	readonly step: number;
	/** Writes a stamp (epoch ms) into a record; `id` lets a record have a way of its own. */
	readonly write: (at: number, id: string) => Json;
	readonly order: 'id' | 'ascending' | 'newest';
	/** What becomes of records stamped exactly at the bound, or of the whole filter. */
	readonly filter: 'exclusive' | 'inclusive' | 'ignored';
	/** Reads the bound of the filter. @returns epoch ms */
	readonly readBound: (text: string) => number;
	/** Added to the local clock by the provider's, ms. */
	readonly clockOffset: number;
	/** Added to the provider's clock in the `Date` header, ms; undefined: no header. */
	readonly dateOffset: number | undefined;
	/** Virtual time that passes with each request, ms. */
	readonly requestMs: number;
}

/** `2026-01-05T12:00:00Z`, `2026-01-05 12`, `2026-01-05`: whatever fields there are, in UTC. */
export function readUtc(text: string): number {
	const [year, month, ...rest] = (text.match(/\d+/g) ?? []).map(Number);
	const [day = 1, hour = 0, minute = 0, second = 0] = rest;
	return Date.UTC(year, month - 1, day, hour, minute, second);
}

export const writeSeconds = (at: number): string =>
	new Date(at).toISOString().slice(0, 19).replace('T', ' ');

const PLAIN: Traits = {
	step: SECOND,
	write: writeSeconds,
	order: 'id',
	filter: 'exclusive',
	readBound: readUtc,
	clockOffset: 0,
	dateOffset: 0,
	requestMs: 0,
};

/** A request for a page, as the provider understands it. */
export interface Asked {
	/** From 1, over the provider's life. */
	readonly number: number;
	readonly resource: string;
	/** Epoch ms; undefined without a filter. */
	readonly since: number | undefined;
	readonly skip: number;
	readonly top: number;
	readonly url: string;
}

/** An answer in place of the provider's own. */
export type Scripted =
	| 'hang'
	| 'drop'
	| {
			readonly status?: number;
			readonly headers?: Readonly<Record<string, string>>;
			readonly body?: string;
	  }
	/** The provider's own answer, after so many real ms. */
	| { readonly afterMs: number };

interface Version {
	readonly id: string;
	readonly revision: number;
	readonly createdAt: number;
	readonly changedAt: number;
	readonly visibleAt: number;
	readonly fields: Fields;
}

export interface ChangeOptions {
	readonly resource?: string;
	/** How long lists do not show the change, ms. */
	readonly visibleAfter?: number;
	/** Added to the stamp, ms. */
	readonly stampedAhead?: number;
	/** Keeps the stamp of the version before. */
	readonly unstamped?: boolean;
	readonly fields?: Fields;
}

/** Field that holds the id, by resource. */
const ID_FIELDS: Readonly<Record<string, string>> = { contacts: 'CONTACT_ID', leads: 'LEAD_ID' };
/** Resource of a native path. */
const OBJECTS: Readonly<Record<string, string>> = { Contacts: 'contacts', Leads: 'leads' };

/**
 * A provider on the stopped clock, for what a stand-in of sandbox/ exact to its documents would not do; it answers over HTTP: as Insightly below `/v3.1` (`skip`, `top`) and
 * as the platform below `/elements/api-v2` (page tokens), both with the same records.
 */
export class ScriptedProvider {
	traits: Traits;
	readonly asked: Asked[] = [];
	/** Called before each request is answered; what it returns is sent in place of the records. */
	script: (asked: Asked) => Scripted | void = () => undefined;
	private readonly resources = new Map<string, Map<string, Version[]>>();
	private tokens = new Map<string, number>();
	private issued = 0;
	private changes = 0;
	/** The last list, which stays right until `staleAt`, when something becomes visible. */
	private listed:
		| { readonly key: string; readonly staleAt: number; readonly list: readonly Version[] }
		| undefined;
	private readonly server = createServer((request, response) => this.answer(request, response));

	constructor(traits: Partial<Traits> = {}) {
		this.traits = { ...PLAIN, ...traits };
	}

	async start(): Promise<void> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	get url(): string {
		const address = this.server.address();
		if (address === null || typeof address === 'string') throw new Error('Not started');
		return `http://127.0.0.1:${address.port}`;
	}

	/** The provider's clock, epoch ms. */
	get time(): number {
		return Date.now() + this.traits.clockOffset;
	}

	/** Creates or edits a record now. */
	change(id: string | number, options: ChangeOptions = {}): void {
		const { resource = 'contacts', visibleAfter = 0, stampedAhead = 0, fields = {} } = options;
		const records = this.records(resource);
		const before = records.get(String(id)) ?? [];
		const last = before[before.length - 1];
		const now = this.time + stampedAhead;
		const changedAt = options.unstamped ? (last?.changedAt ?? now) : now;
		const version: Version = {
			id: String(id),
			revision: before.length + 1,
			createdAt: before[0]?.createdAt ?? now,
			changedAt,
			visibleAt: this.time + visibleAfter,
			fields: { ...last?.fields, ...fields },
		};
		records.set(version.id, [...before, version]);
		this.changes += 1;
	}

	/** Creates or edits the records `first` to `last`. */
	changeAll(first: number, last: number, options: ChangeOptions = {}): void {
		for (let id = first; id <= last; id += 1) this.change(id, options);
	}

	remove(id: string | number, resource = 'contacts'): void {
		this.records(resource).delete(String(id));
		this.changes += 1;
	}

	ids(resource = 'contacts'): readonly string[] {
		return [...this.records(resource).keys()];
	}

	/** Page tokens given out so far are refused from now on. */
	expireTokens(): void {
		this.tokens = new Map();
	}

	private records(resource: string): Map<string, Version[]> {
		const records = this.resources.get(resource) ?? new Map<string, Version[]>();
		this.resources.set(resource, records);
		return records;
	}

	private answer(request: IncomingMessage, response: ServerResponse): void {
		const url = new URL(request.url ?? '', 'http://provider');
		const platform = url.pathname.startsWith('/elements/');
		const asked = platform ? this.readPlatform(url) : this.readInsightly(url);
		this.asked.push(asked);
		pass(this.traits.requestMs);
		const { dateOffset } = this.traits;
		response.sendDate = false;
		response.setHeader('content-type', 'application/json');
		if (dateOffset !== undefined)
			response.setHeader('date', new Date(this.time + dateOffset).toUTCString());
		const scripted = this.script(asked);
		if (scripted === 'hang') return;
		if (scripted === 'drop') {
			request.socket.destroy();
			return;
		}
		if (scripted && 'afterMs' in scripted) {
			setTimeout(() => this.send(asked, platform, response), scripted.afterMs);
			return;
		}
		if (scripted) {
			response.writeHead(scripted.status ?? 200, scripted.headers).end(scripted.body ?? '[]');
			return;
		}
		this.send(asked, platform, response);
	}

	private send(asked: Asked, platform: boolean, response: ServerResponse): void {
		if (Number.isNaN(asked.skip)) {
			response.writeHead(400).end('{"message":"Invalid value for parameter nextPage"}');
			return;
		}
		const list = this.list(asked.resource, asked.since);
		const page = list.slice(asked.skip, asked.skip + asked.top);
		const end = asked.skip + page.length;
		if (!platform) response.setHeader('x-total-count', String(list.length));
		else if (end < list.length) response.setHeader('elements-next-page-token', this.tokenFor(end));
		response.end(this.write(asked.resource, page));
	}

	/** A token for the page that begins at `skip`. */
	tokenFor(skip: number): string {
		const token = `t${(this.issued += 1)}`;
		this.tokens.set(token, skip);
		return token;
	}

	private readInsightly(url: URL): Asked {
		const [, , object = ''] = url.pathname.split('/');
		const after = url.searchParams.get('updated_after_utc');
		return {
			number: this.asked.length + 1,
			resource: OBJECTS[object] ?? object,
			since: after === null ? undefined : readUtc(after),
			skip: Number(url.searchParams.get('skip') ?? 0),
			top: Number(url.searchParams.get('top') ?? 100),
			url: url.href,
		};
	}

	private readPlatform(url: URL): Asked {
		const bound = /'([^']*)'/.exec(url.searchParams.get('where') ?? '');
		const token = url.searchParams.get('nextPage');
		return {
			number: this.asked.length + 1,
			resource: url.pathname.split('/').pop() ?? '',
			since: bound ? this.traits.readBound(bound[1]) : undefined,
			skip: token === null ? 0 : (this.tokens.get(token) ?? NaN),
			top: Number(url.searchParams.get('pageSize') ?? 200),
			url: url.href,
		};
	}

	private stampOf(at: number): number {
		return Math.floor(at / this.traits.step) * this.traits.step;
	}

	private list(resource: string, since: number | undefined): readonly Version[] {
		const { order, filter } = this.traits;
		const now = this.time;
		const key = [resource, since, this.changes, order, filter].join();
		if (this.listed?.key === key && now < this.listed.staleAt) return this.listed.list;
		let staleAt = Infinity;
		const list = [...this.records(resource).values()].flatMap((versions) => {
			for (const { visibleAt } of versions)
				if (visibleAt > now) staleAt = Math.min(staleAt, visibleAt);
			const shown = versions.filter(({ visibleAt }) => visibleAt <= now).pop();
			if (!shown) return [];
			if (since === undefined || filter === 'ignored') return [shown];
			const stamp = this.stampOf(shown.changedAt);
			return stamp > since || (filter === 'inclusive' && stamp === since) ? [shown] : [];
		});
		const byId = (a: Version, b: Version) => a.id.length - b.id.length || (a.id < b.id ? -1 : 1);
		list.sort((a, b) => {
			if (order === 'id') return byId(a, b);
			const byTime = this.stampOf(a.changedAt) - this.stampOf(b.changedAt);
			return (order === 'ascending' ? byTime : -byTime) || byId(a, b);
		});
		this.listed = { key, staleAt, list };
		return list;
	}

	/** The body with these versions. Ids of digits are numbers in it, however long. */
	private write(resource: string, versions: readonly Version[]): string {
		const { write } = this.traits;
		const idField = ID_FIELDS[resource] ?? 'ID';
		const records = versions.map(({ id, revision, createdAt, changedAt, fields }) => ({
			[idField]: id,
			REVISION: revision,
			DATE_CREATED_UTC: write(this.stampOf(createdAt), id),
			DATE_UPDATED_UTC: write(this.stampOf(changedAt), id),
			...fields,
		}));
		return JSON.stringify(records).replace(/_ID":"(\d+)"/g, '_ID":$1');
	}
}

/** Old records, so that a baseline has something to pass over. */
export function withHistory(provider: ScriptedProvider, count = 5): void {
	provider.changeAll(1, count, { stampedAhead: -3 * DAY });
	provider.changeAll(1, count, { stampedAhead: -3 * DAY, resource: 'leads' });
}
