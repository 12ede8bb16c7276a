import { pollTriggerOf } from './host/pollTrigger';

export const InsightlyPollTrigger = pollTriggerOf({
	connector: 'insightly',
	displayName: 'Insightly Poll Trigger',
	name: 'insightlyPollTrigger',
	icon: 'insightly',
	description: 'Starts the workflow when Insightly records are created or updated',
});
