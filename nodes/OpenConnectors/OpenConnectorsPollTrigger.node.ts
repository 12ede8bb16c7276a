import {
	NodeConnectionTypes,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
	type IPollFunctions,
} from 'n8n-workflow';
import { lookUps } from './host/lookUp';
import { poll } from './host/poll';
import { credentials, properties } from './host/properties';

export class OpenConnectorsPollTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Open Connectors Poll Trigger',
		name: 'openConnectorsPollTrigger',
		icon: {
			light: 'file:../../icons/openConnectors.svg',
			dark: 'file:../../icons/openConnectors.dark.svg',
		},
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["connector"] + ": " + $parameter["events"].join(", ") }}',
		description:
			'Starts the workflow when records are created, updated or deleted in a connected business system',
		defaults: { name: 'Open Connectors Poll Trigger' },
		polling: true,
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		properties,
	};

	methods = { loadOptions: { ...lookUps } };

	async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		return await poll(this);
	}
}
