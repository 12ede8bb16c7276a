import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';
import { lookUps } from './lookUp';
import { poll } from './poll';
import { credentialsOf, propertiesOf } from './properties';

/** How a node with one connector looks in n8n. */
type Face = Pick<INodeTypeDescription, 'displayName' | 'name' | 'icon' | 'description'>;

type PollTrigger = INodeType & { readonly poll: NonNullable<INodeType['poll']> };

/**
 * The class of a node that has one connector; all else is as in the Open Connectors Poll Trigger. n8n
 * takes the export of a file that is called as the file.
 */
export function pollTriggerOf(connector: string, face: Face): new () => PollTrigger {
	return class implements INodeType {
		description: INodeTypeDescription = {
			...face,
			group: ['trigger'],
			version: 1,
			subtitle: '={{ $parameter["events"].join(", ") }}',
			defaults: { name: face.displayName },
			polling: true,
			inputs: [],
			outputs: [NodeConnectionTypes.Main],
			credentials: credentialsOf(connector),
			properties: propertiesOf(connector),
		};

		methods = { loadOptions: { ...lookUps } };

		async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
			return await poll(this);
		}
	};
}
