import type { INodeParameters } from 'n8n-workflow';
import { Host, textOf } from '../harness/host';
import { HttpServer, type HttpRequest, type Reply } from '../harness/httpServer';

const NOW = Date.UTC(2026, 0, 5, 12);
const KEY = 'fluffy-cat-4711';
const HOUR_MS = 3_600_000;

const at = (hours: number) => new Date(NOW + hours * HOUR_MS).toISOString().replace('.000Z', 'Z');
const record = (id: number, hours: number) => ({
	id,
	kind: 'issue',
	title: `Issue ${id}`,
	updated_at: at(hours),
	created_at: at(hours - 1),
	seconds: (NOW + hours * HOUR_MS) / 1_000,
	german: `0${(id % 9) + 1}.01.2026 07:00`,
});

let server: HttpServer;
let records: ReadonlyArray<ReturnType<typeof record>>;
let isFiltered: boolean;
/** Whether the answer is the list itself. */
let isBare: boolean;
/** What the answer says of the pages, in place of a link. */
let meta: object | undefined;

const reply = ({ query }: HttpRequest): Reply => {
	const since = isFiltered ? (query.get('since') ?? '') : '';
	const page = Number(query.get('page') ?? '1');
	const found = records.filter(({ updated_at }) => updated_at >= since);
	const shown = found.slice((page - 1) * 2, page * 2);
	const link = `<${server.url}/v1/issues?page=${page + 1}&since=${since}&key=${KEY}>; rel="next"`;
	const headers = found.length > page * 2 ? { link } : {};
	if (isBare) return { text: JSON.stringify(shown) };
	if (meta) return { text: JSON.stringify({ data: shown, meta }) };
	return { text: JSON.stringify({ data: shown, tags: [{ id: 1 }] }), headers };
};

beforeEach(async () => {
	jest.useFakeTimers({
		now: NOW,
		doNotFake: ['nextTick', 'setImmediate', 'setTimeout', 'clearTimeout'],
	});
	isFiltered = true;
	isBare = false;
	meta = undefined;
	records = [record(1, -2_000), record(2, -5), record(3, -4), record(4, -3)];
	server = await HttpServer.start(reply, () => NOW);
});
afterEach(async () => {
	await server.stop();
	jest.useRealTimers();
});

const DATE = "yyyy-MM-dd'T'HH:mm:ssX";
const LIST = {
	name: 'issues',
	url: "/issues?since=${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}",
	recordsField: 'data',
	idField: 'id',
	updatedDateField: 'updated_at',
	updatedDateFormat: DATE,
	createdDateField: 'created_at',
	createdDateFormat: DATE,
	paging: 'link',
	pagingSettings: { linkHeader: 'link' },
};

const hostOf = (list: INodeParameters = {}, parameters: INodeParameters = {}) =>
	new Host('in-memory', {
		parameters: {
			connector: 'rest',
			configure: 'form',
			lists: { list: [{ ...LIST, ...list }] },
			...parameters,
		},
		credentials: {
			openConnectorsRestApi: {
				baseUrl: `${server.url}/v1`,
				authentication: 'query',
				parameterName: 'key',
				token: KEY,
			},
		},
	});

const noticesOf = async (host: Host) => {
	const [first] = await host.fetchTestEvent();
	return String(first.json.notices).split(',issues: ').join('\n');
};

it('says what was asked, what came, what is what, and what is asked next', async () => {
	const said = await noticesOf(hostOf());
	const base = `${server.url}/v1/issues`;
	expect(said).toContain(`asked GET ${base}?since=2026-01-04T`);
	expect(said).toContain('; 2 records came');
	expect(said).toContain('id in id, as in 2');
	expect(said).toContain(
		'updated date in updated_at, as in 2026-01-05T07:00:00Z, read as 2026-01-05T07:00:00.000Z',
	);
	expect(said).toContain('created date in created_at, as in 2026-01-05T06:00:00Z');
	expect(said).toContain(`the list goes on with GET ${base}?page=2`);
	expect(said).toMatch(
		/asked for what changed since 2026-01-04T.*, the API left older records out/,
	);
	expect(said).toContain(`the next poll will ask GET ${base}?since=2026-01-05T11%3A5`);
	expect(said).toContain('The form stands for this configuration: {"issues":{"url":"/issues?');
	expect(said).not.toContain('looks more like');
	expect(said).not.toContain(KEY);
	expect(server.asked).toHaveLength(2);
});

it('says that the API does not filter', async () => {
	isFiltered = false;
	expect(await noticesOf(hostOf())).toContain('the API sent older records too');
	expect(server.asked).toHaveLength(1);
});

it('says that nothing is asked for by time', async () => {
	expect(await noticesOf(hostOf({ url: '/issues' }))).toContain('asks for nothing by time');
});

it('says that there are more pages, where none is set', async () => {
	expect(await noticesOf(hostOf({ paging: '' }))).toMatch(
		/no paging is set, so that no further page is read; the answer shows one: .*"link"/,
	);
});

