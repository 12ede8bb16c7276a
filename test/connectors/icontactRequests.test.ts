import { datesOf } from '../../nodes/OpenConnectors/configuration/dateSettings';
import { icontact } from '../../nodes/OpenConnectors/connectors/icontact/definition';
import type { ResourceDefinition } from '../../nodes/OpenConnectors/streams/definition';
import { UTC } from '../../nodes/OpenConnectors/dates/zone';
import type { JsonValue } from '../../nodes/OpenConnectors/core/page';
import { recordSelector } from '../../nodes/OpenConnectors/streams/records';
import { readHubRequest } from '../../nodes/OpenConnectors/streams/hubRequest';
import { parseUrlTemplate } from '../../nodes/OpenConnectors/configuration/urlTemplate';
import type { Sandbox } from '../../sandbox/server';
import { listOf } from '../streams/native';
import { START } from '../harness/clock';
import { inWorld } from './icontactHost';
import { startOnStoppedClock, stopWithClock } from '../harness/sandbox';

/*
 * The vendor publishes no machine-readable description: the stand-in, which is held to the vendor's
 * pages by tests of its own, says what a request may hold. It leaves out what it does not know and
 * says so in `warnings`.
 */

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startOnStoppedClock();
	for (const { name } of icontact.resources)
		if (sandbox.icontact.world.resources.includes(inWorld(name)))
			for (let index = 0; index < 30; index += 1) sandbox.icontact.world.create(inWorld(name));
});
afterAll(async () => await stopWithClock(sandbox));

const resources = icontact.resources.map((resource): [string, ResourceDefinition] => [
	resource.name,
	resource,
]);

const variables = (): Readonly<Record<string, string>> => ({
	messageId: sandbox.icontact.world.ids('messages')[0],
	segmentId: sandbox.icontact.world.ids('segments')[0],
});

const listFor = (
	resource: ResourceDefinition,
	details: { pageSize?: number; isFiltered?: boolean; equalities?: Array<[string, string]> } = {},
) => {
	const { baseUrl, accountId, clientFolderId } = sandbox.icontact.credential;
	const { equalities = [], ...rest } = details;
	const path = `/a/${accountId}${resource.name === 'users' ? '' : `/c/${clientFolderId}`}`;
	return listOf({
		definition: icontact,
		request: { resource, equalities },
		api: baseUrl + path,
		variables: variables(),
		...rest,
	});
};

const fetchBody = async (url: string) => {
	const { apiVersion, appId, username, password } = sandbox.icontact.credential;
	const response = await fetch(url, {
		headers: {
			'api-version': apiVersion,
			'api-appid': appId,
			'api-username': username,
			'api-password': password,
			accept: 'application/json',
		},
	});
	const body: JsonValue = JSON.parse(await response.text());
	return { status: response.status, headers: {}, body };
};

describe.each(resources)('%s', (_name, resource) => {
	it.each([
		['since a time', true],
		['without a time', false],
	])('asks, %s, for nothing that is not known', async (_case, isFiltered) => {
		const { url } = listFor(resource, { isFiltered }).request(START, undefined);
		const { status, body } = await fetchBody(url);
		expect(status).toBe(200);
		expect(body).not.toHaveProperty('warnings');
		expect(body).toHaveProperty(resource.recordsField ?? '');
	});

	it('goes on behind the first page until all records are read', async () => {
		const pages = listFor(resource, { pageSize: 12 });
		const first = pages.request(0, undefined);
		const { body: whole } = await fetchBody(first.url.replace('limit=12', 'limit=500'));
		const all = recordSelector(resource.recordsField)(whole);
		const read = new Set<string>();
		let position: string | undefined;
		do {
			const answer = await fetchBody(pages.request(0, position).url);
			expect(answer.status).toBe(200);
			expect(answer.body).not.toHaveProperty('warnings');
			const records = recordSelector(resource.recordsField)(answer.body);
			for (const record of records) read.add(JSON.stringify(record));
			position = pages.next({ ...answer, records }, position);
		} while (position !== undefined);
		expect(read).toEqual(new Set(all.map((record) => JSON.stringify(record))));
	});

	it('reads id and dates of every record', async () => {
		const { body } = await fetchBody(listFor(resource).request(0, undefined).url);
		const records = recordSelector(resource.recordsField)(body);
		expect(records.length).toBeGreaterThan(0);
		for (const record of records) {
			for (const field of [resource.idField].flat())
				expect(['string', 'number']).toContain(typeof record[field]);
			const { updated, created } = datesOf(resource.datesConfiguration);
			for (const { field } of [updated ?? [], created ?? []].flat())
				expect(String(record[field])).toMatch(/^\d{4}-?\d\d-?\d\d[T ]\d\d:/);
		}
	});
});

describe('conditions of a hub url', () => {
	const requestOf = (url: string) =>
		readHubRequest(parseUrlTemplate(url, { zone: UTC }), icontact, {});

	it('become search terms of the same names', async () => {
		const { world } = sandbox.icontact;
		const [version] = world.visible('contacts');
		const email = String(world.toRecord(version).email);
		const { resource, equalities } = requestOf(`/hubs/general/contacts?where=email='${email}'`);
		const { url } = listFor(resource, { equalities: [[...equalities[0]]] }).request(0, undefined);
		expect(url).toContain(`?email=${encodeURIComponent(email)}&`);
		const { body } = await fetchBody(url);
		expect(recordSelector('contacts')(body)).toEqual([expect.objectContaining({ email })]);
	});

	it('stand in place of what is always sent', async () => {
		const { resource, equalities } = requestOf("/hubs/general/contacts?where=status='unlisted'");
		const { url } = listFor(resource, { equalities: [[...equalities[0]]] }).request(0, undefined);
		expect(new URL(url).searchParams.getAll('status')).toEqual(['unlisted']);
	});

	it('that ask for what changed since are refused, as nothing can be asked so', () => {
		expect(() =>
			requestOf("/hubs/general/contacts?where=createDate>'${gmtDate:yyyy-MM-dd}'"),
		).toThrow('asks for a filter by time, and Contacts have none. Remove it.');
	});
});

describe('recorded answers', () => {
	const resource = (name: string) => {
		const found = icontact.resources.find((candidate) => candidate.name === name);
		if (!found) throw new Error(`No resource ${name}`);
		return found;
	};

	it('of contacts: text or null, numbers beside the list', () => {
		const body = {
			contacts: [
				{
					email: 'user@example.com',
					firstName: null,
					createDate: '2012-06-09 15:46:52',
					bounceCount: null,
					contactId: '66674163',
				},
			],
			limit: 20,
			offset: 0,
			total: 1,
		};
		const { recordsField } = resource('contacts');
		const records = recordSelector(recordsField)(body);
		expect(records).toEqual(body.contacts);
		const pages = listFor(resource('contacts'));
		expect(pages.next({ records, body, headers: {} }, undefined)).toBeUndefined();
	});
});
