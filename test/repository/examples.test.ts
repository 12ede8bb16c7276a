/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on the developer's machine */
import { readFileSync } from 'node:fs';
import { CREDENTIAL_TYPES } from '../../sandbox/n8n/credentialValues';
import { EXAMPLES, readExample, type ExampleNode } from '../harness/examples';
import { PRODUCT_NODES } from '../host/productNodes';

const OURS = new Map(
	Object.values(PRODUCT_NODES).map(({ description }) => [
		`n8n-nodes-open-connectors.${description.name}`,
		description,
	]),
);

/** Of n8n 2.41, newest version; `test/n8n/examples.test.ts` asks the n8n that is installed. */
const OF_N8N: Readonly<Record<string, number>> = {
	'n8n-nodes-base.dataTable': 1.1,
	'n8n-nodes-base.errorTrigger': 1,
	'n8n-nodes-base.filter': 2.3,
	'n8n-nodes-base.httpRequest': 4.5,
	'n8n-nodes-base.if': 2.3,
	'n8n-nodes-base.manualTrigger': 1,
	'n8n-nodes-base.removeDuplicates': 2,
	'n8n-nodes-base.set': 3.5,
	'n8n-nodes-base.stickyNote': 1,
};

const isOurs = ({ type }: ExampleNode) => type.startsWith('n8n-nodes-open-connectors.');

describe.each(EXAMPLES)('examples/%s.json', (name) => {
	const { nodes, connections } = readExample(name);

	it('has nodes that there are', () => {
		for (const { type, typeVersion } of nodes) {
			if (OURS.has(type)) expect(typeVersion).toBe(OURS.get(type)?.version);
			else expect(typeVersion).toBeLessThanOrEqual(OF_N8N[type] ?? 0);
		}
	});

	it('has parameters that our nodes have', () => {
		for (const { type, parameters } of nodes.filter(isOurs)) {
			const { pollTimes, ...others } = parameters;
			const properties = OURS.get(type)?.properties ?? [];
			expect(pollTimes).toEqual({ item: [{ mode: 'everyMinute' }] });
			for (const [parameter, value] of Object.entries(others)) {
				const found = properties.filter((property) => property.name === parameter);
				expect(found.map((property) => property.name)).toContain(parameter);
				const offered = found.flatMap(({ options = [] }) =>
					options.flatMap((option) => ('value' in option ? [option.value] : [])),
				);
				if (parameter !== 'options')
					expect(offered).toEqual(expect.arrayContaining([value].flat()));
			}
		}
	});

	it('logs in by credentials of ours', () => {
		const types = CREDENTIAL_TYPES.map((type) => type.name);
		for (const { parameters } of nodes.filter(({ type }) => /httpRequest$/.test(type)))
			if (parameters.authentication !== undefined)
				expect(types).toContain(parameters.nodeCredentialType);
	});

	it('connects nodes that it has, each by a name of its own', () => {
		const names = nodes.map((node) => node.name);
		expect(new Set(names).size).toBe(names.length);
		for (const [from, { main }] of Object.entries(connections))
			for (const to of [from, ...main.flat().map(({ node }) => node)]) expect(names).toContain(to);
	});

	it('says in a note what it does and what to fill in', () => {
		const notes = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		const text = notes.map(({ parameters }) => String(parameters.content)).join('\n');
		expect(text).toMatch(/^## .+\n\n[\s\S]+### Set up\n1\. /);
		const named = [...text.matchAll(/^\d\. (?:Run )?\*\*([^*]+)\*\*/gm)].map(([, node]) => node);
		expect(named.length).toBeGreaterThan(0);
		for (const node of named) expect(nodes.map((one) => one.name)).toContain(node);
	});

	it('is listed', () => {
		expect(readFileSync('examples/README.md', 'utf8')).toContain(`](${name}.json)`);
	});
});
