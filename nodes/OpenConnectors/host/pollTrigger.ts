import type {
	ILoadOptionsFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
	INodeType,
	INodeTypeDescription,
	IPollFunctions,
} from 'n8n-workflow';
import { CONNECTORS, OTHER_CONNECTOR, rest } from '../connectors';
import { credentials, credentialsOf } from './nodeCredentials';
import { properties, propertiesOf } from './properties';

/** What a node is called, and how it looks in n8n. */
interface Face extends Pick<INodeTypeDescription, 'displayName' | 'name' | 'description'> {
	/** The only connector of the node; absent where the user chooses. */
	readonly connector?: string;
	/** File in `icons/` without its ending; `<icon>.dark.svg` is for dark screens. */
	readonly icon: string;
}

type PollTrigger = INodeType & { readonly poll: NonNullable<INodeType['poll']> };

/** n8n loads the nodes of all packages while it starts: what only runs is loaded when it runs first. */
const loadWork = async () => await import('./work');

/** The class of a poll trigger. n8n takes the export of a file that is called as the file. */
export function pollTriggerOf({ connector, icon, ...face }: Face): new () => PollTrigger {
	const file = `file:../../icons/${icon}` as const;
	return class implements INodeType {
		description: INodeTypeDescription = {
			...face,
			icon: { light: `${file}.svg`, dark: `${file}.dark.svg` },
			group: ['trigger'],
			version: 1,
			subtitle: `={{ ${connector === undefined ? `${NAME} + ": " + ` : ''}$parameter["events"].join(", ") }}`,
			defaults: { name: face.displayName },
			polling: true,
			inputs: [],
			outputs: ['main'],
			credentials: connector === undefined ? credentials : credentialsOf(connector),
			// Of its own: n8n puts the poll times in front of them.
			properties: connector === undefined ? [...properties] : propertiesOf(connector),
		};

		methods = { loadOptions: choicesOf(this.description.properties) };

		async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
			const { poll } = await loadWork();
			return await poll(this);
		}
	};
}

/** The lists that parameters name, each of which is loaded when it is asked for. */
function choicesOf(parameters: readonly INodeProperties[]) {
	const names = JSON.stringify(parameters).matchAll(/"loadOptionsMethod":"(\w+)"/g);
	return Object.fromEntries(
		[...names].map(([, name]) => [
			name,
			async function (this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
				const { choices } = await loadWork();
				return await choices[name].call(this);
			},
		]),
	);
}

/** An expression of n8n that names the connector that is chosen. */
const NAME = nameExpression();

function nameExpression(): string {
	const names = new Map([
		...Object.values(CONNECTORS).map(({ key, displayName }) => [key, displayName] as const),
		[rest.key, rest.displayName],
		[OTHER_CONNECTOR, 'Open Connectors'],
	]);
	const [keys, values] = [[...names.keys()], [...names.values()]].map((list) =>
		JSON.stringify(list),
	);
	return `${values}[${keys}.indexOf($parameter["connector"])]`;
}
