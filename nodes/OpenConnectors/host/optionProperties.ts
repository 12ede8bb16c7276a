import type { INodeProperties } from 'n8n-workflow';
import { choice, parameter } from './propertyParts';

export const DEFAULT_MAX_ITEMS = 500;
/** Most records of a list that is compared whole: 20 to 50 bytes of state each, by the length of their ids. */
export const DEFAULT_MAX_COMPARED = 10_000;
export const MAX_COMPARED = 100_000;

/** What few need to change. */
export const options: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add option',
	default: {},
	options: [
		parameter(
			'Heartbeat',
			'heartbeat',
			'How often to send an item that says if polling works. Its eventType is HEARTBEAT.',
			{
				type: 'options',
				options: [
					choice('Off', 'off', 'Events only'),
					choice('Every Hour', 'everyHour', 'With the first poll after an hour'),
					choice('Every Day', 'everyDay', 'With the first poll after a day'),
				],
				default: 'off',
			},
		),
		parameter(
			'Ignore Fields',
			'ignoreFields',
			'Fields whose changes alone do not start the workflow, separated by commas. A name counts anywhere in a record, a path such as owner.lastSeen only there.',
			{ placeholder: 'e.g. lastSeen, stats.views' },
		),
		parameter(
			'Instance Name',
			'instanceName',
			'Copied into every event, to tell several accounts apart',
			{},
		),
		parameter(
			'Lookback (Minutes)',
			'lookback',
			'How late a change may show up in the provider’s lists and still be found. Less than the connector allows by itself has no effect.',
			{ type: 'number', default: 5, typeOptions: { minValue: 0, maxValue: 1440 } },
		),
		parameter(
			'Maximum Compared Records',
			'maxCompared',
			'The longest list to compare as a whole. Each record takes 20 to 50 bytes of n8n’s memory and database.',
			{
				type: 'number',
				default: DEFAULT_MAX_COMPARED,
				typeOptions: { minValue: 1, maxValue: MAX_COMPARED },
			},
		),
		parameter(
			'Maximum Items per Poll',
			'maxItems',
			'A poll stops after about this many items, and the next one goes on from there',
			{ type: 'number', default: DEFAULT_MAX_ITEMS, typeOptions: { minValue: 1 } },
		),
		parameter('Page Size', 'pageSize', 'Records per request, up to what the provider allows', {
			type: 'number',
			default: 500,
			typeOptions: { minValue: 1 },
		}),
		{
			displayName: 'Path Variables',
			name: 'pathVariables',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add variable',
			default: {},
			description: 'Values for names in braces in a URL, such as {calendarId}',
			options: [
				{
					displayName: 'Variable',
					name: 'values',
					values: [
						parameter('Name', 'name', undefined, { placeholder: 'e.g. objectName' }),
						parameter('Value', 'value', undefined, { placeholder: 'e.g. Vehicle__c' }),
					],
				},
			],
		},
		parameter('Tags', 'tags', 'Copied into every event as a list. Separate by commas.', {
			placeholder: 'e.g. sales, europe',
		}),
		parameter('Timezone', 'timezone', 'Time zone of ${date:…} in a URL, and of dates without one', {
			type: 'options',
			typeOptions: { loadOptionsMethod: 'getTimeZones' },
			default: 'UTC',
		}),
	],
};
