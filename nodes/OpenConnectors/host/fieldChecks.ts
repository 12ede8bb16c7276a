import { ConfigurationError } from '../configuration/types';
import { parseDuration } from '../configuration/duration';
import { compileFieldPath } from '../core/fieldPath';
import type { EpochMs, RawRecord } from '../core/page';
import { quote } from '../core/text';
import { compileDateFormat } from '../dates/dateFormat';
import { formatIso } from '../dates/iso';
import { parsePattern } from '../dates/pattern';
import { compileReader } from '../dates/readDate';
import type { Zone } from '../dates/zone';
import type { Detection, FieldProposal } from '../detect';
import type { Stream } from '../streams';

/** Records of an answer, how they are read, and what else the answer shows. */
export interface Checked {
	readonly records: readonly RawRecord[];
	readonly stream: Pick<Stream, 'reader' | 'dates'>;
	/** Whether a user named the fields. A provider may leave out a date that it documents. */
	readonly isUsers: boolean;
	/** The step of the dates, as the configuration says it. */
	readonly granularity?: string | undefined;
	readonly now: EpochMs;
	readonly seen: Detection;
}

/**
 * Says which field is what, with a sample. A field or format that fits none of the records is wrong.
 *
 * @throws ConfigurationError that names what to choose from
 */
export function explainFields(checked: Checked): readonly string[] {
	if (checked.records.length === 0) return [];
	const { updated, created } = checked.stream.dates;
	return [
		...explainId(checked),
		// A created date that stands for the updated one is known by its own name.
		...(updated?.path === created?.path ? [] : explainDate(checked, 'updated')),
		...explainDate(checked, 'created'),
		...likelierDate(checked),
	];
}

function explainId({ records, stream: { reader }, seen }: Checked): readonly string[] {
	const { idField } = reader;
	const choices = `The answer has ${named(seen.fields)}.`;
	if (idField === undefined)
		return [`no idField is set: records are told apart by their content. ${choices}`];
	const ids = records.flatMap((record) => reader.id(record) ?? []);
	const count = records.length;
	if (ids.length === 0) {
		throw new ConfigurationError(
			'idField',
			`none of the ${count} records has an id in "${quote(idField)}". ${choices}`,
		);
	}
	const distinct = new Set(ids.map(String)).size;
	if (count > 1 && distinct <= count / 2) {
		throw new ConfigurationError(
			'idField',
			`"${quote(idField)}" does not tell the records apart: ${count} records have ${distinct} different values in it. ${choices}`,
		);
	}
	const missing = count - ids.length;
	return [
		`id in ${idField}, as in ${quote(String(ids[0]))}`,
		...(missing > 0 ? [`${missing} of ${count} records have no id in ${idField}`] : []),
		...(distinct < ids.length ? [`some records have the same id in ${idField}`] : []),
	];
}

/** Dates of business systems lie between 1980 and some years ahead. */
const EARLIEST_MS = Date.UTC(1980, 0);
const LATEST_AHEAD_MS = 20 * 365 * 86_400_000;

