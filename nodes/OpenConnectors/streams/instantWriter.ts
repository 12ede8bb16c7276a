import { compileDateFormat } from '../dates/dateFormat';
import type { Zone } from '../dates/zone';
import type { EpochMs } from '../core/page';
import type { SinceFilter } from './definition';

/** Writes instants as the provider's filter takes them. @param zone where the filter's format names none */
export function instantWriter(since: SinceFilter, zone: Zone): (at: EpochMs) => string {
	const format = compileDateFormat(since.format);
	const margin = since.marginMs ?? 0;
	// Nothing was ever stamped before 1970, and not every provider reads such a date.
	return (at) => format.format(Math.max(0, at - margin), zone);
}
