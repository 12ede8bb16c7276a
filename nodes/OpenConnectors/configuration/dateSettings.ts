import { quote } from '../core/text';
import { parseZone } from '../dates/zone';
import {
	datePatternProblem,
	fieldPathProblem,
	isDateFormat,
	repairFormat,
	repairPath,
	withoutBlanks,
	withoutQuoted,
	type Repaired,
} from './repairs';
import type { DatesSettings } from './language';
import { ConfigurationError, remark, repairNotices, type DateSetting, type Notice } from './types';
import { describe, optional, shortened } from './value';

export interface Dates {
	readonly updated?: DateSetting;
	readonly created?: DateSetting;
}

/** The dates of settings that are known to be right. A format that one date lacks is the other's. */
export function datesOf(settings: DatesSettings = {}): Dates {
	const toDate = (kind: 'updated' | 'created'): DateSetting | undefined => {
		const { updatedDateFormat, createdDateFormat } = settings;
		const [field, ...furtherFields] = [settings[`${kind}DateField`] ?? []].flat();
		const format = settings[`${kind}DateFormat`] ?? updatedDateFormat ?? createdDateFormat;
		if (field === undefined || format === undefined) return undefined;
		return {
			field,
			...further(furtherFields),
			format,
			...optional('timezone', settings[`${kind}DateTimezone`]),
		};
	};
	return { ...optional('updated', toDate('updated')), ...optional('created', toDate('created')) };
}

function further(fields: readonly string[]): Pick<DateSetting, 'furtherFields'> {
	return fields.length > 0 ? { furtherFields: fields } : {};
}

/** The settings with the dates as they were read. */
export function withDates(settings: DatesSettings, { updated, created }: Dates): DatesSettings {
	const given = <Key extends keyof DatesSettings>(key: Key, value: DatesSettings[Key]) =>
		optional(key, settings[key] === undefined ? undefined : value);
	return {
		...settings,
		...given(
			'updatedDateField',
			updated?.furtherFields ? [updated.field, ...updated.furtherFields] : updated?.field,
		),
		...given('updatedDateFormat', updated?.format),
		...given('updatedDateTimezone', updated?.timezone),
		...given('createdDateField', created?.field),
		...given('createdDateFormat', created?.format),
		...given('createdDateTimezone', created?.timezone),
	};
}

const FORMAT_FORM =
	"expected milliseconds, seconds or a Java date pattern, for example yyyy-MM-dd'T'HH:mm:ssXXX";

/**
 * Reads `datesConfiguration`. A format that one date lacks is the other's.
 *
 * @param path of the resource
 * @param updatedNeeded whether records are judged by their updated date
 * @throws ConfigurationError
 */
export function readDates(
	path: string,
	shape: DatesSettings,
	updatedNeeded: boolean,
	notices: Notice[],
): Dates {
	const note = (key: string, { text, how }: Repaired) => {
		notices.push(...repairNotices(`${path}.datesConfiguration.${key}`, how));
		return text;
	};
	const readOne = (kind: 'updated' | 'created', needed: boolean): DateSetting | undefined => {
		const other = kind === 'updated' ? 'created' : 'updated';
		const [fieldKey, zoneKey] = [`${kind}DateField`, `${kind}DateTimezone`] as const;
		const given = [shape[fieldKey] ?? []].flat();
		const [field, ...furtherFields] = given.map((text) => note(fieldKey, repairPath(text)));
		if (field === undefined) return undefined;
		for (const text of [field, ...furtherFields])
			checkField(`${path}.datesConfiguration.${fieldKey}`, text);
		const own = shape[`${kind}DateFormat`];
		const formatKey =
			own === undefined ? (`${other}DateFormat` as const) : (`${kind}DateFormat` as const);
		const written = shape[formatKey];
		if (written === undefined) {
			if (!needed) return undefined;
			throw new ConfigurationError(
				`${path}.datesConfiguration.${kind}DateFormat`,
				`found nothing for the field "${quote(field)}"; ${FORMAT_FORM}`,
			);
		}
		const repaired = repairFormat(written);
		const format = own === undefined ? repaired.text : note(formatKey, repaired);
		checkFormat(`${path}.datesConfiguration.${formatKey}`, format, notices);
		const zone = shape[zoneKey];
		const timezone = zone === undefined ? undefined : note(zoneKey, withoutBlanks(zone));
		checkZone(`${path}.datesConfiguration.${zoneKey}`, timezone);
		return { field, ...further(furtherFields), format, ...optional('timezone', timezone) };
	};
	return {
		...optional('updated', readOne('updated', updatedNeeded)),
		...optional('created', readOne('created', true)),
	};
}

function checkField(path: string, field: string): void {
	if (fieldPathProblem(field) === undefined) return;
	throw new ConfigurationError(
		path,
		`found ${describe(field)}; expected the path of a field, for example metadata.updateTime or ['Modified Time']`,
	);
}

function checkFormat(path: string, format: string, notices: Notice[]): void {
	if (!isDateFormat(format)) {
		throw new ConfigurationError(
			path,
			`found ${describe(format)}; ${FORMAT_FORM}. ${shortened(problemOf(format))}`,
		);
	}
	const unquoted = withoutQuoted(format);
	if (/Y/.test(unquoted) || /DD/.test(unquoted)) {
		notices.push(
			remark(
				`${path}: Y is the year of the week and D the day of the year; write yyyy and dd for calendar dates.`,
			),
		);
	}
}

function problemOf(format: string): string {
	if (/^\d+'?$/.test(format)) return 'It is a value, and not how values are written.';
	return datePatternProblem(format) ?? 'It names no year, so that no date can be read.';
}

function checkZone(path: string, timezone: string | undefined): void {
	if (timezone === undefined || parseZone(timezone)) return;
	throw new ConfigurationError(
		path,
		`found ${describe(timezone)}; expected an IANA name, an offset or an abbreviation, for example America/Denver, -07:00 or GMT`,
	);
}
