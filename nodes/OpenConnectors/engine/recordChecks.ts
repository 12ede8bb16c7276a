import type { RawRecord } from '../core/page';
import type { RecordReader } from '../core/reader';
import { MissingIdError, UndatedPageError } from './errors';
import type { ScanWarning } from './types';

/** A page of at least this many records, none with a readable date, means wrong settings. */
const UNDATED_PAGE_LEAST = 10;
/** So does one of this many, none with an id, and so do two pages in a row. */
const PAGE_WITHOUT_ID_LEAST = 10;
const PAGES_WITHOUT_ID = 2;
/** Fewer records that differ by content alone are taken as edits, not as noise. */
const NOISE_LEAST = 10;
/** Stamps in steps of a minute or more. */
const COARSE_TICK_MS = 60_000;

/** Whether the records of a scan have the ids and dates that the settings say, and hold no noise. */
export class RecordChecks {
	/** Known records that came with the same time, and those of them whose content differed. */
	compared = 0;
	contentOnly = 0;

	private undatedCount = 0;
	/** Records without an id before the first one that has it, and their pages. */
	private withoutId = 0;
	private pagesWithoutId = 0;
	private isIdFound = false;

	constructor(
		private readonly reader: RecordReader,
		private readonly granularityMs: number,
	) {}

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

	/** @param undated how many of the records have no readable date @throws UndatedPageError */
	dates(records: readonly RawRecord[], undated: number): void {
		if (!this.reader.dated) return;
		if (undated === records.length && undated >= UNDATED_PAGE_LEAST)
			throw new UndatedPageError(this.reader.updatedField ?? '');
		this.undatedCount += undated;
	}

	/**
	 * Whether so many records differ by content alone that the difference means nothing. Where the
	 * stamps are coarse, many records may well be edited again within one tick.
	 */
	get isNoisy(): boolean {
		if (this.granularityMs >= COARSE_TICK_MS) return false;
		return this.contentOnly >= NOISE_LEAST && this.contentOnly > this.compared / 2;
	}

	/** @param warned what the scan before warned of: what no record has refuted goes on */
	warnings(warned: readonly string[]): readonly ScanWarning[] {
		const warnings: ScanWarning[] = [];
		const { idField } = this.reader;
		const isWithoutId = this.withoutId > 0 || warned.includes('records-without-id');
		if (idField !== undefined && isWithoutId && !this.isIdFound) {
			warnings.push({
				code: 'records-without-id',
				message:
					`None of ${this.withoutId} records has an id in "${idField}", so that their events name none. ` +
					'Check idField in the poller configuration against a record of the provider.',
			});
		}
		if (this.isNoisy) {
			warnings.push({
				code: 'volatile-fields',
				message:
					`${this.contentOnly} records changed their content without changing their updated date. ` +
					'Such changes are taken as noise and not reported.',
			});
		}
		if (this.undatedCount > 0) {
			warnings.push({
				code: 'undated-records',
				message:
					`${this.undatedCount} records have no readable updated date. ` +
					'Each is reported once, and again when its content changes.',
			});
		}
		return warnings;
	}
}
