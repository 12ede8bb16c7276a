import { PollError, SOURCE } from '../core/error';
import type { EpochMs, RawRecord } from '../core/page';
import { quote } from '../core/text';

/** None of the records has an id where one is expected. */
export class MissingIdError extends PollError {
	constructor(idField: string, example: RawRecord) {
		super('missing-id', `none of the ${SOURCE} records has an id in "${idField}"`, {
			remedy: `Check idField in the poller configuration. ${fieldsOf(example)}`,
		});
	}
}

/** So many names of fields help to find the right one. */
const MOST_FIELDS = 10;

/** The names of a record's fields, without what they hold. */
function fieldsOf(record: RawRecord): string {
	const names = Object.keys(record);
	const shown = names.slice(0, MOST_FIELDS).map((name) => quote(name));
	const more = names.length > MOST_FIELDS ? ' and others' : '';
	return `A record has the fields ${shown.join(', ')}${more}.`;
}

/** The records are dated at times that would make sense in another unit. */
export class ImplausibleDatesError extends PollError {
	constructor(field: string, example: EpochMs) {
		const read = `are dated ${shownDate(example)} and the like by "${quote(field)}"`;
		super('implausible-dates', `the ${SOURCE} records ${read}`, {
			remedy:
				'Check updatedDateFormat against a record: "seconds" where it says "milliseconds", or the other way round.',
		});
	}
}

/** A date far from any calendar has its year alone. */
export function shownDate(at: EpochMs): string {
	const date = new Date(at);
	return Number.isNaN(date.getTime()) ? 'beyond any year' : date.toISOString().replace(/T.*/, '');
}

/** Names a next page again and again, and never anything new. */
export class EndlessListError extends PollError {
	constructor(readonly pages: 'repeated' | 'empty') {
		const given = pages === 'empty' ? 'empty pages' : 'the same pages';
		super('endless-list', `the list of ${SOURCE} does not end: it gives ${given} again and again`, {
			remedy:
				'What it gives is polled all the same. Choose another Page Size under Options, and tell the provider.',
			failure: { cause: 'temporarily-unavailable' },
		});
	}
}

/** The list could not be read to its end, and a part of it says nothing about what is missing. */
export class ListUnfinishedError extends PollError {
	constructor(reason: 'time' | 'order') {
		super(
			'unfinished-list',
			reason === 'time'
				? 'the list could not be read to its end within the time n8n gives a poll'
				: 'the list changes faster than it can be read',
			{
				remedy: 'Nothing is lost: the next poll compares it again. Use the largest page size.',
				failure: { cause: 'temporarily-unavailable' },
			},
		);
	}
}
