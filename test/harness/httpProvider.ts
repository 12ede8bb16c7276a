/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a server beside n8n, never inside it */
import { DAY, pass } from './clock';
import { HttpServer, sendWhole, type HttpRequest, type Reply } from './httpServer';
import { CUTS, silence } from './misbehaviours';
import {
	PLAIN_LIST,
	RecordList,
	type ChangeOptions,
	type Fields,
	type History,
	type ListTraits,
	type Version,
} from './provider';

export interface Traits extends ListTraits {
	/** Writes a stamp (epoch ms) into a record; `id` lets a record have a way of its own. */
	readonly write: (at: number, id: string) => Fields[string];
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
	...PLAIN_LIST,
	write: writeSeconds,
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

interface ResourceChange extends ChangeOptions {
	readonly resource?: string;
	/** How long lists do not show the change, ms. */
	readonly visibleAfter?: number;
}

/** Field that holds the id, by resource. */
const ID_FIELDS: Readonly<Record<string, string>> = {
	contacts: 'CONTACT_ID',
	leads: 'LEAD_ID',
	campaigns: 'campaignId',
};
/** Resource of a native path. */
const OBJECTS: Readonly<Record<string, string>> = { Contacts: 'contacts', Leads: 'leads' };

/** As whom a provider answers. */
type Face = 'insightly' | 'icontact' | 'platform';

/**
 * The lists of a provider over HTTP, for what a stand-in of sandbox/ exact to its documents would not do: as
 * Insightly below `/v3.1` (`skip`, `top`), as iContact below `/a` (`offset`, `limit`; no filter) and as the
 * platform below `/elements/api-v2` (page tokens), all with the same records.
 */
export class HttpProvider {
	traits: Traits;
	readonly asked: Asked[] = [];
	/** Called before each request is answered; what it returns is sent in place of the records. */
	script: (asked: Asked) => Scripted | void = () => undefined;
	private readonly lists = new Map<string, RecordList>();
	private tokens = new Map<string, number>();
	private issued = 0;
	private server: HttpServer | undefined;

	private constructor(traits: Partial<Traits>) {
		this.traits = { ...PLAIN, ...traits };
	}

	static async start(traits: Partial<Traits> = {}): Promise<HttpProvider> {
		const provider = new HttpProvider(traits);
		provider.server = await HttpServer.start(
			(request) => provider.reply(request),
			() => {
				const { dateOffset } = provider.traits;
				return dateOffset === undefined ? undefined : provider.time + dateOffset;
			},
		);
		return provider;
	}

	async stop(): Promise<void> {
		await this.server?.stop();
	}

	/** Keeps no requests of the past any more. */
	forget(): void {
		this.asked.length = 0;
		this.server?.asked.splice(0);
	}

	get url(): string {
		return this.server?.url ?? '';
	}

	/** The provider's clock, epoch ms. */
	get time(): number {
		return Date.now() + this.traits.clockOffset;
	}

	/** Creates or edits a record now. */
	change(id: string | number, options: ResourceChange = {}): void {
		const { resource = 'contacts', visibleAfter, ...more } = options;
		this.list(resource).change(String(id), visibleAfter, more);
	}

	/** Creates or edits the records `first` to `last`. */
	changeAll(first: number, last: number, options: ResourceChange = {}): void {
		for (let id = first; id <= last; id += 1) this.change(id, options);
	}

	remove(id: string | number, resource = 'contacts'): void {
		this.list(resource).remove(String(id));
	}

	ids(resource = 'contacts'): readonly string[] {
		return this.list(resource).ids();
	}

	/** Page tokens given out so far are refused from now on. */
	expireTokens(): void {
		this.tokens = new Map();
	}

	/** What lists show now. */
	shown(resource: string): readonly Version[] {
		return this.list(resource).listSince();
	}

	/** Every record of a resource there ever was. */
	histories(resource: string): readonly History[] {
		return this.list(resource).histories();
	}

	private list(resource: string): RecordList {
		const list = this.lists.get(resource) ?? new RecordList(this.traits, this);
		this.lists.set(resource, list);
		return list;
	}

	private reply({ url: path }: HttpRequest): Reply {
		const url = new URL(path, 'http://provider');
		const face = faceOf(url);
		const asked = this.read(face, url);
		this.asked.push(asked);
		pass(this.traits.requestMs);
		const scripted = this.script(asked);
		if (!scripted) return this.page(asked, face);
		if (scripted === 'hang') return { text: '', by: silence };
		if (scripted === 'drop') return { text: '', by: CUTS['closed without an answer'] };
		if ('afterMs' in scripted) {
			const { afterMs } = scripted;
			const late: Reply['by'] = (response) =>
				setTimeout(() => sendWhole(response, this.page(asked, face)), afterMs);
			return { text: '', by: late };
		}
		const { status, headers, body = '[]' } = scripted;
		return { status, headers, text: body };
	}

	private page(asked: Asked, face: Face): Reply {
		const { resource, since, skip, top } = asked;
		if (Number.isNaN(skip))
			return { status: 400, text: '{"message":"Invalid value for parameter nextPage"}' };
		const list = this.list(resource).listSince(since);
		const page = list.slice(skip, skip + top);
		const end = skip + page.length;
		const text = this.write(resource, page);
		switch (face) {
			case 'insightly':
				return { headers: { 'x-total-count': list.length }, text };
			case 'icontact':
				return { text: `{"${resource}":${text},"total":${list.length}}` };
			case 'platform':
				return {
					headers: end < list.length ? { 'elements-next-page-token': this.tokenFor(end) } : {},
					text,
				};
		}
	}

	/** A token for the page that begins at `skip`. */
	tokenFor(skip: number): string {
		const token = `t${(this.issued += 1)}`;
		this.tokens.set(token, skip);
		return token;
	}

	private read(face: Face, url: URL): Asked {
		switch (face) {
			case 'insightly':
				return this.readInsightly(url);
			case 'icontact':
				return this.readIContact(url);
			case 'platform':
				return this.readPlatform(url);
		}
	}

	private readIContact(url: URL): Asked {
		return {
			number: this.asked.length + 1,
			resource: url.pathname.split('/').pop() ?? '',
			since: undefined,
			skip: Number(url.searchParams.get('offset') ?? 0),
			top: Number(url.searchParams.get('limit') ?? 20),
			url: url.href,
		};
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

	/** The body with these versions. Ids of digits are numbers in it, however long. */
	private write(resource: string, versions: readonly Version[]): string {
		const { write } = this.traits;
		const list = this.list(resource);
		const idField = ID_FIELDS[resource] ?? 'ID';
		const records = versions.map(({ id, content, createdAt, changedAt, fields }) => ({
			[idField]: id,
			REVISION: content,
			DATE_CREATED_UTC: write(list.createdStamp(createdAt), id),
			DATE_UPDATED_UTC: write(list.stamp(changedAt), id),
			...fields,
		}));
		return JSON.stringify(records).replace(/_ID":"(\d+)"/g, '_ID":$1');
	}
}

function faceOf({ pathname }: URL): Face {
	if (pathname.startsWith('/elements/')) return 'platform';
	return pathname.startsWith('/a/') ? 'icontact' : 'insightly';
}

/** Old records, so that a baseline has something to pass over. */
export function withHistory(provider: HttpProvider, count = 5): void {
	provider.changeAll(1, count, { stampedAhead: -3 * DAY });
	provider.changeAll(1, count, { stampedAhead: -3 * DAY, resource: 'leads' });
}
