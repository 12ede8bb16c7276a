import { DateTime } from 'luxon';
import type { EpochMs } from '../../clock';

/** How one kind of stamp is written; `zone` other than UTC is the fault "wrong zone of stamps". */
export type StampFormat = (at: EpochMs, zone?: string) => string;

/** Where the vendor's own clock stands: the zone of the stamps that carry an offset. */
const VENDOR_ZONE = 'America/New_York';

const wallTime = (at: EpochMs, zone: string, pattern: string): string =>
	DateTime.fromMillis(at, { zone }).toFormat(pattern);

/** `2016-01-23T13:48:44.108Z` */
export const formatMilliseconds: StampFormat = (at, zone = 'UTC') =>
	zone === 'UTC' ? new Date(at).toISOString() : wallTime(at, zone, "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");

/** `2019-04-25T11:08:00Z`: whole seconds, rounded down. */
export const formatSeconds: StampFormat = (at, zone) =>
	`${formatMilliseconds(at, zone).slice(0, 19)}Z`;

/** `2018-06-27T10:28:09.000Z`: whole seconds, rounded down. */
export const formatZeroMilliseconds: StampFormat = (at, zone) =>
	`${formatMilliseconds(at, zone).slice(0, 19)}.000Z`;

/** `2016-03-03T10:56:29-05:00`: whole seconds, rounded down. The offset is true in any zone. */
export const formatOffset: StampFormat = (at, zone = 'UTC') =>
	wallTime(at, zone === 'UTC' ? VENDOR_ZONE : zone, "yyyy-MM-dd'T'HH:mm:ssZZ");
