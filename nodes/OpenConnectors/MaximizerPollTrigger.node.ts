import { pollTriggerOf } from './host/pollTrigger';

export const MaximizerPollTrigger = pollTriggerOf({
	connector: 'maximizer',
	displayName: 'Maximizer Poll Trigger',
	name: 'maximizerPollTrigger',
	icon: 'maximizer',
	description: 'Starts the workflow when Maximizer records are created, updated or deleted',
});
