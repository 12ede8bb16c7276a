import { OpenConnectorsPollTrigger } from '../../nodes/OpenConnectors/OpenConnectorsPollTrigger.node';
import { RestApiPollTrigger } from '../../nodes/OpenConnectors/RestApiPollTrigger.node';
import { choices } from '../../nodes/OpenConnectors/host/work';
import { loadOptions } from '../harness/loadOptions';
import { PRODUCT_NODES } from './productNodes';

const all = new OpenConnectorsPollTrigger();
const NODES = [all, new RestApiPollTrigger(), ...Object.values(PRODUCT_NODES)];

const methodsOf = (nodeType: (typeof NODES)[number]) => nodeType.methods?.loadOptions ?? {};

it.each(NODES.map((nodeType) => [nodeType.description.name, nodeType] as const))(
	'%s has the lists that its parameters name, and these can be loaded',
	(_, nodeType) => {
		const parameters = JSON.stringify(nodeType.description.properties);
		for (const name of Object.keys(methodsOf(nodeType))) {
			expect(parameters).toContain(`"loadOptionsMethod":"${name}"`);
			expect(choices[name]).toBeInstanceOf(Function);
		}
	},
);

it('the node of all connectors has every list', () => {
	expect(Object.keys(methodsOf(all)).sort()).toEqual(Object.keys(choices).sort());
});

it('a list is loaded when it is asked for', async () => {
	const { getTimeZones } = methodsOf(all);
	const zones = await loadOptions(getTimeZones, {
		nodeType: all,
		parameters: { connector: 'insightly' },
		credentials: {},
		path: 'parameters.options.timezone',
	});
	expect(zones).toContainEqual({ name: 'Europe/Berlin', value: 'Europe/Berlin' });
});
