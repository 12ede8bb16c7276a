import { parsePollerConfiguration } from '../../nodes/OpenConnectors/configuration/parse';
import { versionDateOf } from '../../nodes/OpenConnectors/configuration/types';

const UPDATED = { updatedDateField: 'u', updatedDateFormat: 'seconds' };
const CREATED = { createdDateField: 'c', createdDateFormat: 'milliseconds' };
const BLANK = { updatedDateField: '', updatedDateFormat: '', updatedDateTimezone: '' };
const FILTERED = "/x?where=changed='true'";

describe('the versions of a record are told apart by', () => {
	it.each<[string, object, string | undefined]>([
		['the updated date', { datesConfiguration: { ...UPDATED, ...CREATED } }, 'u'],
		['the updated date, alone', { datesConfiguration: UPDATED }, 'u'],
		['the created date, alone', { datesConfiguration: CREATED }, 'c'],
		['the created date beside blanks', { datesConfiguration: { ...BLANK, ...CREATED } }, 'c'],
		[
			'the one field of both',
			{ datesConfiguration: { ...UPDATED, createdDateField: 'u', createdDateFormat: 'seconds' } },
			'u',
		],
		[
			"the server's word, when filterByUpdatedDate is false",
			{ filterByUpdatedDate: false, datesConfiguration: { ...UPDATED, ...CREATED } },
			undefined,
		],
		["the server's word, without dates", { datesConfiguration: {} }, undefined],
		["the server's word, with nothing but a filter", {}, undefined],
	])('%s', (_name, resource, field) => {
		const { resources } = parsePollerConfiguration({ contacts: { url: FILTERED, ...resource } });
		expect(versionDateOf(resources[0])?.field).toBe(field);
	});
});
