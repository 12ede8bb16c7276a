import { leavesOf, pathOf, type JsonObject, type Scalar } from './values';

/** One field over the records. */
export interface Column {
	readonly steps: readonly string[];
	readonly field: string;
	/** One a record; undefined where it is missing. */
	readonly values: ReadonlyArray<Scalar | undefined>;
}

/** Records that are looked at: enough to tell ids and dates. */
export const MOST_RECORDS = 100;

/** The scalar fields of the records, in the order in which they first appear. */
export function columnsOf(records: readonly JsonObject[]): readonly Column[] {
	const columns = new Map<
		string,
		{ steps: readonly string[]; values: Array<Scalar | undefined> }
	>();
	const shown = records.slice(0, MOST_RECORDS);
	for (const [index, record] of shown.entries()) {
		for (const { steps, value } of leavesOf(record)) {
			const field = pathOf(steps);
			const known = columns.get(field);
			const column = known ?? { steps, values: Array<Scalar | undefined>(shown.length) };
			if (!known) columns.set(field, column);
			column.values[index] = value;
		}
	}
	return [...columns].map(([field, { steps, values }]) => ({
		field,
		steps,
		values: Array.from(values),
	}));
}

/** The values that say something. */
export function toldValues({ values }: Column): ReadonlyArray<string | number | boolean> {
	return values.filter(isTold);
}

function isTold(value: Scalar | undefined): value is string | number | boolean {
	return value !== undefined && value !== null && value !== '';
}
