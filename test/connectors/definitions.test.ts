import { parsePollerConfiguration } from '../../nodes/OpenConnectors/configuration/parse';
import { CONNECTORS, findConnector, OTHER_CONNECTOR } from '../../nodes/OpenConnectors/connectors';
import { datesOf } from '../../nodes/OpenConnectors/configuration/dateSettings';
import { parseDuration } from '../../nodes/OpenConnectors/configuration/duration';
import {
	findResource,
	hasFilter,
	pathOf,
	type ConnectorDefinition,
	type ResourceDefinition,
} from '../../nodes/OpenConnectors/streams/definition';
import { toNativeNames } from '../../nodes/OpenConnectors/streams/nativeNames';
import { compileDateFormat } from '../../nodes/OpenConnectors/dates/dateFormat';
import { parseZone, UTC } from '../../nodes/OpenConnectors/dates/zone';
import { parseFieldPath } from '../../nodes/OpenConnectors/core/fieldPath';
import { readHubRequest } from '../../nodes/OpenConnectors/streams/hubRequest';
import { parseUrlTemplate } from '../../nodes/OpenConnectors/configuration/urlTemplate';
import { renderUrl } from '../configuration/renderUrl';
import { CREDENTIAL_TYPES } from '../../sandbox/n8n/credentialValues';
import publishedConfigurations from '../configuration/real-configurations.json';
import { listOf } from '../streams/native';

const AT = Date.UTC(2026, 0, 5, 14, 3, 9);
const CREDENTIAL_NAMES = CREDENTIAL_TYPES.map(({ name }) => name);

const VARIABLES = Object.fromEntries(
	['campaignActivityId', 'eventId', 'trackId', 'messageId', 'segmentId', 'tagId', 'objectName'].map(
		(name) => [name, name],
	),
);

const definitions = Object.entries(CONNECTORS);
const resources = definitions.flatMap(([key, definition]) =>
	definition.resources.map((resource): [string, ResourceDefinition, ConnectorDefinition] => [
		`${key} ${resource.name}`,
		resource,
		definition,
	]),
);
const documented = resources.filter(([, resource]) => resource.hubConfiguration !== undefined);

/** The platform's later connectors for a provider have the version in their key. */
const withoutVersion = (elementKey: string) => elementKey.replace(/v\d$/, '');

const twice = (values: readonly string[]) =>
	values.filter((value, index) => values.indexOf(value) !== index);

describe.each(definitions)('the connector %s', (key, definition) => {
	it('is listed under its own key, which is not that of the others', () => {
		expect(definition.key).toBe(key);
		expect(key).toMatch(/^[a-z0-9]+$/);
		expect(key).not.toBe(OTHER_CONNECTOR);
	});

	it('has a credential type of this package', () => {
		for (const { type } of definition.credentials) expect(CREDENTIAL_NAMES).toContain(type);
	});

	it('names every resource once, aliases included', () => {
		const names = definition.resources.flatMap(({ name, hubAliases = [] }) => [
			name,
			...hubAliases,
		]);
		expect(twice(names)).toEqual([]);
		expect(twice(definition.resources.map(({ displayName }) => displayName))).toEqual([]);
		const requests = definition.resources.map((resource) => {
			const list = listOf({
				definition,
				request: { resource, equalities: [] },
				variables: VARIABLES,
			});
			return JSON.stringify([resource.watch, list.request(AT, undefined)]);
		});
		expect(twice(requests)).toEqual([]);
	});

	it('lists its resources by display name', () => {
		const shown = definition.resources.map(({ displayName }) => displayName);
		expect(shown).toEqual([...shown].sort((a, b) => a.localeCompare(b, 'en')));
	});

	it('appends a version, and pages by a size it states', () => {
		expect(definition.versionPath).toMatch(/^(\/\S*[^/])?$/);
		expect(definition.defaults.pageSize).toBeGreaterThan(1);
	});

	it('tells what to do when reading is forbidden, in whole sentences', () => {
		expect(definition.forbiddenHint).toMatch(/^[A-Z].*\.$/);
	});
});

