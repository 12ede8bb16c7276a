import type { EpochMs, RawRecord } from '../core/page';
import type { RecordReader } from '../core/reader';
import type { Declared } from '../core/rules';
import { quote } from '../core/text';
import { ImplausibleDatesError, shownDate } from './errors';
import type { ScanWarning } from './types';

/** So many neighbours in the declared order show that it is that of the list. */
const LEAST_PAIRS = 5;
/** Records may be edited between the moment a list is put in order and the one it is written: some disorder is natural. */
const NATURAL_DISORDER = 0.05;
const LEAST_DISORDER = 3;
/** The first reading of a list that is said to be newest first goes so many pages further, to see. */
const PAGES_TO_CHECK = 10;

/** Records of an API that is asked by this program were changed between these. */
const PLAUSIBLE = [Date.UTC(1990, 0, 1), Date.UTC(2200, 0, 1)];
/** So many records with odd dates are no exceptions. */
const LEAST_ODD = 3;

function isPlausible(time: EpochMs): boolean {
	return time >= PLAUSIBLE[0] && time < PLAUSIBLE[1];
}

/** Whether a list is what the settings say it is. In doubt more is read, and the user hears of it once. */
export class DeclaredChecks {
	private inOrder = 0;
	private outOfOrder = 0;
	private hasOlder = false;
	private oddDate: EpochMs | undefined;
	private hasRepeatedIds = false;
	private pagesBehind = 0;
	private uncreated = 0;
	private isCreatedFound = false;

	/** @param warned codes of what earlier scans warned of */
	constructor(
		private readonly declared: Declared,
		private readonly warned: readonly string[],
	) {}

	/**
	 * @param times of the records of a page that have any, in its order
	 * @param asked since when changes were asked for
	 */
	addPage(times: readonly EpochMs[], asked: EpochMs): void {
		const { order, toleranceMs } = this.declared;
		const direction = order === 'descending' ? -1 : 1;
		for (let at = 1; at < times.length; at += 1) {
			const difference = direction * (times[at] - times[at - 1]);
			if (difference > 0) this.inOrder += 1;
			if (difference < 0) this.outOfOrder += 1;
		}
		if (toleranceMs !== undefined && times.some((time) => time < asked - toleranceMs))
			this.hasOlder = true;
	}

	/**
	 * Whether what follows a page of a list that is newest first is older than what was asked for. A
	 * list that was once found in another order is read to its end.
	 */
	isBehind(times: readonly EpochMs[], count: number, asked: EpochMs, isFirst: boolean): boolean {
		if (this.declared.order !== 'descending' || !this.declared.endsWhenOlder) return false;
		const isKnownOtherwise = this.warned.includes('other-order') || this.outOfOrder > 0;
		const isOlder = times.length === count && count > 0 && Math.max(...times) < asked;
		if (isKnownOtherwise || !isOlder || this.inOrder < LEAST_PAIRS) return false;
		this.pagesBehind += 1;
		return !isFirst || this.pagesBehind > PAGES_TO_CHECK;
	}

	/**
	 * Whether dates make sense, and ids tell records apart.
	 *
	 * @param times of the records that have any
	 * @throws ImplausibleDatesError where the dates would make sense in another unit
	 */
	addRecords(records: readonly RawRecord[], times: readonly EpochMs[], reader: RecordReader): void {
		if (!this.declared.dates) return;
		this.isCreatedFound ||= records.some((record) => reader.created(record) !== undefined);
		this.uncreated += records.length;
		const odd = times.filter((time) => !isPlausible(time));
		if (odd.length > 0 && odd.length === times.length) {
			this.oddDate ??= odd[0];
			const unit = [1 / 1_000, 1_000].find((factor) =>
				odd.every((time) => isPlausible(time * factor)),
			);
			if (unit !== undefined && odd.length >= LEAST_ODD)
				throw new ImplausibleDatesError(reader.updatedField ?? '', odd[0]);
		}
		const ids = new Set(records.map((record) => reader.id(record)));
		if (ids.size > records.length / 2) return;
		const versions = new Set(
			records.map((record) => `${reader.id(record) ?? ''} ${reader.fingerprint(record)}`),
		);
		if (ids.size < versions.size / 2) this.hasRepeatedIds = true;
	}

	/** @param isFiner whether the dates are finer than the step they are said to have */
	warnings(
		{
			idField = '',
			updatedField = '',
			createdField,
		}: Pick<RecordReader, 'idField' | 'updatedField' | 'createdField'>,
		isFiner: boolean,
	): readonly ScanWarning[] {
		const { warned, declared } = this;
		const { order } = declared;
		const warnings: ScanWarning[] = [];
		if (order !== undefined && (this.isOtherOrder || warned.includes('other-order'))) {
			warnings.push({
				code: 'other-order',
				message:
					`"order" says ${order}, and the list is in another order by its updated date. ` +
					'It is read to its end at each poll, so that nothing is missed. Ask for that order in the url, or take "order" away.',
			});
		}
		if (this.hasOlder || warned.includes('filter-ignored')) {
			warnings.push({
				code: 'filter-ignored',
				message:
					'The list holds records that are dated before the time that "url" asks from. ' +
					'Either the API does not know the filter, so that each poll reads more than it has to, ' +
					'or it goes by another date than "updatedDateField", and edits are missed. Check both.',
			});
		}
		if (this.oddDate !== undefined || warned.includes('implausible-dates')) {
			warnings.push({
				code: 'implausible-dates',
				message:
					`The dates in "${quote(updatedField)}" make no sense, such as ${shownDate(this.oddDate ?? 0)}: records dated so long ago are not reported. ` +
					'Check "updatedDateField" and "updatedDateFormat" against a record: "seconds" or "milliseconds".',
			});
		}
		if (isFiner || warned.includes('finer-dates')) {
			warnings.push({
				code: 'finer-dates',
				message:
					`The dates in "${quote(updatedField)}" are finer than "updatedDateFormat" or "granularity" says, ` +
					'so that what was changed shortly before publishing may be reported. Check both against a record.',
			});
		}
		const isUncreated = this.uncreated >= LEAST_ODD || warned.includes('no-created-dates');
		if (createdField !== undefined && isUncreated && !this.isCreatedFound) {
			warnings.push({
				code: 'no-created-dates',
				message:
					`None of ${this.uncreated} records has a readable date in "${quote(createdField)}", so that new ones come as UPDATED. ` +
					'Check "createdDateField" and "createdDateFormat" against a record.',
			});
		}
		if (this.hasRepeatedIds || warned.includes('repeated-ids')) {
			warnings.push({
				code: 'repeated-ids',
				message:
					`Most records of a page share what "${quote(idField)}" holds, so that one is taken for another. ` +
					'Check "idField": it may take several fields.',
			});
		}
		return warnings;
	}

	private get isOtherOrder(): boolean {
		const { inOrder, outOfOrder } = this;
		if (this.declared.order === 'descending' && this.declared.endsWhenOlder) return outOfOrder > 0;
		return outOfOrder >= LEAST_DISORDER && outOfOrder > NATURAL_DISORDER * (inOrder + outOfOrder);
	}
}
