import { z } from 'zod';
import { parsePollerConfiguration } from '../../nodes/OpenConnectors/configuration/parse';

/** Given by Jest's project; 3 without. */
declare const ZOD_MAJOR: number | undefined;

it('is read by the zod that this run is about', () => {
	const major = '_zod' in z.string() ? 4 : 3;
	expect(major).toBe(typeof ZOD_MAJOR === 'number' ? ZOD_MAJOR : 3);
});

const COUNT = (least: number, example: number) =>
	`expected a whole number from ${least} on, for example ${example}`;
const TEXT = (example: string) => `expected text in quotes, for example "${example}"`;
const FLAG = 'expected true or false, for example true';

const resource = (changes: Record<string, unknown>) => ({
	contacts: { url: '/hubs/crm/contacts', idField: 'id', ...changes },
});

const dates = (changes: Record<string, unknown>) =>
	resource({ datesConfiguration: { updatedDateField: 'at', updatedDateFormat: 'x', ...changes } });

it.each<[place: string, found: string, expected: string, configuration: unknown]>([
	['url', 'the number 5', TEXT('/hubs/crm/contacts'), resource({ url: 5 })],
	['idField', 'the boolean true', TEXT('id'), resource({ idField: true })],
	['pageSize', 'the number 0', COUNT(1, 100), resource({ pageSize: 0 })],
	['pollDelay', 'the number 1.5', COUNT(0, 30), resource({ pollDelay: 1.5 })],
	[
		'createdCheckTolerance',
		'the text "ten"',
		COUNT(0, 10),
		resource({ createdCheckTolerance: 'ten' }),
	],
	['filterByUpdatedDate', 'the text "maybe"', FLAG, resource({ filterByUpdatedDate: 'maybe' })],
	[
		'datesConfiguration',
		'the text "at"',
		'expected an object, for example {"updatedDateField":"updated_at","updatedDateFormat":"milliseconds"}',
		resource({ datesConfiguration: 'at' }),
	],
	[
		'datesConfiguration.updatedDateField',
		'the number 3',
		TEXT('updated_at'),
		dates({ updatedDateField: 3 }),
	],
	[
		'datesConfiguration.createdCheckTolerance',
		'the number -1',
		COUNT(0, 10),
		dates({ createdCheckTolerance: -1 }),
	],
])('a wrong %s is named in our own words', (place, found, expected, configuration) => {
	expect(() => parsePollerConfiguration(configuration)).toThrow(
		`contacts.${place}: found ${found}; ${expected}`,
	);
});
