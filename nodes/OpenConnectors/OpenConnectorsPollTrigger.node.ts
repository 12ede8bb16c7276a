import { pollTriggerOf } from './host/pollTrigger';

export const OpenConnectorsPollTrigger = pollTriggerOf({
	displayName: 'Open Connectors Poll Trigger',
	name: 'openConnectorsPollTrigger',
	icon: 'openConnectors',
	description:
		'Starts the workflow when records are created, updated or deleted in a connected business system',
});
