/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on the developer's machine */
import { existsSync, readFileSync } from 'node:fs';
import { runInNewContext } from 'node:vm';
import type { INodeParameters, INodeType } from 'n8n-workflow';
import { CONNECTOR_NAMES, findSubject, parametersOf } from '../../sandbox/n8n/subjects';
import { Scenario } from '../conformance/scenario';
import { Host } from '../harness/sandbox';
import { CONNECTORS } from '../../nodes/OpenConnectors/connectors';
import { OpenConnectorsPollTrigger } from '../../nodes/OpenConnectors/OpenConnectorsPollTrigger.node';
import { kindsOfResource } from '../../nodes/OpenConnectors/streams/kinds';
import { PRODUCT_NODES } from './productNodes';

/** What stands below a node on the canvas. */
function subtitleOf(nodeType: INodeType, parameters: INodeParameters): unknown {
	const { subtitle = '' } = nodeType.description;
	const expression = new RegExp('^=\\{\\{(.*)\\}\\}$').exec(subtitle)?.[1] ?? '';
	return runInNewContext(expression, { $parameter: parameters });
}

const manifest: { n8n: { nodes: string[] } } = JSON.parse(readFileSync('package.json', 'utf8'));

describe.each(CONNECTOR_NAMES)('the node of %s', (connector) => {
	const nodeType = PRODUCT_NODES[connector];
	const { name, displayName, icon, description } = nodeType.description;
	const file = `${name.charAt(0).toUpperCase()}${name.slice(1)}.node`;

	it('is listed, with a codex and two icons', () => {
		expect(manifest.n8n.nodes).toContain(`dist/nodes/OpenConnectors/${file}.js`);
		const codex = JSON.parse(readFileSync(`nodes/OpenConnectors/${file}.json`, 'utf8'));
		expect(codex).toMatchObject({ node: `n8n-nodes-open-connectors.${name}`, resources: {} });
		const icons = Object.values(icon ?? {}).map((path) => path.replace('file:../../', ''));
		expect(icons).toHaveLength(2);
		expect(icons.filter((path) => !existsSync(path))).toEqual([]);
	});

	it('is called by its product', () => {
		expect(displayName).toMatch(/ Poll Trigger$/);
		expect(description).toContain(displayName.replace(' Poll Trigger', ''));
	});

	it('says on the canvas what it waits for, and the generic node of which product', () => {
		const values = { connector, events: ['created', 'deleted'] };
		const product = CONNECTORS[connector].displayName;
		expect(subtitleOf(nodeType, values)).toBe('created, deleted');
		const generic = new OpenConnectorsPollTrigger();
		expect(subtitleOf(generic, values)).toBe(`${product}: created, deleted`);
	});

	it('offers deletions in the nodes panel where a resource of the list shows them', () => {
		const { resources } = CONNECTORS[connector];
		const shows = resources.some((resource) =>
			kindsOfResource(CONNECTORS[connector], resource, 'provider').has('deleted'),
		);
		// The panel takes the first one, whatever else is chosen.
		const [first] = nodeType.description.properties.filter(
			(property) => property.name === 'events',
		);
		const values = (first.options ?? []).map((option) => 'value' in option && option.value);
		expect(values.includes('deleted')).toBe(shows);
	});

	it('sends what the generic node sends, and keeps the same of it', async () => {
		const subject = findSubject(connector, 'provider');
		const { resources, events } = parametersOf(subject);
		const parameters = { resources: [...resources], events };
		const scenario = await Scenario.start(subject, 'durable', {}, { nodeType, parameters });
		const generic = new Host('durable', {
			...scenario.host.settings,
			nodeType: undefined,
			parameters: { ...parameters, connector },
		});
		await scenario.host.publish();
		await generic.publish();
		scenario.change(10);
		await scenario.poll();
		await generic.tick();
		await scenario.stop();
		const sent = ({ items }: Host) => items.map(({ eventId, record }) => ({ eventId, record }));
		expect(scenario.host.items.length).toBeGreaterThan(0);
		expect(sent(generic)).toEqual(sent(scenario.host));
		expect(Object.keys(generic.saved.cursor)).toEqual(Object.keys(scenario.host.saved.cursor));
	});
});
