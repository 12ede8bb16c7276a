import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import type { WholeAnswer, HttpRequest } from '../harness/httpServer';
import { PLAIN_LIST, RecordList, type ListTraits } from '../harness/provider';

/** A record of a provider, before it is put into the provider's words. */
export interface WireRecord {
	readonly id: number;
	/** Its stamp, epoch ms, a whole second. */
	readonly at: number;
	/** What it holds. */
	readonly value: number;
}

/** One page of a list. */
export interface WirePage {
	readonly answer: WholeAnswer;
	/** Whether no page is behind it. */
	readonly isLast: boolean;
}

/** A kind of list: who has it, how it is polled and how it goes on from page to page. */
export interface WireList {
	readonly name: string;
	/** Found by dates, or by comparing the list whole. */
	readonly watch: 'dates' | 'comparison';
	/** Absent: by id. */
	readonly order?: ListTraits['order'];
	/** What a new record is told as, where nothing says that it is new. */
	readonly newsKind?: 'updated';
	/** Whether the answer itself is the list. */
	readonly isBare?: boolean;
	readonly parameters: INodeParameters;
	readonly credentialType: string;
	readonly credential: ICredentialDataDecryptedObject;
	/** A page of the list; undefined where the request is for another list. */
	readonly page: (request: HttpRequest, records: RecordList) => WirePage | undefined;
	/** The answer to a request for another list, which is empty; absent where there is none. */
	readonly beside?: (request: HttpRequest) => WholeAnswer;
}

export const PAGE_SIZE = 10;

const iso = (at: number): string => new Date(at).toISOString();
const seconds = (at: number): string => iso(at).replace(/\.\d+Z/, 'Z');
const sql = (at: number): string => iso(at).slice(0, 19).replace('T', ' ');
const instant = (text: string): number => {
	const zoned = text.replace(' ', 'T');
	return Date.parse(/Z|[+-]\d\d:?\d\d$/.test(zoned) ? zoned : `${zoned}Z`);
};

/** A list without records, on the local clock. */
export const recordsOf = ({ order = 'id' }: Pick<WireList, 'order'>): RecordList =>
	new RecordList(
		{ ...PLAIN_LIST, order, filter: 'inclusive' },
		{
			get time() {
				return Date.now();
			},
		},
	);

/** What a list shows, in its order, of what changed at or behind an instant. */
const since = (records: RecordList, text?: string | null): readonly WireRecord[] =>
	records.listSince(text ? instant(text) : undefined).map(({ id, changedAt, content }) => ({
		id: Number(id),
		at: records.stamp(changedAt),
		value: content,
	}));

const json = (value: unknown, headers: WholeAnswer['headers'] = {}): WholeAnswer => ({
	text: JSON.stringify(value),
	headers,
});

/** The part of a list that begins somewhere, and where the next part begins. */
function part(records: readonly WireRecord[], from: string | null | undefined) {
	const at = Number(from ?? 0);
	const end = at + PAGE_SIZE;
	const next = end < records.length ? String(end) : undefined;
	return { shown: records.slice(at, end), next, isLast: next === undefined };
}

const provider = (connector: string, resource: string, more: INodeParameters = {}) => ({
	connector,
	connection: 'provider',
	configure: 'resources',
	resources: [resource],
	...more,
});

/** Every secret begins like this, so that it is found wherever it goes. */
export const SECRET = 'S3CR3T';

