import type { RawRecord } from '../core/page';

/** None of the records has a date where one is expected. */
export class UndatedPageError extends Error {
	constructor(readonly example: RawRecord) {
		super('None of the records has a readable updated date');
		this.name = 'UndatedPageError';
	}
}

/** None of the records has an id where one is expected. */
export class MissingIdError extends Error {
	constructor(
		readonly idField: string,
		readonly example: RawRecord,
	) {
		super('None of the records has an id');
		this.name = 'MissingIdError';
	}
}

/** More records without an updated time than can be remembered. */
export class UndatedLimitError extends Error {
	constructor(readonly limit: number) {
		super(`More than ${limit} records have no updated date`);
		this.name = 'UndatedLimitError';
	}
}

/** Names a next page again and again, and never anything new. */
export class EndlessListError extends Error {
	constructor(readonly pages: 'repeated' | 'empty') {
		super(`The list does not end: its pages are ${pages} again and again`);
		this.name = 'EndlessListError';
	}
}

/** The list holds more records than are compared. */
export class ListTooLongError extends Error {
	constructor(readonly limit: number) {
		super(`The list holds more than ${limit} records`);
		this.name = 'ListTooLongError';
	}
}

/** The list could not be read to its end, and a part of it says nothing about what is missing. */
export class ListUnfinishedError extends Error {
	constructor(readonly reason: 'time' | 'order') {
		super('The list could not be read to its end');
		this.name = 'ListUnfinishedError';
	}
}
