import { freshdesk } from '../../nodes/OpenConnectors/connectors/freshdesk/definition';
import { pathOf } from '../../nodes/OpenConnectors/streams/definition';
import { startOnStoppedClock, stopWithClock, viaProviderTo } from '../harness/sandbox';
import facts from './specifications/freshdesk.json';

/** Facts about a list: names of its parameters, and of its fields by their type in JSON, joined by blanks. */
interface ListFacts {
	readonly parameters: string;
	readonly values?: Readonly<Record<string, string>>;
	readonly maximumPage?: number;
	readonly fields: Readonly<Record<string, string>>;
}

const lists = new Map<string, ListFacts>(Object.entries(facts.lists));
const factsOf = (path: string): ListFacts => {
	const found = lists.get(path);
	if (!found) throw new Error(`Freshdesk documents no list ${path}`);
	return found;
};

const viaFreshdesk = viaProviderTo('freshdesk');

/** What is asked for when everything is watched, as the stand-in gets it. */
async function asked(): Promise<readonly URL[]> {
	const sandbox = await startOnStoppedClock();
	try {
		const resources = freshdesk.resources.map(({ name }) => name);
		await viaFreshdesk(sandbox, 'durable', { resources }).publish();
		return sandbox.freshdesk.requests.map(({ url }) => new URL(url, 'http://freshdesk'));
	} finally {
		await stopWithClock(sandbox);
	}
}

const pathIn = ({ pathname }: URL): string => pathname.replace('/freshdesk/api/v2', '');

/** The type of a value, as the table names it. */
function typeOf(value: unknown): string {
	if (Array.isArray(value)) return 'array';
	return Number.isInteger(value) ? 'integer' : typeof value;
}

it('every list is documented, and asked for with parameters and values that are', async () => {
	const urls = await asked();
	expect(new Set(urls.map(pathIn))).toEqual(new Set(lists.keys()));
	for (const url of urls) {
		const { parameters, values = {} } = factsOf(pathIn(url));
		for (const [name, value] of url.searchParams) {
			expect(parameters.split(' ')).toContain(name);
			const allowed = new Map(Object.entries(values)).get(name);
			if (allowed !== undefined) expect(allowed.split(' ')).toContain(value);
		}
	}
});

it('dates are asked for as the documents write them', async () => {
	const form = facts.dates.example.replace(/\d/g, '0');
	const dates = (await asked()).flatMap(({ searchParams }) =>
		['updated_since', '_updated_since'].flatMap((name) => searchParams.getAll(name)),
	);
	expect(dates.length).toBeGreaterThan(0);
	for (const date of dates) expect(date.replace(/\d/g, '0')).toBe(form);
});

it('pages are no larger than documented, the first is the documented one, and none is behind the last', async () => {
	expect(freshdesk.defaults.pageSize).toBe(facts.pages.maximum);
	for (const { searchParams } of await asked())
		expect(searchParams.get('page')).toBe(String(facts.pages.first));
	for (const resource of freshdesk.resources) {
		const { paging } = resource;
		const last = paging?.type === 'page_number' ? paging.maximumPage : undefined;
		expect(last).toBe(factsOf(pathOf(resource)).maximumPage);
	}
});

it('no more requests are sent than the smallest plan allows', () => {
	const { requests, per } = facts.limit;
	expect({ requests, per }).toEqual({ requests: freshdesk.rateLimit?.requests, per: 'minute' });
	expect(freshdesk.rateLimit?.per).toBe('PT1M');
});

it.each(freshdesk.resources.map((resource) => [resource.name, pathOf(resource)]))(
	'records of %s hold what is documented, in the stand-in, too',
	async (name, path) => {
		const { fields } = factsOf(path);
		const types = new Map(
			Object.entries(fields).flatMap(([type, names]) =>
				names.split(' ').map((field): [string, string] => [field, type]),
			),
		);
		const resource = freshdesk.resources.find((one) => one.name === name);
		const { updatedDateField, createdDateField } = freshdesk.defaults.datesConfiguration ?? {};
		for (const field of [resource?.idField, updatedDateField, createdDateField].flat())
			expect(types.has(field ?? '')).toBe(true);
		const sandbox = await startOnStoppedClock();
		try {
			const { record } = sandbox.freshdesk.world.create(name);
			for (const [field, value] of Object.entries(record)) {
				if (field.startsWith('sandbox_')) continue;
				expect([...types.keys()]).toContain(field);
				if (value !== null) expect([field, typeOf(value)]).toEqual([field, types.get(field)]);
			}
		} finally {
			await stopWithClock(sandbox);
		}
	},
);
