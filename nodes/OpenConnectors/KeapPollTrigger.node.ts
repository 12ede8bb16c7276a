import { pollTriggerOf } from './host/pollTrigger';

export const KeapPollTrigger = pollTriggerOf({
	connector: 'infusionsoftrest',
	displayName: 'Keap Poll Trigger',
	name: 'keapPollTrigger',
	icon: 'infusionsoft',
	description:
		'Starts the workflow when Keap (Infusionsoft) records are created, updated or deleted',
});
