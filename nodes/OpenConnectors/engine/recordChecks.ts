import type { RawRecord } from '../core/page';
import type { RecordReader } from '../core/reader';
import { MissingIdError } from './errors';
import type { ScanWarning } from './types';

/** A page of this many records, none with an id, means wrong settings, and so do two pages in a row. */
const PAGE_WITHOUT_ID_LEAST = 10;
const PAGES_WITHOUT_ID = 2;

/** Whether the records of a scan have the ids and dates that the settings say. */
export class RecordChecks {
	/** Records without a readable updated time. */
	undated = 0;
	/** Those of them that are more than can be remembered. */
	beyondMemory = 0;

	/** Records without an id before the first one that has it, and their pages. */
	private withoutId = 0;
	private pagesWithoutId = 0;
	private isIdFound = false;

	constructor(private readonly reader: RecordReader) {}

	/** @throws MissingIdError */
	ids(records: readonly RawRecord[]): void {
		const { reader } = this;
		if (reader.idField === undefined || this.isIdFound || records.length === 0) return;
		this.isIdFound = records.some((record) => reader.id(record) !== undefined);
		if (this.isIdFound) return;
		this.withoutId += records.length;
		this.pagesWithoutId += 1;
		if (records.length >= PAGE_WITHOUT_ID_LEAST || this.pagesWithoutId >= PAGES_WITHOUT_ID)
			throw new MissingIdError(reader.idField, records[0]);
	}

	/** @param warned what the scan before warned of: what no record has refuted goes on */
	warnings(warned: readonly string[]): readonly ScanWarning[] {
		const warnings: ScanWarning[] = [];
		const { idField, dated, updatedField } = this.reader;
		const isWithoutId = this.withoutId > 0 || warned.includes('records-without-id');
		if (idField !== undefined && isWithoutId && !this.isIdFound) {
			warnings.push({
				code: 'records-without-id',
				message:
					`None of ${this.withoutId} records has an id in "${idField}", so that their events name none. ` +
					'Check idField in the poller configuration against a record of the provider.',
			});
		}
		if (dated && this.undated > 0) {
			warnings.push({
				code: 'undated-records',
				message:
					`${this.undated} records have no readable date in "${updatedField ?? ''}". Each is reported once, and again when its content changes. ` +
					'Where all of them are meant to have one, check updatedDateField and updatedDateFormat against a record of the provider.',
			});
		}
		if (this.beyondMemory > 0) {
			warnings.push({
				code: 'undated-limit',
				message:
					`${this.beyondMemory} records without an updated date are more than can be remembered: new ones and edits among them are not reported. ` +
					'Give the resource an updatedDateField, or a url whose filter returns fewer records.',
			});
		}
		return warnings;
	}
}
