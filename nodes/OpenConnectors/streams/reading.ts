import {
	ConfigurationError,
	versionDateOf,
	type DateSetting,
	type ResourceConfiguration,
} from '../configuration/types';
import { quote } from '../core/text';
import { datesOf } from '../configuration/dateSettings';
import { parseDuration } from '../configuration/duration';
import type { DeletedSettings } from '../configuration/language';
import type { ResourceDefinition } from './definition';
import { kindsOf, type ShownKinds } from './kinds';
import { compileDateFormat } from '../dates/dateFormat';
import { namesItsZone } from '../dates/dstOverlap';
import { parseZone, UTC, type Zone } from '../dates/zone';
import { compileFieldPath } from '../core/fieldPath';
import type { RawRecord } from '../core/page';
import type { SnapshotReader } from '../core/reader';
import { createRecordReader, type DateField } from './reader';
import { tickOf, zonelessTickOf } from '../dates/ticks';
import type { StreamParameters } from './stream';
import type { ScanRules, Tick } from '../core/rules';

const MINUTE_MS = 60_000;
/** L where no definition says otherwise; Salesforce's and Airbyte's connectors settled on the same. */
const DEFAULT_LOOKBACK_SECONDS = 5 * 60;
const MAX_LOOKBACK_MS = 24 * 60 * MINUTE_MS;

export interface Reading {
	readonly reader: SnapshotReader;
	readonly updatedDate?: DateField;
	readonly createdDate?: DateField;
	/** Whether the updated date is the one that the provider's own filter goes by. */
	readonly nativeUpdated: boolean;
	readonly granularityMs: number;
	/** Which changes a list that is read by dates shows. */
	readonly kinds: ShownKinds;
}

/** How records are read: what the configuration says, else what the definition knows. */
export function readingOf(
	configuration: ResourceConfiguration,
	native: ResourceDefinition | undefined,
	zone: Zone,
	ignoreFields: readonly string[] = [],
): Reading {
	const known = datesOf(native?.datesConfiguration);
	const custom = configuration.updated !== undefined || configuration.created !== undefined;
	const updated = custom ? versionDateOf(configuration) : known.updated;
	const created = custom ? configuration.created : known.created;
	const updatedDate = toDateField('updated', updated, zone);
	const createdDate = toDateField('created', created, zone);
	const nativeUpdated = native !== undefined && updated?.field === known.updated?.field;
	const alsoUpdated = updatedDate && nativeUpdated ? (native.alsoUpdated ?? []) : [];
	const steps = [updatedDate, createdDate].flatMap((date) =>
		date ? [compileDateFormat(date.format).granularityMs] : [],
	);
	return {
		reader: createRecordReader({
			id: configuration.idField ?? native?.idField ?? '',
			updated: updatedDate,
			alsoUpdated: updatedDate && alsoUpdated.map((path) => ({ ...updatedDate, path })),
			created: createdDate,
			volatile: [...(native?.volatile ?? []), ...(configuration.volatile ?? []), ...ignoreFields],
			deleted: native?.deleted && deletedTest(native.deleted),
		}),
		updatedDate,
		createdDate,
		nativeUpdated,
		granularityMs: Math.max(1, parseDuration(native?.granularity ?? '') ?? 1, ...steps),
		kinds: kindsOf({
			created: created !== undefined,
			updated: showsUpdates(configuration, updated, created),
			deleted: native?.deleted !== undefined,
		}),
	};
}

/**
 * Whether edits are seen. By the created date alone they are not; a date that a user names as the updated
 * one may move, whatever the created one is.
 */
export function showsUpdates(
	configuration: Pick<ResourceConfiguration, 'updated'>,
	updated: DateSetting | undefined,
	created: DateSetting | undefined,
): boolean {
	const isOwn = configuration.updated !== undefined;
	return isOwn || updated === undefined || updated.field !== created?.field;
}

/** Which records are the traces of deletions. Values are compared as texts, and as JSON. */
export function deletedTest(
	{ field, values }: DeletedSettings,
	compile = compileFieldPath,
): (record: RawRecord) => boolean {
	const read = compile(field);
	const known = values && new Set(values.map(comparable));
	return (record) => {
		const value = read(record);
		if (known) return value !== undefined && known.has(comparable(value));
		return value !== undefined && value !== null && value !== '' && value !== false;
	};
}

function comparable(value: unknown): string {
	return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** @throws ConfigurationError for a zone that does not exist */
export function toDateField(
	kind: 'updated' | 'created',
	setting: DateSetting | undefined,
	zone: Zone,
): DateField | undefined {
	if (!setting) return undefined;
	const named = setting.timezone === undefined ? undefined : parseZone(setting.timezone);
	if (setting.timezone !== undefined && !named) {
		throw new ConfigurationError(
			`datesConfiguration.${kind}DateTimezone`,
			`"${quote(setting.timezone)}" is no known time zone. Write an IANA name, an offset or an abbreviation, for example GMT.`,
		);
	}
	const { field, furtherFields = [], format } = setting;
	const further = furtherFields.length > 0 ? { furtherPaths: furtherFields } : {};
	return { path: field, ...further, format, zone: named ?? zone };
}

/** Ticks of a step in which a date is written. */
export function tickIn({ format, zone }: DateField, stepMs: number): Tick {
	return namesItsZone(format) ? tickOf(stepMs, zone) : zonelessTickOf(stepMs, zone);
}

/** Ticks and lookback of a list that is read by dates. */
export function rulesOf(
	reading: Pick<Reading, 'granularityMs' | 'updatedDate'>,
	configuration: Pick<ResourceConfiguration, 'pollDelaySeconds'>,
	parameters: StreamParameters,
	definedSeconds = DEFAULT_LOOKBACK_SECONDS,
): Pick<ScanRules, 'granularityMs' | 'tick' | 'lookbackMs'> {
	const delay = (configuration.pollDelaySeconds ?? 0) * 1_000;
	const { granularityMs, updatedDate } = reading;
	return {
		granularityMs,
		tick: updatedDate ? tickIn(updatedDate, granularityMs) : tickOf(granularityMs, UTC),
		lookbackMs: Math.min(
			MAX_LOOKBACK_MS,
			Math.max(definedSeconds * 1_000, parameters.lookbackMs ?? 0, delay),
		),
	};
}

/** A `pollDelay` beyond what the node looks back is cut, and said. */
export function tooLongDelay({
	name,
	pollDelaySeconds = 0,
}: ResourceConfiguration): readonly string[] {
	const hours = MAX_LOOKBACK_MS / (60 * MINUTE_MS);
	if (pollDelaySeconds * 1_000 <= MAX_LOOKBACK_MS) return [];
	return [`${name}.pollDelay is longer than ${hours} hours, the most that is looked back here.`];
}
