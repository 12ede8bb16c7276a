import { pollTriggerOf } from './host/pollTrigger';

export const ConstantContactPollTrigger = pollTriggerOf({
	connector: 'constantcontact',
	displayName: 'Constant Contact Poll Trigger',
	name: 'constantContactPollTrigger',
	icon: 'constantContact',
	description: 'Starts the workflow when Constant Contact records are created, updated or deleted',
});
