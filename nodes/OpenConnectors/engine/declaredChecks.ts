import type { EpochMs } from '../core/page';
import type { Declared } from '../core/rules';
import type { ScanWarning } from './types';

const DAY_MS = 24 * 60 * 60_000;
/** So many neighbours in the declared order show that it is that of the list. */
const LEAST_PAIRS = 5;
/** Records may be edited between the moment a list is put in order and the one it is written: some disorder is natural. */
const NATURAL_DISORDER = 0.05;
const LEAST_DISORDER = 3;
/** The first reading of a list that is said to be newest first goes so many pages further, to see. */
const PAGES_TO_CHECK = 10;

/** Whether a list is what the settings say it is. In doubt more is read, and the user hears of it once. */
export class DeclaredChecks {
	private inOrder = 0;
	private outOfOrder = 0;
	private older = 0;
	private pagesBehind = 0;

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
		const { order, earlierMs } = this.declared;
		for (let at = 1; at < times.length; at += 1) {
			const difference = times[at] - times[at - 1];
			const isRight = order === 'descending' ? difference < 0 : difference > 0;
			if (difference !== 0 && isRight) this.inOrder += 1;
			if (difference !== 0 && !isRight) this.outOfOrder += 1;
		}
		if (earlierMs === undefined) return;
		const bound = asked - 3 * earlierMs - DAY_MS;
		const older = times.filter((time) => time < bound).length;
		if (older > 0 && older * 2 >= times.length) this.older += older;
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

	warnings(): readonly ScanWarning[] {
		const { warned, declared } = this;
		const { order, earlierMs } = declared;
		const warnings: ScanWarning[] = [];
		if (order !== undefined && (this.isOtherOrder || warned.includes('other-order'))) {
			warnings.push({
				code: 'other-order',
				message:
					`"order" says ${order}, and the list is in another order by its updated date. ` +
					'It is read to its end at each poll, so that nothing is missed. Ask for that order in the url, or take "order" away.',
			});
		}
		if (earlierMs !== undefined && (this.older > 0 || warned.includes('filter-ignored'))) {
			warnings.push({
				code: 'filter-ignored',
				message:
					'The list holds records that are dated more than a day before the time that "url" asks from. ' +
					'Either the API does not know the filter, so that each poll reads more than it has to, ' +
					'or it goes by another date than "updatedDateField", and edits are missed. Check both.',
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