const INSIGHTLY = {
	credentialType: 'openConnectorsInsightlyApi',
	credential: { apiKey: `${SECRET}-insightly-key` },
};
const ICONTACT = {
	credentialType: 'openConnectorsIContactApi',
	credential: {
		apiVersion: '2.2',
		appId: `${SECRET}-icontact-app`,
		username: `${SECRET}-icontact-user`,
		password: `${SECRET}-icontact-password`,
		accountId: '111',
		clientFolderId: '222',
	},
};
const login = (name: string) => ({
	clientId: `${SECRET}-${name}-client`,
	clientSecret: `${SECRET}-${name}-client-secret`,
	grantType: 'authorizationCode',
	authentication: 'header',
	oauthTokenData: {
		access_token: `${SECRET}-${name}-token`,
		refresh_token: `${SECRET}-${name}-refresh`,
		token_type: 'bearer',
	},
});
const CONSTANT_CONTACT = {
	credentialType: 'openConnectorsConstantContactOAuth2Api',
	credential: login('constantcontact'),
};
const KEAP = {
	credentialType: 'openConnectorsInfusionsoftRestApi',
	credential: { apiKey: `${SECRET}-keap-key` },
};
const KEAP_LOGIN = {
	credentialType: 'openConnectorsInfusionsoftRestOAuth2Api',
	credential: login('keap'),
};
const MAXIMIZER = {
	credentialType: 'openConnectorsMaximizerApi',
	credential: { accessToken: `${SECRET}-maximizer-token` },
};
const MAXIMIZER_LOGIN = {
	credentialType: 'openConnectorsMaximizerOAuth2Api',
	credential: { ...login('maximizer'), dataCentre: 'caw', alias: 'acme' },
};
const PLATFORM = {
	credentialType: 'openConnectorsApi',
	credential: {
		userSecret: `${SECRET}-user`,
		organizationSecret: `${SECRET}-organization`,
		elementToken: `${SECRET}-element`,
	},
};

const insightlyPage: WireList['page'] = ({ query }, records) => {
	const list = since(records, query.get('updated_after_utc'));
	const { shown, isLast } = part(list, query.get('skip'));
	const total = { 'x-total-count': String(list.length) };
	const contacts = shown.map(({ id, at, value }) => ({
		CONTACT_ID: id,
		DATE_CREATED_UTC: sql(at),
		DATE_UPDATED_UTC: sql(at),
		VALUE: value,
	}));
	return { answer: json(contacts, query.has('count_total') ? total : {}), isLast };
};

/** Accounts and folders of iContact. */
const isLookup = ({ url }: HttpRequest): boolean => /\/[ac]\/?(\?|$)/.test(url);

const icontactBeside: NonNullable<WireList['beside']> = ({ url }) =>
	/\/c\/?(\?|$)/.test(url)
		? json({ clientfolders: [{ clientFolderId: '222' }], total: 1 })
		: json({ accounts: [{ accountId: '111', companyName: 'Acme' }], total: 1 });

const icontactPage =
	(name: string, show: (record: WireRecord) => object): WireList['page'] =>
	(request, records) => {
		if (isLookup(request)) return undefined;
		const offset = request.query.get('offset');
		const list = since(records);
		const { shown, isLast } = part(list, offset);
		const place = { total: list.length, limit: PAGE_SIZE, offset: Number(offset) };
		return { answer: json({ [name]: shown.map(show), ...place }), isLast };
	};

const constantContactPage =
	(path: string, name: string, show: (record: WireRecord) => object): WireList['page'] =>
	({ query }, records) => {
		if (query.has('optout_after')) return undefined;
		const list = since(records, query.get('updated_after'));
		const { shown, next, isLast } = part(list, query.get('cursor'));
		const following = new URLSearchParams(query);
		following.set('cursor', next ?? '');
		const links = { next: { href: `/v3${path}?${following.toString()}` } };
		const body = { [name]: shown.map(show), ...(isLast ? {} : { _links: links }) };
		return { answer: json(body), isLast };
	};

const keapPage =
	(name: string, show: (record: WireRecord) => object): WireList['page'] =>
	({ query }, records) => {
		const filter = /(?:start_update_time|since_time)==([^;&]+)/.exec(query.get('filter') ?? '');
		const list = since(records, filter?.[1]);
		const { shown, next, isLast } = part(list, query.get('page_token'));
		return { answer: json({ [name]: shown.map(show), next_page_token: next ?? '' }), isLast };
	};

const keapFirstPage =
	(name: string, show: (record: WireRecord) => object): WireList['page'] =>
	({ query }, records) => {
		const list = since(records, query.get('since'));
		const { shown, isLast } = part(list, query.get('offset'));
		const always = { next: 'https://wire/next', previous: 'https://wire/previous' };
		return { answer: json({ [name]: shown.map(show), count: list.length, ...always }), isLast };
	};

