import { pollTriggerOf } from './host/pollTrigger';

export const FreshdeskPollTrigger = pollTriggerOf({
	connector: 'freshdesk',
	displayName: 'Freshdesk Poll Trigger',
	name: 'freshdeskPollTrigger',
	icon: 'freshdesk',
	description: 'Starts the workflow when Freshdesk records are created, updated or deleted',
});
