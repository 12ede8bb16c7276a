import type { DeletionList, ResourceDefinition } from './definition';
import { compileDateFormat } from '../dates/dateFormat';
import type { Zone } from '../dates/zone';
import { compileFieldPath } from '../core/fieldPath';
import type { RawRecord } from '../core/page';
import type { SnapshotReader } from '../core/reader';
import { createRecordReader, type DateField } from './reader';
import { toDateField, tombstoneTest } from './reading';

/** How the list of deleted records is read: everything in it is the trace of a deletion. */
export function deletionReader(
	deletions: DeletionList,
	resource: ResourceDefinition,
	zone: Zone,
): { reader: SnapshotReader; updatedDate?: DateField; granularityMs: number } {
	const updated = toDateField('updated', deletions.deleted, zone);
	const step = compileDateFormat(deletions.deleted.format).granularityMs;
	return {
		reader: createRecordReader({
			id: deletions.idField ?? resource.idField,
			...(updated ? { updated } : {}),
			deleted: () => true,
		}),
		...(updated ? { updatedDate: updated } : {}),
		granularityMs: Math.max(step, deletions.granularityMs),
	};
}

/** Which entries of the list are traces of deletions of this resource. */
export function isTrace({
	without,
	only,
}: Pick<DeletionList, 'without' | 'only'>): (record: RawRecord) => boolean {
	const isOfThis = only ? tombstoneTest(only) : () => true;
	if (without === undefined) return isOfThis;
	const read = compileFieldPath(without);
	return (record) => {
		const value = read(record);
		return (value === undefined || value === null) && isOfThis(record);
	};
}
