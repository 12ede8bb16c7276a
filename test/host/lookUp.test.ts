import type { INodeParameters } from 'n8n-workflow';
import { lookUps } from '../../nodes/OpenConnectors/host/lookUp';
import type { LookUpMethod } from '../../nodes/OpenConnectors/host/formProperties';
import { RestApiPollTrigger } from '../../nodes/OpenConnectors/RestApiPollTrigger.node';
import { DAY, MINUTE, pass, releaseTime, setClock, stopTime } from '../harness/clock';
import { Host } from '../harness/host';
import { HttpServer, type HttpRequest, type Reply } from '../harness/httpServer';
import { loadOptions } from '../harness/loadOptions';

const TOKEN = 'fluffy-cat-4711';
const CREDENTIAL = 'openConnectorsRestApi';

let server: HttpServer;
let reply: (request: HttpRequest) => Reply;

const json = (value: unknown, more: Partial<Reply> = {}): Reply => ({
	text: JSON.stringify(value),
	...more,
});

const record = (id: number) => ({
	id,
	name: `Item ${id}`,
	owner: { id: 7 },
	created_at: `2026-01-0${id}T08:00:00Z`,
	updated_at: `2026-01-0${id}T12:00:00Z`,
	due_at: '2026-03-01',
	key: TOKEN,
});

beforeEach(async () => {
	reply = () => json({ data: [1, 2, 3].map(record), tags: [{ id: 1 }], has_more: true });
	server = await HttpServer.start((request) => reply(request));
});
afterEach(async () => {
	releaseTime();
	await server.stop();
});

const nodeType = new RestApiPollTrigger();

/** What the editor shows for a field of the first list of the form. */
async function choices(
	method: LookUpMethod,
	list: INodeParameters = {},
	parameters: INodeParameters = {},
) {
	const current: INodeParameters = {
		connector: 'rest',
		authentication: 'generic',
		lists: { list: [{ url: '/items?since=${epoch:s}', ...list }] },
		...parameters,
	};
	return await loadOptions(lookUps[method], {
		nodeType,
		parameters: current,
		credentials: {
			[CREDENTIAL]: { baseUrl: `${server.url}/v1`, authentication: 'bearer', token: TOKEN },
		},
		path: 'parameters.lists.list[0].idField',
	});
}

const valuesOf = async (...asked: Parameters<typeof choices>) =>
	(await choices(...asked)).map(({ value }) => value);

it('the lists of the answer, with their counts', async () => {
	expect(await choices('getLists')).toEqual([
		{ name: 'data (3 records)', value: 'data' },
		{ name: 'tags (1 record)', value: 'tags' },
	]);
});

it('the fields of the records with samples, the likeliest id first', async () => {
	const options = await choices('getIdFields', { recordsField: 'data' });
	expect(options.slice(0, 2)).toEqual([
		{ name: 'None', value: '' },
		{ name: 'id: 1, 2, 3', value: 'id' },
	]);
	expect(options.map(({ value }) => value)).toContain('owner.id');
});

