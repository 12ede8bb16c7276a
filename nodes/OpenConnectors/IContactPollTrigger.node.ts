import { pollTriggerOf } from './host/pollTrigger';

export const IContactPollTrigger = pollTriggerOf({
	connector: 'icontact',
	displayName: 'iContact Poll Trigger',
	name: 'iContactPollTrigger',
	icon: 'icontact',
	description: 'Starts the workflow when iContact records are created, updated or deleted',
});
