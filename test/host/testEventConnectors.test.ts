import { CONNECTORS } from '../../nodes/OpenConnectors/connectors';
import type { Sandbox } from '../../sandbox/server';
import { startOnStoppedClock, stopWithClock, viaProviderTo } from '../harness/sandbox';

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startOnStoppedClock()));
afterAll(async () => await stopWithClock(sandbox));

/** What the stand-ins have no records of. */
const EMPTY = ['activities'];

describe.each([
	'constantcontact',
	'freshdesk',
	'icontact',
	'infusionsoftrest',
	'insightly',
	'maximizer',
] as const)('a test shows a sample of every resource: %s', (connector) => {
	it.each([
		['by default', ['created', 'updated']],
		['deletions too', ['created', 'updated', 'deleted']],
	])('%s', async (_name, events) => {
		const resources = CONNECTORS[connector].resources
			.filter(({ url }) => !url.replace(/\$\{[^}]*\}/g, '').includes('{'))
			.map(({ name }) => name);
		const items = await viaProviderTo(connector)(sandbox, 'in-memory', {
			resources,
			events,
		}).fetchTestEvent();
		const empty = resources.filter((name) => EMPTY.includes(name));
		const notices = [items[0].json.notices ?? []].flat().map(String);
		expect(notices.filter((line) => !/^(?:Events: |Polling )/.test(line))).toEqual(
			empty.map((name) => `${name}: there are no records yet`),
		);
		const shown = items.map(({ json }) => String(json.objectType));
		expect(new Set([...shown, ...empty])).toEqual(new Set(resources));
		expect(items.every(({ json }) => json.objectId !== '' && json.sample === true)).toBe(true);
	});
});