const maximizerKey = (position: number): string => Buffer.from(String(position)).toString('base64');

const maximizerPage =
	(entity: string, show: (record: WireRecord) => object): WireList['page'] =>
	({ body }, records) => {
		const asked = /"PageKey":"([^"]+)"/.exec(body)?.[1];
		const from = /"\$GE":"([^"]+)"/.exec(body)?.[1];
		const room = Number(/"PageSize":(\d+)/.exec(body)?.[1]);
		const list = since(records, from);
		const at = asked === undefined ? 0 : Number(Buffer.from(asked, 'base64').toString());
		const end = at + room;
		const isLast = end >= list.length;
		return {
			answer: json({
				Code: 0,
				[entity]: {
					Data: list.slice(at, end).map(show),
					...(isLast ? {} : { NextPageKey: maximizerKey(end) }),
				},
			}),
			isLast,
		};
	};

const platformPage =
	(show: (record: WireRecord) => object): WireList['page'] =>
	({ query }, records) => {
		const where = /'([^']+)'/.exec(query.get('where') ?? '')?.[1];
		const epoch = query.get('since');
		const asked = where ?? (epoch === null ? undefined : iso(Number(epoch)));
		const { shown, next, isLast } = part(since(records, asked), query.get('nextPage'));
		const headers = next === undefined ? {} : { 'Elements-Next-Page-Token': next };
		return { answer: json(shown.map(show), headers), isLast };
	};

const platform = (configuration: object): INodeParameters => ({
	connector: 'other',
	pollerConfiguration: JSON.stringify({ things: configuration }),
});

const DATES = {
	updatedDateField: 'updated',
	updatedDateFormat: "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
	createdDateField: 'created',
	createdDateFormat: "yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
};

const dated = ({ id, at, value }: WireRecord) => ({
	id: String(id),
	create_time: seconds(at),
	update_time: seconds(at),
	modification_time: seconds(at),
	value,
});

const OLD = '2020-01-05T09:00:00Z';

/** Lists whose changes are found by their dates: every connector and page style, and every way around one. */
export const DATED_LISTS: readonly WireList[] = [
	{
		name: 'Insightly: offset and total in a header',
		watch: 'dates',
		isBare: true,
		...INSIGHTLY,
		parameters: provider('insightly', 'contacts'),
		page: insightlyPage,
	},
	{
		name: 'a path of Insightly',
		watch: 'dates',
		isBare: true,
		...INSIGHTLY,
		parameters: {
			connector: 'insightly',
			connection: 'provider',
			configure: 'json',
			pollerConfiguration: JSON.stringify({
				contacts: {
					url: "/Contacts/Search?updated_after_utc=${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}",
					idField: 'CONTACT_ID',
					datesConfiguration: {
						updatedDateField: 'DATE_UPDATED_UTC',
						updatedDateFormat: 'yyyy-MM-dd HH:mm:ss',
						createdDateField: 'DATE_CREATED_UTC',
						createdDateFormat: 'yyyy-MM-dd HH:mm:ss',
					},
				},
			}),
		},
		page: insightlyPage,
	},
	{
		name: 'iContact, newest first: offset and total in a field',
		watch: 'dates',
		order: 'newest',
		...ICONTACT,
		parameters: provider('icontact', 'new-subscriptions'),
		page: icontactPage('subscriptions', ({ id, at, value }) => ({
			subscriptionId: String(id),
			addDate: seconds(at).replace('Z', '-00:00'),
			value,
		})),
		beside: icontactBeside,
	},
	{
		name: 'Constant Contact: link',
		watch: 'dates',
		...CONSTANT_CONTACT,
		parameters: provider('constantcontact', 'contacts'),
		page: constantContactPage('/contacts', 'contacts', ({ id, at, value }) => ({
			contact_id: String(id),
			created_at: seconds(at),
			updated_at: seconds(at),
			value,
		})),
		beside: () => json({ contacts: [] }),
	},
	{
		name: 'Keap, oldest first: token',
		watch: 'dates',
		order: 'ascending',
		...KEAP,
		parameters: provider('infusionsoftrest', 'contacts', { authentication: 'apiKey' }),
		page: keapPage('contacts', dated),
	},
	{
		name: 'Keap, by id: token',
		watch: 'dates',
		...KEAP,
		parameters: provider('infusionsoftrest', 'companies', { authentication: 'apiKey' }),
		page: keapPage('companies', dated),
	},
	{
		name: 'Keap, newest first: token',
		watch: 'dates',
		order: 'newest',
		...KEAP_LOGIN,
		parameters: provider('infusionsoftrest', 'tasks'),
		page: keapPage('tasks', dated),
	},
	{
		name: 'Keap, version 1: offset and count',
		watch: 'dates',
		...KEAP,
		parameters: provider('infusionsoftrest', 'transactions', { authentication: 'apiKey' }),
		page: keapFirstPage('transactions', ({ id, at, value }) => ({
			id,
			transaction_date: iso(at).replace('Z', '+0000'),
			value,
		})),
	},
	{
		name: 'Maximizer: windows and page keys',
		watch: 'dates',
		order: 'ascending',
		...MAXIMIZER,
		parameters: provider('maximizer', 'contacts', { authentication: 'accessToken' }),
		page: maximizerPage('AbEntry', ({ id, at, value }) => ({
			Key: { Value: `k${id}`, ID: String(id), Number: 0 },
			Type: 'Contact',
			CreationDate: seconds(at),
			LastModifyDate: seconds(at),
			value,
		})),
	},
	{
		name: 'Open Connectors: token in a header',
		watch: 'dates',
		isBare: true,
		...PLATFORM,
		parameters: platform({
			url: "/hubs/crm/things?where=updated>='${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}'",
			idField: 'id',
			datesConfiguration: DATES,
		}),
		page: platformPage(({ id, at, value }) => ({ id, updated: iso(at), created: iso(at), value })),
	},
	{
		name: 'Open Connectors, records without dates',
		watch: 'dates',
		newsKind: 'updated',
		isBare: true,
		...PLATFORM,
		parameters: platform({ url: '/hubs/crm/things?since=${epoch}', idField: 'id' }),
		page: platformPage(({ id, value }) => ({ id, value })),
	},
];

