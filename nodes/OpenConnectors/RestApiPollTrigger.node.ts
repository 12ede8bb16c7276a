import { pollTriggerOf } from './host/pollTrigger';

export const RestApiPollTrigger = pollTriggerOf('rest', {
	displayName: 'REST API Poll Trigger',
	name: 'restApiPollTrigger',
	icon: { light: 'file:../../icons/rest.svg', dark: 'file:../../icons/rest.dark.svg' },
	description: 'Starts the workflow when records of any REST API are created, updated or deleted',
});
