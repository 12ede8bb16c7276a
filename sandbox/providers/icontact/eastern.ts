import { DateTime, IANAZone } from 'luxon';
import type { EpochMs } from '../../clock';
import { formatZonelessSeconds } from '../../stamps';

/** Where the servers' clocks hang: `/time` answers in this zone, and zone-less values mean it. */
export const EASTERN = 'America/New_York';

/** How a message may show its `createDate`. */
export type MessageStyle = 'wall' | 'offset' | 'compact';

/**
 * The ways a stamp is written, in whole seconds: `2012-06-09 15:46:52` (wall), `2012-06-09T15:46:52-04:00`
 * (offset), `2012-06-09T15:46:52-0400` (bareOffset), `20120609 15:46:52` (compact).
 */
export type StampStyle = MessageStyle | 'bareOffset';

/**
 * Writes a stamp. In another zone than the servers' the wall time moves and the offset stays, which
 * is the fault "wrong zone of stamps": the value then names an instant that never was.
 */
export const formatStamp = (at: EpochMs, style: StampStyle, zone = EASTERN): string => {
	const wall = formatZonelessSeconds(at + offsetMinutes(at, zone) * MINUTE_MS);
	switch (style) {
		case 'wall':
			return wall;
		case 'offset':
			return `${wall.replace(' ', 'T')}${formatOffset(at, ':')}`;
		case 'bareOffset':
			return `${wall.replace(' ', 'T')}${formatOffset(at, '')}`;
		case 'compact':
			return wall.replaceAll('-', '');
	}
};

const MINUTE_MS = 60_000;

const offsetMinutes = (at: EpochMs, zone: string): number => IANAZone.create(zone).offset(at);

const formatOffset = (at: EpochMs, separator: string): string => {
	const behind = -offsetMinutes(at, EASTERN);
	const twoDigits = (value: number): string => String(value).padStart(2, '0');
	return `-${twoDigits(Math.floor(behind / 60))}${separator}${twoDigits(behind % 60)}`;
};

/** The time a value names: a second, or a whole day. `until` is the first instant after it. */
export interface Span {
	readonly from: EpochMs;
	readonly until: EpochMs;
}

const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(?:Z|[+-]\d{2}:\d{2})?)?$/;

/** Reads a time parameter, `YYYY-MM-DD[THH:MM:SS[±HH:MM]]`, Eastern when it names no offset. */
export const parseSpan = (text: string): Span | undefined => {
	const parts = TIME.exec(text);
	const start = DateTime.fromISO(text, { zone: EASTERN });
	if (!parts || !start.isValid) return undefined;
	const end = parts[1] === undefined ? start.plus({ days: 1 }) : start.plus({ seconds: 1 });
	return { from: start.toMillis(), until: end.toMillis() };
};