/** Lists that are compared whole. */
export const COMPARED_LISTS: readonly WireList[] = [
	{
		name: 'iContact, compared: offset and total in a field',
		watch: 'comparison',
		...ICONTACT,
		parameters: provider('icontact', 'contacts'),
		page: icontactPage('contacts', ({ id, value }) => ({
			contactId: String(id),
			createDate: '2020-01-05 09:00:00',
			value,
		})),
		beside: icontactBeside,
	},
	{
		name: 'Constant Contact, compared: link',
		watch: 'comparison',
		...CONSTANT_CONTACT,
		parameters: provider('constantcontact', 'tags'),
		page: constantContactPage('/contact_tags', 'tags', ({ id, value }) => ({
			tag_id: String(id),
			created_at: OLD,
			value,
		})),
	},
	{
		name: 'Keap, compared: token',
		watch: 'comparison',
		...KEAP_LOGIN,
		parameters: provider('infusionsoftrest', 'products'),
		page: keapPage('products', ({ id, value }) => ({
			id: String(id),
			create_time: OLD,
			value,
		})),
	},
	{
		name: 'Keap, version 1, compared: offset and count',
		watch: 'comparison',
		...KEAP,
		parameters: provider('infusionsoftrest', 'appointments', { authentication: 'apiKey' }),
		page: keapFirstPage('appointments', ({ id, value }) => ({ id, value })),
	},
	{
		name: 'Maximizer, compared: page keys',
		watch: 'comparison',
		...MAXIMIZER_LOGIN,
		parameters: provider('maximizer', 'campaigns'),
		page: maximizerPage('Campaign', ({ id, value }) => ({
			Key: { Value: `k${id}`, ID: String(id), Number: 0 },
			value,
		})),
	},
];

/** One list for each type of credential. */
export const LIST_OF_EACH_CREDENTIAL: readonly WireList[] = [
	...new Map(
		[...DATED_LISTS, ...COMPARED_LISTS].reverse().map((list) => [list.credentialType, list]),
	).values(),
];
