import { DateTime } from 'luxon';
import type { EpochMs } from '../../clock';
import { parseInstant, toWall, type WallMs } from '../../stamps';
import type { MaximizerBehaviour } from './behaviour';

const DAY_MS = 86_400_000;

/** A date for people of the United States, as `DisplayValue` has it: the account's wall time, no zone. */
export const formatDisplay = (at: EpochMs, zone: string): string =>
	DateTime.fromMillis(at, { zone, locale: 'en-US' }).toFormat('M/d/yyyy h:mm a');

const ZONE_MARK = /(Z|[+-]\d{2}:?\d{2})$/;

/** Reads a date of a condition: a literal, or a function such as `$OFFSET(D-90,$TODAY())`. */
export const readConditionDate = (
	text: string,
	{ dateZone, conditionDates }: Pick<MaximizerBehaviour, 'dateZone' | 'conditionDates'>,
	now: EpochMs,
): WallMs | undefined => {
	if (text.startsWith('$'))
		return evaluateFunction(text.replaceAll(' ', ''), toWall(now, dateZone));
	const [mark] = (text.includes(':') && ZONE_MARK.exec(text)) || [''];
	const at = parseInstant(text);
	if (at === undefined) return undefined;
	const isObeyed = conditionDates === 'utc' || (conditionDates === 'shown' && mark.length > 1);
	if (isObeyed) return toWall(at, dateZone);
	return parseInstant(text.slice(0, text.length - mark.length));
};

const OFFSET = /^\$OFFSET\(([DWMY])([+-]\d{1,5}),(.+)\)$/;

const evaluateFunction = (text: string, now: WallMs): WallMs | undefined => {
	const today = Math.floor(now / DAY_MS) * DAY_MS;
	const date = new Date(today);
	switch (text) {
		case '$NOW()':
			return now;
		case '$TODAY()':
			return today;
		case '$THISWEEK()':
			return today - date.getUTCDay() * DAY_MS;
		case '$THISMONTH()':
			return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
		case '$THISYEAR()':
			return Date.UTC(date.getUTCFullYear());
	}
	const [, unit, count, inner = ''] = OFFSET.exec(text) ?? [];
	const from = evaluateFunction(inner === text ? '' : inner, now);
	return from === undefined ? undefined : move(from, unit, Number(count));
};

const move = (from: WallMs, unit: string, count: number): WallMs => {
	const wall = DateTime.fromMillis(from, { zone: 'UTC' });
	const names: Readonly<Record<string, string>> = {
		D: 'days',
		W: 'weeks',
		M: 'months',
		Y: 'years',
	};
	return wall.plus({ [names[unit]]: count }).toMillis();
};
