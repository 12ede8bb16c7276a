import { pollTriggerOf } from './host/pollTrigger';

export const RestApiPollTrigger = pollTriggerOf({
	connector: 'rest',
	displayName: 'REST API Poll Trigger',
	name: 'restApiPollTrigger',
	icon: 'rest',
	description: 'Starts the workflow when records of any REST API are created, updated or deleted',
});