describe.each(resources)('%s', (_title, resource, definition) => {
	it('has a name and a path that can be used', () => {
		expect(resource.name).toMatch(/^[a-z][a-z-]*$/);
		expect(pathOf(resource)).toMatch(/^\/[A-Za-z{]/);
		expect(resource.displayName).toMatch(/^[A-Z][A-Za-z ()]+$/);
	});

	it('reads its id, its dates and its filter by formats and zones that exist', () => {
		for (const field of [resource.idField].flat()) expect(parseFieldPath(field)).not.toEqual([]);
		const { updated, created } = datesOf(resource.datesConfiguration);
		const stepMs = parseDuration(resource.granularity ?? '');
		for (const date of [updated, created]) {
			if (!date) continue;
			expect(parseFieldPath(date.field)).not.toEqual([]);
			if (date.timezone !== undefined) expect(parseZone(date.timezone)).toBeDefined();
			const format = compileDateFormat(date.format);
			expect(format.parse(format.format(AT, UTC), UTC)).toBe(AT);
			expect(format.granularityMs).toBeLessThanOrEqual(stepMs ?? NaN);
		}
		if (hasFilter(resource)) {
			expect(resource.hubSince?.length).toBeGreaterThan(0);
			for (const field of resource.hubSince ?? []) expect(field).toBe(field.toLowerCase());
		}
		expect(resource.pollDelay ?? 0).toBeLessThanOrEqual(86_400);
	});

	it('explains the path variables that the user has to give', () => {
		const { variables } = parseUrlTemplate(resource.url, { zone: UTC });
		for (const name of variables) expect(resource.description).toContain(name);
	});

	it.each([resource.name, ...(resource.hubAliases ?? [])])('is what /hubs/…/%s means', (name) => {
		const template = parseUrlTemplate(`/hubs/${definition.hub}/${name}`, { zone: UTC });
		expect(readHubRequest(template, definition, {}).resource).toBe(resource);
	});
});

it('the resources with a documented configuration are those that the platform publishes one for', () => {
	const published = publishedConfigurations.flatMap(({ connector, resource }) => {
		const definition = findConnector(withoutVersion(connector));
		const found = definition && findResource(definition, resource);
		return found ? [`${definition.key} ${found.name}`] : [];
	});
	expect(documented.map(([title]) => title).sort()).toEqual([...new Set(published)].sort());
});

describe.each(documented)('the documented configuration of %s', (_title, resource, definition) => {
	const { resources: read, notices } = parsePollerConfiguration({
		[resource.name]: resource.hubConfiguration,
	});
	const [configuration] = read;
	const template = parseUrlTemplate(configuration.url ?? '', { zone: UTC });

	it('is read without a notice, unless it is printed with a slip', () => {
		expect(read).toHaveLength(1);
		const isSlip =
			String(resource.hubConfiguration?.url).endsWith("}'") && template.parts.length === 1;
		expect(notices.map(({ text }) => text)).toEqual(
			isSlip ? [`${resource.name}.url: the stray }' at its end is left out.`] : [],
		);
	});

	it('reads the same fields as the native request', () => {
		const instant = (date: typeof configuration.updated, text: string) => {
			const zone = parseZone(date?.timezone ?? '') ?? UTC;
			return compileDateFormat(date?.format ?? '').parse(text, zone);
		};
		const { idField = resource.idField, ...named } = toNativeNames(
			configuration,
			resource,
		).configuration;
		expect(idField).toBe(resource.idField);
		for (const kind of ['updated', 'created'] as const) {
			const date = named[kind];
			const dates = datesOf(resource.datesConfiguration);
			const sent = [dates.updated, dates.created].find((known) => known?.field === date?.field);
			expect(sent?.field).toBe(date?.field);
			if (!resource.hubFields) expect(date?.field).toBe(dates[kind]?.field);
			if (!date) continue;
			const zone = parseZone(sent?.timezone ?? '') ?? UTC;
			const text = compileDateFormat(sent?.format ?? '').format(AT, zone);
			expect(instant(date, text)).toBe(AT);
		}
	});

	it('means this resource and the poll time, and nothing else', () => {
		expect(readHubRequest(template, definition, {})).toEqual({
			resource,
			hasSince: hasFilter(resource),
			equalities: [],
		});
	});

	it('asks the provider for the instant that it asks the platform for', () => {
		if (!hasFilter(resource)) return;
		const { url, body } = listOf({
			definition,
			request: { resource, equalities: [] },
		}).request(AT, undefined);
		const asked = body ?? decodeURIComponent(url);
		// Maximizer is asked for half a day more, see its requester.
		expect(asked).toMatch(body ? /2026-01-05T00:03:09Z/ : /2026-01-05.14:03:09/);
		expect(decodeURIComponent(renderUrl(template, AT, {}))).toMatch(/2026-01-05.14:03:09/);
	});
});
