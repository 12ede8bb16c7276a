/* eslint-disable @n8n/community-nodes/no-restricted-imports -- reads copies of the vendor's examples, where there are some beside the repository */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { datesOf } from '../../nodes/OpenConnectors/configuration/dateSettings';
import { maximizer } from '../../nodes/OpenConnectors/connectors/maximizer/definition';
import type {
	ListDefinition,
	ResourceDefinition,
} from '../../nodes/OpenConnectors/streams/definition';
import type { JsonValue } from '../../nodes/OpenConnectors/core/page';
import { listOf } from '../streams/native';
import { COPIES } from '../../scripts/specificationSources';
import { describeUnlessMissing } from './specificationTable';

/**
 * The vendor's collections of example requests, whose bodies hold comments. Not part of the repository: the
 * vendor gives no right to pass them on.
 */
const FOLDER = join(COPIES, 'maximizer');
const COLLECTIONS = ['.', 'legacy'].map((folder) => join(FOLDER, folder));

const present = existsSync(FOLDER);
const files = COLLECTIONS.filter(existsSync).flatMap((folder) =>
	readdirSync(folder)
		.filter((name) => name.endsWith('.postman_collection.json'))
		.map((name) => readFileSync(join(folder, name), 'utf8')),
);

type Names = Readonly<Record<string, JsonValue>>;

const isObject = (value: unknown): value is Names =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/** All bodies of requests in a collection, at any depth. */
function bodiesIn(value: unknown): readonly string[] {
	if (Array.isArray(value)) return value.flatMap(bodiesIn);
	if (!isObject(value)) return [];
	return Object.entries(value).flatMap(([name, part]) =>
		name === 'body' && typeof part === 'string' ? [part] : bodiesIn(part),
	);
}

function withoutComments(text: string): unknown {
	const bare = text.replace(/"(?:[^"\\]|\\.)*"|\/\/[^\n]*/g, (piece) =>
		piece.startsWith('"') ? piece : '',
	);
	try {
		return JSON.parse(bare);
	} catch {
		return undefined;
	}
}

const examples = files.flatMap((file) => bodiesIn(JSON.parse(file)).map(withoutComments));

/** Names at any depth of a value, lower case: the vendor spells some in two ways. */
function namesIn(value: unknown): readonly string[] {
	if (Array.isArray(value)) return value.flatMap(namesIn);
	if (!isObject(value)) return [];
	return Object.entries(value).flatMap(([name, part]) => [name.toLowerCase(), ...namesIn(part)]);
}

/** Values that go by a name, at any depth. */
function partsOf(name: string, value: unknown): readonly unknown[] {
	if (Array.isArray(value)) return value.flatMap((part) => partsOf(name, part));
	if (!isObject(value)) return [];
	return Object.entries(value).flatMap(([key, part]) => [
		...(key.toLowerCase() === name.toLowerCase() ? [part] : []),
		...partsOf(name, part),
	]);
}

const namesOf = (entity: string): ReadonlySet<string> =>
	new Set([
		...namesIn(partsOf(entity, examples)),
		// The payloads of webhooks say what the object is, and show it below `new` and `original`.
		...examples
			.filter((example) => isObject(example) && example.entity === entity.toLowerCase())
			.flatMap(namesIn),
	]);

const AT = Date.UTC(2026, 0, 5, 14, 3, 9);

/** Entity, fields, drivers and compatibility of a request. */
interface Asked {
	readonly entity: string;
	readonly fields: JsonValue;
	readonly drivers: Names;
	readonly compatibility: Names;
}

const namesAt = (value: unknown, name: string): Names => {
	const part = isObject(value) ? value[name] : undefined;
	return isObject(part) ? part : {};
};

function askedBy(request: unknown): Asked {
	const [entity = ''] = Object.keys(isObject(request) ? request : {});
	const { Fields: fields = {} } = namesAt(namesAt(request, entity), 'Scope');
	const drivers = namesAt(namesAt(request, 'Configuration'), 'Drivers');
	return { entity, fields, drivers, compatibility: namesAt(request, 'Compatibility') };
}

function requestsOf(resource: ResourceDefinition, list: ListDefinition): readonly unknown[] {
	return [true, false].flatMap((isFiltered) => {
		const asked = listOf({
			definition: maximizer,
			request: { resource, equalities: [] },
			list,
			api: 'https://api.example/octopus',
			pageSize: 2,
			isFiltered,
		});
		const first: unknown = JSON.parse(asked.request(AT, undefined).body ?? '');
		const updatedDateField = datesOf(list.datesConfiguration).updated?.field ?? 'none';
		const Data = [0, 1].map((at) => ({
			Key: { ID: String(at) },
			[updatedDateField]: `2026-01-05T14:00:0${at}Z`,
		}));
		const body = { Code: 0, [askedBy(first).entity]: { Data, OrderBy: { PageKey: 'MTA=' } } };
		const second = asked.next({ records: [], body, headers: {} }, undefined);
		return [first, JSON.parse(asked.request(AT, second).body ?? '')];
	});
}

const lists = maximizer.resources.flatMap(
	(resource): ReadonlyArray<[string, ResourceDefinition, ListDefinition]> => [
		[resource.name, resource, resource],
		...(resource.deletions
			? [
					[`${resource.name}, deleted`, resource, resource.deletions] as [
						string,
						ResourceDefinition,
						ListDefinition,
					],
				]
			: []),
	],
);

const missing = present ? undefined : 'there is no copy of them';

describeUnlessMissing("the vendor's examples for Maximizer", missing, () => {
	const everyName = new Set(namesIn(examples));

	it.each(lists)('name every part of the requests for %s', (_name, resource, list) => {
		for (const request of requestsOf(resource, list))
			for (const name of namesIn(request)) expect(everyName).toContain(name);
	});

	it.each(lists)('name the object of %s, and its fields', (_name, resource, list) => {
		const { entity, fields } = askedBy(requestsOf(resource, list)[0]);
		const known = namesOf(entity);
		expect(entity).not.toBe('');
		const missing = isObject(fields)
			? Object.keys(fields).filter((name) => !known.has(name.toLowerCase()))
			: [];
		expect(missing).toEqual([]);
	});

	it.each(lists)('name the drivers and the compatibility of %s', (_name, resource, list) => {
		const { drivers, compatibility } = askedBy(requestsOf(resource, list)[0]);
		for (const [name, driver] of Object.entries(drivers))
			expect(partsOf(name, examples)).toContain(driver);
		for (const [name, version] of Object.entries(compatibility))
			expect(partsOf(name, examples)).toContain(version);
	});

	it('name nothing that is not there', () => {
		expect(examples.filter(isObject).length).toBeGreaterThan(500);
		expect(namesOf('Task')).not.toContain('lastmodifydate');
		expect(everyName).not.toContain('nothing');
		expect(namesOf('Nothing').size).toBe(0);
	});
});
