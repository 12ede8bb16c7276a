import { OpenConnectorsRestApi } from '../../credentials/OpenConnectorsRestApi.credentials';
import { OpenConnectorsRestOAuth2Api } from '../../credentials/OpenConnectorsRestOAuth2Api.credentials';
import { parsePollerConfiguration } from '../../nodes/OpenConnectors/configuration/parse';
import { FACES } from './faces';
import { readIndex, readRecipes } from './pages';
import { play } from './play';

/** Requests are spaced by a clock that never goes back; here it is that of the API. */
const mockClock = { time: 0 };
jest.mock('../../nodes/OpenConnectors/core/monotonic', () => ({
	monotonicNow: () => mockClock.time,
}));

/** Fields that n8n gives every credential of OAuth2. */
const OF_OAUTH2 = [
	'Grant Type',
	'Authorization URL',
	'Access Token URL',
	'Client ID',
	'Client Secret',
];

const recipes = readRecipes();
const named = recipes.map((recipe) => [recipe.name, recipe] as const);

describe('the pages', () => {
	it.each(named)('%s says all that its reader needs', (_, { text }) => {
		const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
		expect(headings).toEqual([
			'What to create there',
			expect.stringMatching(/^Credential: REST \(Open Connectors\) (?:API|OAuth2 API)$/),
			'Configuration',
			'What is seen',
			'What is not seen',
			'Limits',
			'Sources',
		]);
		expect(text).toMatch(/^- https:\/\//m);
		expect(text).toMatch(/^Written on \d{4}-\d\d-\d\d\./m);
	});

	it.each(named)('%s has a configuration that is read without a notice', (_, { configuration }) => {
		const { resources, notices } = parsePollerConfiguration(configuration, 'whole');
		expect(resources).toHaveLength(1);
		expect(notices).toEqual([]);
	});

	it.each(named)('%s explains its path variables', (name, { variables }) => {
		expect([...variables].sort()).toEqual(Object.keys(FACES[name].variables ?? {}).sort());
	});

	it.each(named)('%s names the fields of its credential as they are called', (_, { text }) => {
		const rows = [...text.matchAll(/^\| ([A-Z][^|]*?) +\| (?!Value)/gm)].map(([, field]) => field);
		const own = new OpenConnectorsRestApi().properties;
		const oauth2 = new OpenConnectorsRestOAuth2Api().properties;
		const fields = /^## Credential: .* OAuth2 API$/m.test(text)
			? [...OF_OAUTH2, ...oauth2.map(({ displayName }) => displayName)]
			: own.map(({ displayName }) => displayName);
		expect(rows.length).toBeGreaterThan(2);
		for (const field of rows.flatMap((row) => row.split(', '))) expect(fields).toContain(field);
		const ways = own.flatMap(({ options = [] }) => options.map((option) => option.name));
		for (const [, way] of text.matchAll(/^\| Authentication +\| (.*?) +\|$/gm))
			expect(ways).toContain(way);
	});

	it('are all in the index, and nothing else is', () => {
		const linked = [...readIndex().matchAll(/\]\(([\w-]+)\.md\)/g)].map(([, name]) => name);
		expect(linked.sort()).toEqual(recipes.map(({ name }) => name).sort());
		expect(Object.keys(FACES).sort()).toEqual(linked.sort());
	});
});

describe('polled at an API that behaves by its documents', () => {
	it.each(named)('%s sends each change once', async (name, recipe) => {
		const { poller, expected } = await play(recipe, FACES[name], mockClock);
		expect(poller.refusals).toEqual([]);
		expect([...poller.events].sort()).toEqual([...expected].sort());
	});

	it('is noticed where an API leaves a change out', async () => {
		const [{ name, configuration }] = recipes;
		const face = FACES[name];
		const forgetful = {
			...face,
			answer: (...[asked, things]: Parameters<typeof face.answer>) =>
				face.answer(
					asked,
					things.filter(({ id }) => id !== 8),
				),
		};
		const { poller, expected } = await play({ configuration }, forgetful, mockClock);
		expect([...poller.events].sort()).not.toEqual([...expected].sort());
	});
});
