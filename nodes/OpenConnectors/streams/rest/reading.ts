import { parseDuration } from '../../configuration/duration';
import type { ResourceSettings } from '../../configuration/language';
import { versionDateOf, type ResourceConfiguration } from '../../configuration/types';
import type { FieldReader } from '../../core/fieldPath';
import { compileDateFormat } from '../../dates/dateFormat';
import type { Zone } from '../../dates/zone';
import { createRecordReader } from '../reader';
import { kindsOf } from '../kinds';
import { deletedTest, showsUpdates, toDateField, type Reading } from '../reading';

/** How records are read, as the configuration says. @throws FieldPathError, DatePatternError */
export function restReading(
	configuration: ResourceConfiguration,
	settings: ResourceSettings,
	compile: (path: string) => FieldReader,
	{ zone, ignoreFields = [] }: { readonly zone: Zone; readonly ignoreFields?: readonly string[] },
): Reading {
	const versionDate = versionDateOf(configuration);
	const updated = toDateField('updated', versionDate, zone);
	const created = toDateField('created', configuration.created, zone);
	const steps = [updated, created].flatMap((date) =>
		date ? [compileDateFormat(date.format).granularityMs] : [],
	);
	return {
		reader: createRecordReader({
			id: settings.idField ?? configuration.idField ?? '',
			updated,
			orCreated: configuration.updated !== undefined && created !== undefined,
			created,
			volatile: [...(configuration.volatile ?? []), ...ignoreFields],
			deleted: settings.deleted && deletedTest(settings.deleted, compile),
			compile,
		}),
		updatedDate: updated,
		createdDate: created,
		nativeUpdated: true,
		granularityMs: Math.max(1, parseDuration(settings.granularity ?? '') ?? 1, ...steps),
		kinds: kindsOf({
			created: created !== undefined,
			updated: showsUpdates(configuration, versionDate, configuration.created),
			deleted: settings.deleted !== undefined,
		}),
	};
}