it('dates with their format, and no others', async () => {
	const [first, ...others] = await choices('getUpdatedFields', { recordsField: 'data' });
	expect(first.value).toBe('updated_at');
	expect(first.name).toMatch(/^updated_at: 2026-01-01T12:00:00Z, .*\(yyyy-MM-dd'T'HH:mm:ss/);
	expect(others.map(({ value }) => value)).not.toContain('name');
	expect((await choices('getCreatedFields', { recordsField: 'data' }))[0].value).toBe('created_at');
});

it('the format of the dates that are chosen, and common ones', async () => {
	const [first, ...others] = await choices('getDateFormats', { updatedDateField: 'due_at' });
	expect(first).toMatchObject({ value: 'yyyy-MM-dd' });
	expect(first.name).toContain('due_at');
	expect(others.map(({ value }) => value)).toEqual(expect.arrayContaining(['seconds', '']));
});

it('the paging that the answer shows, as the language writes it', async () => {
	reply = () =>
		json([1, 2].map(record), { headers: { link: '<https://x.example/?page=2>; rel="next"' } });
	const [seen, ...others] = await choices('getPagings');
	expect(JSON.parse(String(seen.value))).toMatchObject({ type: 'link', linkHeader: 'link' });
	expect(seen.name).toMatch(/^As the answer shows: the address of the next page in /);
	expect(others.map(({ value }) => value)).toEqual(['', 'page_number', 'offset', 'cursor', 'link']);
});

it('asks the API once for all fields of a list, with the credential', async () => {
	await choices('getLists');
	await choices('getIdFields', { recordsField: 'data' });
	await choices('getPagings', { idField: 'id' });
	expect(server.asked).toHaveLength(1);
	expect(server.asked[0].headers.authorization).toBe(`Bearer ${TOKEN}`);
	const since = Number(server.asked[0].query.get('since'));
	expect(Date.now() / 1_000 - since).toBeGreaterThan(29 * 86_400);
	await choices('getLists', { url: '/others' });
	expect(server.asked).toHaveLength(2);
});

it.each([
	['as it goes on', () => {}],
	['though the clock is set back by a day', () => setClock(Date.now() - DAY)],
])('asks the API anew when its answer is a minute old, %s', async (_how, setsClock) => {
	stopTime();
	await choices('getLists');
	setsClock();
	pass(MINUTE - 1);
	await choices('getLists');
	expect(server.asked).toHaveLength(1);
	pass(1);
	await choices('getLists');
	expect(server.asked).toHaveLength(2);
});

it('keeps the answers of the five lists that were looked into last', async () => {
	const listsOf = async (page: number) => await choices('getLists', { url: `/items?page=${page}` });
	for (const page of [1, 2, 3, 4, 5, 6]) await listsOf(page);
	for (const page of [6, 5, 4, 3, 2]) await listsOf(page);
	expect(server.asked).toHaveLength(6);
	await listsOf(1);
	expect(server.asked).toHaveLength(7);
});

it('asks for all there is where nothing changed lately', async () => {
	reply = ({ query }) => json(Number(query.get('since')) > 0 ? [] : [record(1)]);
	expect(await valuesOf('getIdFields')).toContain('id');
	expect(server.asked).toHaveLength(2);
});

it('shows no secret that the API repeats', async () => {
	const options = await choices('getFields', { recordsField: 'data' });
	expect(options.map(({ value }) => value)).toContain('key');
	expect(JSON.stringify(options)).not.toContain(TOKEN);
});

it('an answer with an error is named', async () => {
	reply = () => json({ message: 'bad' }, { status: 401 });
	await expect(choices('getLists')).rejects.toThrow(/does not accept the credential \(HTTP 401\)/);
});

it.each<[string, string, RegExp]>([
	[
		'a web page',
		'<html><body>Log in</body></html>',
		/answered with a web page instead of the list/,
	],
	['an error with status 200', '{"ok":false,"error":"no plan"}', /an error object: no plan/],
	['no list', '{"status":"fine"}', /recordsField: is missing.* It has the fields status/],
])('an answer that is %s is named', async (_name, text, words) => {
	reply = () => ({ text });
	await expect(choices('getLists')).rejects.toThrow(words);
	expect(await valuesOf('getPagings')).toContain('page_number');
});

it('asks nothing before there is a url, and says so', async () => {
	expect(await choices('getLists', { url: ' ' })).toEqual([
		{ name: 'Enter the URL First', value: '' },
	]);
	expect(await valuesOf('getPagings', { url: '' })).toContain('link');
	expect(server.asked).toEqual([]);
});

it('what can be chosen without an answer is there when the API fails', async () => {
	reply = () => json({ message: 'bad' }, { status: 401 });
	expect(await valuesOf('getPagings')).toContain('page_number');
	expect(await valuesOf('getDateFormats')).toContain('milliseconds');
});

it('leads from an empty workflow to the first event in at most 12 fields', async () => {
	reply = ({ query }) => {
		const page = Number(query.get('page') ?? '1');
		const link = `<${server.url}/v1/issues?page=${page + 1}>; rel="next"`;
		const shown = [record(page * 2 - 1), record(page * 2)];
		return json(shown, { headers: page < 3 ? { link } : {} });
	};
	const credential = { baseUrl: `${server.url}/v1`, token: TOKEN };
	const list: Record<string, string> = { name: 'issues', url: '/issues?since=${epoch:s}' };
	const picked: Array<readonly [string, LookUpMethod]> = [
		['idField', 'getIdFields'],
		['updatedDateField', 'getUpdatedFields'],
		['updatedDateFormat', 'getDateFormats'],
		['createdDateField', 'getCreatedFields'],
		['paging', 'getPagings'],
	];
	for (const [field, method] of picked) {
		const offered = await choices(method, list);
		list[field] = String(offered.find(({ value }) => value !== '')?.value);
	}
	const parameters = { lists: { list: [list] }, startFrom: 'beginning' };
	const filled = [credential, list, { startFrom: 'beginning' }].flatMap(Object.keys);
	expect(filled.length).toBeLessThanOrEqual(12);
	const host = new Host('in-memory', {
		nodeType,
		parameters,
		credentials: { [CREDENTIAL]: credential },
	});
	await host.publish();
	expect(host.items.map(({ objectId }) => objectId)).toEqual(['1', '2', '3', '4', '5', '6']);
});
