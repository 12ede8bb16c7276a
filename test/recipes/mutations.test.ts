import type { JsonObject } from '../../nodes/OpenConnectors/configuration/value';
import { PollError } from '../../nodes/OpenConnectors/core/error';
import { rows } from '../length';
import { FACES } from './faces';
import { readRecipes, type Recipe } from './pages';
import { play } from './play';

const mockClock = { time: 0 };
jest.mock('../../nodes/OpenConnectors/core/monotonic', () => ({
	monotonicNow: () => mockClock.time,
}));

/** A resource as its recipe writes it. */
type Resource = JsonObject;

/** A slip in a resource; undefined where the resource has nothing to slip in. */
type Mutation = (resource: Resource) => Resource | undefined;

const part = (value: unknown): JsonObject =>
	typeof value === 'object' && value !== null ? { ...value } : {};

function without(object: JsonObject, ...keys: readonly string[]): JsonObject {
	return Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key)));
}

/** Another value under the first of some keys that a part of the resource has. */
function set(where: string | undefined, keys: readonly string[], value: unknown): Mutation {
	return (resource) => {
		const holder = where === undefined ? resource : part(resource[where]);
		const key = keys.find((name) => name in holder);
		if (key === undefined) return undefined;
		const changed = { ...holder, [key]: value };
		return where === undefined ? changed : { ...resource, [where]: changed };
	};
}

const drop =
	(where: string | undefined, ...keys: readonly string[]): Mutation =>
	(resource) => {
		const holder = where === undefined ? resource : part(resource[where]);
		if (!keys.some((name) => name in holder)) return undefined;
		const changed = without(holder, ...keys);
		return where === undefined ? changed : { ...resource, [where]: changed };
	};

const FLAGS = ['hasMoreField', 'endField', 'totalField', 'totalPagesHeader'];

const MUTATIONS: Readonly<Record<string, Mutation>> = {
	'a misspelt key': ({ idField, ...rest }) => ({ ...rest, idFeild: idField }),
	'another path of the list': set(undefined, ['recordsField'], 'nowhere'),
	'no path of the list': drop(undefined, 'recordsField'),
	'another id': set(undefined, ['idField'], 'nowhere'),
	'another updated date': set('datesConfiguration', ['updatedDateField'], 'nowhere'),
	'another created date': set('datesConfiguration', ['createdDateField'], 'nowhere'),
	'another format': set('datesConfiguration', ['updatedDateFormat'], 'dd.MM.yyyy'),
	'seconds for a format': set('datesConfiguration', ['updatedDateFormat'], 'seconds'),
	'the other order': (resource) =>
		set(
			undefined,
			['order'],
			resource.order === 'ascending' ? 'descending' : 'ascending',
		)(resource),
	'an order that is not there': (resource) =>
		'watch' in resource ? undefined : { ...resource, order: 'ascending' },
	'too fine a granularity': set(undefined, ['granularity'], 'PT0.001S'),
	'too coarse a granularity': set(undefined, ['granularity'], 'P1D'),
	'an inclusive bound': (resource) =>
		'watch' in resource
			? undefined
			: { ...resource, since: { ...part(resource.since), inclusive: true } },
	'nothing said of the bound': drop(undefined, 'since'),
	'no paging': drop(undefined, 'paging'),
	'no mark of the end': drop('paging', ...FLAGS),
	'another mark of the end': set('paging', FLAGS.slice(0, 3), 'nowhere'),
	'another pointer': set('paging', ['cursorField', 'linkField', 'lastRecordField'], 'nowhere'),
	'another parameter': set('paging', ['cursorParam', 'pageParam', 'offsetParam'], 'wrong'),
	'no limit': drop('paging', 'limitParam'),
};

/** How an API reads its own filter cannot be seen from outside: `docs/rest.md` says so. */
const CANNOT_BE_SEEN = 'nothing said of the bound';

type Verdict = 'named' | 'exact' | 'told' | 'silent';

async function judge(
	{ name, configuration }: Recipe,
	mutation: Mutation,
): Promise<Verdict | undefined> {
	const [[key, resource]] = Object.entries<Resource>(JSON.parse(configuration));
	const mutated = mutation(resource);
	if (mutated === undefined) return undefined;
	try {
		const slipped = { configuration: JSON.stringify({ [key]: mutated }) };
		const { poller, expected } = await play(slipped, FACES[name], mockClock);
		if (poller.refusals.length > 0) return 'named';
		if ([...poller.events].sort().join() === [...expected].sort().join()) return 'exact';
		return poller.reports.length + poller.notices.length > 0 ? 'told' : 'silent';
	} catch (error) {
		if (error instanceof PollError) return 'named';
		return 'silent';
	}
}

describe.each(rows(Object.entries(MUTATIONS), 4))('a recipe with %s', (slip, mutation) => {
	it('is named, told of or still exact', async () => {
		const verdicts = new Map<string, Verdict | undefined>();
		for (const recipe of readRecipes()) verdicts.set(recipe.name, await judge(recipe, mutation));
		const silent = [...verdicts]
			.filter(([, verdict]) => verdict === 'silent')
			.map(([name]) => name);
		expect([...verdicts.values()].filter((verdict) => verdict !== undefined)).not.toEqual([]);
		expect(silent).toEqual(slip === CANNOT_BE_SEEN ? ['intercom'] : []);
	});
});