it.each([
	['', undefined],
	['PT1H', undefined],
	['P1D', 'the dates in updated_at are finer than the granularity of P1D'],
])('dates of whole hours, a granularity of "%s": says %s of them', async (granularity, notice) => {
	const said = await noticesOf(hostOf({ more: { granularity } }));
	expect(/the dates \S+ \S+ are finer than.*/.exec(said)?.[0]).toBe(notice);
});

it('says that no date is set, and which there is', async () => {
	expect(await noticesOf(hostOf({ updatedDateField: '', createdDateField: '' }))).toContain(
		'no updated date is set, and updated_at looks like one',
	);
});

it.each<[string, INodeParameters, RegExp]>([
	[
		'an id field that is not there',
		{ idField: 'uid' },
		/issues: idField: none of the 2 records has an id in "uid"\. The answer has id \(2\), kind \(issue\)/,
	],
	['an id field that is the same for all', { idField: 'kind' }, /idField: "kind" does not tell/],
	[
		'a date field that is not there',
		{ updatedDateField: 'changed' },
		/updatedDateField: none of the 2 records has "changed"\. The answer has updated_at \(2026/,
	],
	[
		'a created field that is not there',
		{ createdDateField: 'made' },
		/createdDateField: none of the 2 records has "made"/,
	],
	[
		'a format that does not fit',
		{ updatedDateField: 'german' },
		/updatedDateFormat: yyyy-MM-dd'T'HH:mm:ssX does not read what "german" holds, 03\.01\.2026 07:00\./,
	],
	[
		'seconds that are read as milliseconds',
		{ updatedDateField: 'seconds', updatedDateFormat: 'milliseconds' },
		/updatedDateFormat: milliseconds reads as 1970-.*Its format is seconds/,
	],
	[
		'a field that holds no dates',
		{ updatedDateField: 'title' },
		/"title" holds, Issue 2\. Choose another field, or its format\. The answer has updated_at \(2026/,
	],
	[
		'a list that is not there',
		{ recordsField: 'items' },
		/: issues\.recordsField: leads to no list.* The answer has a list at data \(2 records\), at tags \(1 record\)\./,
	],
])('%s is an error that names the choices', async (_name, list, words) => {
	const error: unknown = await hostOf(list)
		.fetchTestEvent()
		.catch((failed: unknown) => failed);
	expect(textOf(error)).toMatch(words);
	expect(textOf(error)).not.toContain(KEY);
});

it('a list that is looked for in a list is an error', async () => {
	isBare = true;
	const error: unknown = await hostOf()
		.fetchTestEvent()
		.catch((failed: unknown) => failed);
	expect(textOf(error)).toMatch(
		/: issues\.recordsField: .*is the list itself\. Leave recordsField out/,
	);
	expect(server.asked).toHaveLength(1);
});

it('says that the dates are written in another format, where they are read all the same', async () => {
	const said = await noticesOf(hostOf({ updatedDateFormat: 'dd/MM/yyyy' }));
	expect(said).toContain(
		"datesConfiguration.updatedDateFormat is dd/MM/yyyy, and the dates in updated_at are written as yyyy-MM-dd'T'HH:mm:ssX",
	);
	expect(said).not.toContain('createdDateFormat is');
});

it('says that the paging leads no further, where the answer says that there is more', async () => {
	const paging = { paging: 'link', pagingSettings: { linkField: 'meta.next' } };
	meta = { page: 1, total_pages: 2 };
	expect(await noticesOf(hostOf(paging))).toMatch(
		/the list ends with this page, as .*; but the answer goes on by this one: \{"type":"page_number","totalPagesField":"meta\.total_pages"/,
	);
	meta = { page: 1, total_pages: 1 };
	expect(await noticesOf(hostOf(paging))).toMatch(/the list ends with this page$/m);
});

it('where nothing is found, says what was asked', async () => {
	records = [];
	const error: unknown = await hostOf()
		.fetchTestEvent()
		.catch((failed: unknown) => failed);
	expect(textOf(error)).toMatch(/There are no records to show yet .*asked GET .*; 0 records came/);
});

it('JSON comes as a form to paste, and the form stands for the JSON', async () => {
	const host = hostOf();
	const told = /configuration: (\{.*\})$/m.exec(
		String((await host.fetchTestEvent())[0].json.notices),
	);
	const configuration = JSON.parse(told?.[1] ?? '{}');
	const asJson = hostOf(
		{},
		{ configure: 'json', pollerConfiguration: JSON.stringify(configuration) },
	);
	const [first] = await asJson.fetchTestEvent();
	const pasted = /canvas: (\{.*\})/.exec(String(first.json.notices))?.[1] ?? '{}';
	const { nodes } = JSON.parse(pasted);
	expect(nodes).toHaveLength(1);
	expect(nodes[0].parameters).not.toHaveProperty('pollerConfiguration');
	expect(nodes[0].parameters.lists).toEqual({ list: [LIST] });
	expect(nodes[0].parameters.configure).toBe('form');
});

it('neither reads nor writes the state', async () => {
	const host = hostOf();
	await host.fetchTestEvent();
	expect(host.saved).toEqual({ staticData: {}, cursor: {} });
});