function explainDate(
	{ records, stream, isUsers, granularity, now, seen }: Checked,
	which: 'updated' | 'created',
): readonly string[] {
	const date = stream.dates[which];
	// What stands outside of the record proper is not in the records.
	if (date === undefined || date.path.startsWith('^.')) return [];
	const paths = [date.path, ...(date.furtherPaths ?? [])];
	const readers = paths.map(compileFieldPath);
	const values = records.map((record) =>
		readers.map((read) => read(record)).find((value) => value !== undefined && value !== null),
	);
	const given = values.filter((value) => value !== undefined);
	const field = paths.join(' or ');
	const key = `datesConfiguration.${which}Date`;
	const dates = seen.fields.filter(({ format }) => format !== undefined);
	const isKnown = records.some((record) => readers.some((read) => read(record) !== undefined));
	if (!isKnown) {
		if (!isUsers || records.some((record) => stream.reader[which](record) !== undefined)) return [];
		throw new ConfigurationError(
			`${key}Field`,
			`none of the ${records.length} records has "${quote(field)}". The answer has ${datesNamed(dates)}.`,
		);
	}
	if (given.length === 0) return [`${which} date in ${field}, which is empty in all records shown`];
	const format = compileDateFormat(date.format);
	const read = given.map((value) => format.parse(value, date.zone));
	const plausible = read.filter(
		(at) => at !== undefined && at > EARLIEST_MS && at < now + LATEST_AHEAD_MS,
	);
	const known = dates.find((candidate) => candidate.field === date.path)?.format;
	const [first] = given;
	const shown = quote(typeof first === 'string' ? first : JSON.stringify(first));
	if (plausible.length === 0) {
		const [at] = read;
		const instead = known ?? countFormat(first, now);
		throw new ConfigurationError(
			`${key}Format`,
			`${date.format} ${at === undefined ? 'does not read' : `reads as ${formatIso(at)}`} what "${quote(field)}" holds, ${shown}. ` +
				(instead === undefined
					? `Choose another field, or its format. The answer has ${datesNamed(dates)}.`
					: `Its format is ${instead}.`),
		);
	}
	const [at = 0] = plausible;
	const unread = read.length - plausible.length;
	const step = parseDuration(granularity ?? '');
	return [
		`${which} date in ${field}, as in ${shown}, read as ${formatIso(at)}`,
		...(step !== undefined && plausible.some((time) => time !== undefined && time % step !== 0)
			? [`the dates in ${field} are finer than the granularity of ${granularity}`]
			: []),
		...(isWrittenSo(given, date.format, date.zone)
			? []
			: [
					`${key}Format is ${date.format}, and the dates in ${field} are written ${known === undefined ? 'otherwise' : `as ${known}`}`,
				]),
		...(unread > 0 ? [`${unread} of ${read.length} dates in ${field} cannot be read`] : []),
	];
}

/** Dates in the manner of ISO 8601 are read whatever their format says. */
function isWrittenSo(values: readonly unknown[], format: string, zone: Zone): boolean {
	if (format === 'seconds' || format === 'milliseconds') return true;
	const read = compileReader(parsePattern(format));
	return values.some((value) => typeof value === 'string' && read(value, zone) !== undefined);
}

/** Which of both makes a date of these days of a count. */
function countFormat(value: unknown, now: EpochMs): string | undefined {
	const count = Number(value);
	const isOfThese = (at: number) => at > EARLIEST_MS && at < now + LATEST_AHEAD_MS;
	if (isOfThese(count)) return 'milliseconds';
	return isOfThese(count * 1_000) ? 'seconds' : undefined;
}

/** A date of the same answer that looks more like the last change than the one that is used. */
function likelierDate({ stream, seen }: Checked): readonly string[] {
	const [likely] = seen.alternatives.updated;
	if (likely === undefined) return [];
	const known = seen.alternatives.updated.map(({ field }) => field);
	const { updated } = stream.dates;
	if (updated === undefined)
		return [`no updated date is set, and ${likely.field} looks like one (${likely.format})`];
	return known.includes(updated.path) || !seen.fields.some(({ field }) => field === updated.path)
		? []
		: [`${likely.field} looks more like the date of the last change than ${updated.path}`];
}

const datesNamed = (dates: readonly FieldProposal[]) =>
	dates.length > 0 ? named(dates) : 'no dates';

const MOST_NAMED = 12;

/** `id (1), name (Ada)` */
function named(fields: readonly FieldProposal[]): string {
	const shown = fields.slice(0, MOST_NAMED).map(({ field, samples, format }) => {
		const sample = [...samples.slice(0, 1).map(String), ...(format === undefined ? [] : [format])];
		return sample.length > 0 ? `${field} (${quote(sample.join(', '))})` : field;
	});
	const more = fields.length - shown.length;
	return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
