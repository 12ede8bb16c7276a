import type { INodeParameters } from 'n8n-workflow';
import { pathLookUps } from '../../nodes/OpenConnectors/host/pathLookUps';
import type { Sandbox } from '../../sandbox/server';
import { loadOptions, type Edited } from '../harness/loadOptions';
import {
	ENGINES,
	connected,
	Host,
	startOnStoppedClock,
	stopWithClock,
	tick,
} from '../harness/sandbox';
import { PRODUCT_NODES } from './productNodes';
import { itUnder } from '../length';

const CREDENTIAL = 'openConnectorsInfusionsoftRestApi';
const nodeType = PRODUCT_NODES.infusionsoftrest;

let sandbox: Sandbox;
beforeEach(async () => {
	sandbox = await startOnStoppedClock();
});
afterEach(async () => await stopWithClock(sandbox));

/** What the editor offers for the tag. */
const tags = async (credentials: Edited['credentials']) =>
	await loadOptions(pathLookUps.tagIdValues, {
		nodeType,
		parameters: { authentication: 'apiKey', resources: ['tagged-contacts'] },
		credentials,
		path: 'parameters.tagId',
	});

it('the tags of the account are offered by their names', async () => {
	const offered = await tags({ [CREDENTIAL]: connected(sandbox, 'infusionsoftrest', CREDENTIAL) });
	const made = sandbox.infusionsoftrest.world.ids('tags');
	expect(made.length).toBeGreaterThan(1);
	expect(offered.map(({ value }) => String(value)).sort()).toEqual([...made].sort());
	expect(offered.every(({ name, value }) => name !== '' && name !== value)).toBe(true);
});

it('without a credential the list says so', async () => {
	await expect(tags({})).rejects.toThrow('Credential: none is chosen');
});

describe.each(ENGINES)('under the %s engine', (engine) => {
	const it = itUnder(engine);
	const publish = async (parameters: INodeParameters) => {
		const credentials = { [CREDENTIAL]: connected(sandbox, 'infusionsoftrest', CREDENTIAL) };
		const host = new Host(engine, {
			nodeType,
			parameters: { authentication: 'apiKey', ...parameters },
			credentials,
		});
		await host.publish();
		await tick(host);
		expect(host.errors).toEqual([]);
		return sandbox.infusionsoftrest.requests.map(({ url }) => url.split('?')[0]);
	};

	it('the tag that is chosen is read', async () => {
		const [tagId] = sandbox.infusionsoftrest.world.ids('tags');
		const options = { pathVariables: { values: [{ name: 'tagId', value: '4711' }] } };
		const paths = await publish({ resources: ['tagged-contacts'], tagId, options });
		expect(new Set(paths)).toEqual(new Set([expect.stringContaining(`/tags/${tagId}/contacts`)]));
	});

	it('a path variable under Options still names it', async () => {
		const [value] = sandbox.infusionsoftrest.world.ids('tags');
		const options = { pathVariables: { values: [{ name: 'tagId', value }] } };
		const paths = await publish({ resources: ['tagged-contacts'], options });
		expect(paths.join()).toContain(`/tags/${value}/contacts`);
	});

	it('resources that were left from another connector are not asked for', async () => {
		const paths = await publish({ resources: ['milestones', 'tags', 'tickets'] });
		expect(new Set(paths)).toEqual(new Set([expect.stringMatching(/\/tags$/)]));
	});

	it('nothing but those is no choice', async () => {
		await expect(publish({ resources: ['milestones'] })).rejects.toThrow(
			'Resources: no resource is chosen',
		);
	});
});
