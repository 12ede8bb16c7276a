import type { IPollFunctions } from 'n8n-workflow';
import { findConnector } from '../connectors';
import { fieldsOf } from '../engine/recovery';
import type { PollSetting } from './setting';

const MINUTE_MS = 60_000;
const MINUTES_OF_DAY = 24 * 60;
/** The share of a day's requests above which a node says so: others use the account, and changes take requests of their own. */
const MUCH = 1 / 2;

/** What a node asks of its provider in a day. */
export interface DailyRequests {
	/** Whether they are more than half of what the provider allows. */
	readonly isMuch: boolean;
	/** How long a list in which nothing changes may rest, so that they become fewer; ms. */
	readonly longestRestMs: number;
	/** For the user: how many requests, of how many; where they are many, what is done and what to do. */
	readonly toSentence: () => string;
}

/** @returns undefined where no limit of a day is known */
export function dailyRequests(
	context: IPollFunctions,
	{ streams, parameters, leastIntervalMs, errorContext }: PollSetting,
): DailyRequests | undefined {
	const allowed = Math.min(...streams.map(({ requestsPerDay = Infinity }) => requestsPerDay));
	if (allowed === Infinity) return undefined;
	const times = pollsADayOf(context);
	const leastMinutes = Math.max(1, Math.ceil(leastIntervalMs / MINUTE_MS));
	const polls = leastIntervalMs === 0 ? times : Math.min(times, MINUTES_OF_DAY / leastMinutes);
	const requests = polls * streams.reduce((sum, stream) => sum + stream.requests, 0);
	const isMuch = requests > allowed * MUCH;
	// The poll behind the rest is the one that reads the list again.
	const intervalMs = (MINUTES_OF_DAY * MINUTE_MS) / polls;
	const longestRestMs = isMuch ? Math.max(0, QUIET_READ_EVERY_MS - intervalMs) : 0;
	const mayRest = longestRestMs > 0;
	const toSentence = () => {
		// The platform passes requests on to the provider.
		const isDirect = parameters.connection === 'provider';
		const source = isDirect
			? errorContext().source
			: (findConnector(parameters.connector)?.displayName ?? '');
		const lists = streams.length === 1 ? '1 list' : `${streams.length} lists`;
		return [
			`Polling ${lists} ${shown(polls)} times a day ${mayRest ? 'would take' : 'takes'} about`,
			`${shown(requests)} requests a day while nothing changes. ${source} allows at least`,
			`${shown(allowed)}${isMuch ? ', for all that use the account.' : '.'}`,
			...(mayRest
				? [
						'Lists in which nothing changes are read less and less often, down to every five minutes.',
					]
				: []),
			...(isMuch ? ['Choose fewer resources, or poll less often under Poll Times.'] : []),
		].join(' ');
	};
	return { isMuch, longestRestMs, toSentence };
}

/** So often a list is read at least in which nothing changes, where n8n polls that often. */
const QUIET_READ_EVERY_MS = 5 * MINUTE_MS;
/** The share of the time without changes for which a list rests. */
const SHARE_OF_QUIET = 1 / 12;

/** How long a list rests in which nothing has changed for so long. */
export function restOfQuietList(
	quietMs: number,
	{ longestRestMs }: Pick<DailyRequests, 'longestRestMs'>,
): number {
	return Math.min(longestRestMs, quietMs * SHARE_OF_QUIET);
}

function shown(count: number): string {
	return Math.round(count).toLocaleString('en-US');
}

/** How often n8n polls a node on a day on which it does. */
export function pollsADayOf(context: IPollFunctions): number {
	return pollsADay(context.getNodeParameter('pollTimes', {}));
}

/** The same by the parameter that n8n gives every node that polls. */
export function pollsADay(pollTimes: unknown): number {
	const items: unknown = fieldsOf(pollTimes)?.get('item');
	if (!Array.isArray(items) || items.length === 0) return MINUTES_OF_DAY;
	return items.reduce<number>((sum, item: unknown) => sum + timesOf(item), 0);
}

function timesOf(item: unknown): number {
	const fields = fieldsOf(item);
	switch (fields?.get('mode')) {
		case 'everyHour':
			return 24;
		case 'everyX': {
			const every = `*/${String(fields?.get('value'))}`;
			return fields?.get('unit') === 'minutes' ? 24 * countOf(every, 60) : countOf(every, 24);
		}
		case 'everyDay':
		case 'everyWeek':
		case 'everyMonth':
			return 1;
		case 'custom':
			return timesOfCron(String(fields?.get('cronExpression')));
		default:
			return MINUTES_OF_DAY;
	}
}

/** Of five fields, or of six whose first is one second, as n8n polls no more than once a minute by each. */
function timesOfCron(expression: string): number {
	const fields = expression.trim().split(/\s+/);
	const [minutes = '*', hours = '*'] = fields.length > 5 ? fields.slice(1) : fields;
	return countOf(minutes, 60) * countOf(hours, 24);
}

/** How many of the values below `end` a field of a cron expression names: `*`, `5`, `0-30`, `0-30/10`, and lists of them. One that cannot be read names all. */
function countOf(field: string, end: number): number {
	const values = new Set(field.split(',').flatMap((part) => valuesOf(part, end)));
	return values.size;
}

function valuesOf(part: string, end: number): readonly number[] {
	const [, from, to, every] = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part) ?? [];
	const first = Number(from ?? 0);
	const isOne = from !== undefined && to === undefined && every === undefined;
	const last = isOne ? first : Math.min(Number(to ?? Infinity), end - 1);
	const step = Math.max(1, Number(every ?? 1));
	return Array.from({ length: end }, (_, value) => value).filter(
		(value) => value >= first && value <= last && (value - first) % step === 0,
	);
}
