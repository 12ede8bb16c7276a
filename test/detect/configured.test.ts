import { parsePollerConfiguration } from '../../nodes/OpenConnectors/configuration/parse';
import { detect, type Detection } from '../../nodes/OpenConnectors/detect';
import { recordSource } from '../../nodes/OpenConnectors/streams/rest/records';
import type { JsonValue } from '../../nodes/OpenConnectors/core/page';
import { readAnswers } from './labelled';

const answers = ['given', 'blind', 'known', 'second', 'third'].flatMap(readAnswers);

/** What a form makes of a proposal; a parameter that the request did not ask with is filled in by its user. */
function toResource(found: Detection): object {
	const { updatedDateField, updatedDateFormat, createdDateField, createdDateFormat } = found;
	const updated = updatedDateField === null ? {} : { updatedDateField, updatedDateFormat };
	const created = createdDateField === null ? {} : { createdDateField, createdDateFormat };
	const dates = { ...updated, ...created };
	const isDated = Object.keys(dates).length > 0;
	const needed = { cursorParam: 'c', pageParam: 'p', offsetParam: 'o' };
	const key = {
		cursor: 'cursorParam',
		page_number: 'pageParam',
		offset: 'offsetParam',
		link: '',
	} as const;
	const { paging } = found;
	const asked = paging ? key[paging.type] : '';
	return {
		url: '/list',
		...(paging?.in === 'body' ? { method: 'POST', body: {} } : {}),
		...(isDated ? { datesConfiguration: dates } : { watch: 'snapshot' }),
		...(found.recordsField === null ? {} : { recordsField: found.recordsField }),
		...(found.idField === null ? {} : { idField: found.idField }),
		...(paging
			? { paging: { ...(asked === '' ? {} : { [asked]: needed[asked] }), ...paging } }
			: {}),
	};
}

/** One record is proposed as such, and is no list that could be polled. */
function isList({ recordsField, alternatives }: Detection): boolean {
	return alternatives.lists.some(({ field }) => field === recordsField);
}

describe('a proposal', () => {
	it.each(answers)('of %s is a configuration', (_, answer) => {
		const resource = toResource(detect(answer));
		const source = JSON.stringify({ records: { idField: 'id', ...resource } });
		expect(parsePollerConfiguration(source, 'whole').resources).toHaveLength(1);
	});

	const listed = answers.filter(([, answer]) => isList(detect(answer)));

	it.each(listed)('of %s leads to the records', (_, answer) => {
		const { recordsField, idField, alternatives } = detect(answer);
		const source = recordSource('records', recordsField === null ? {} : { recordsField });
		const body: JsonValue = JSON.parse(JSON.stringify(answer.body));
		const records = source.select(body);
		expect(records).toHaveLength(alternatives.lists[0].count);
		for (const field of [idField ?? []].flat())
			expect(records.map(source.compile(field))).not.toContain(undefined);
	});
});
