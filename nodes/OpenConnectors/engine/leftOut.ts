import type { RawRecord } from '../core/page';
import type { RecordReader } from '../core/reader';
import { probeFields, withoutFields, type VolatileSamples } from './volatileFields';

/** The fields of a list that change without an edit: those known, and those found out while it is read. */
export class LeftOut {
	private readonly found: string[] = [];
	private isLookedFor = false;

	/** @param known none: that was never looked for */
	constructor(
		private readonly known: readonly string[] | undefined,
		private readonly reader: RecordReader,
		private readonly samples: VolatileSamples | undefined,
	) {}

	/** Paths of all of them; undefined until that was looked for. */
	get fields(): readonly string[] | undefined {
		return this.known || this.isLookedFor ? [...(this.known ?? []), ...this.found] : undefined;
	}

	/** Paths of those that were found out in this reading. */
	get news(): readonly string[] {
		return this.found;
	}

	/**
	 * Asks for records once more, to find the fields that change by being read.
	 *
	 * @returns paths of those that it found
	 */
	async probe(
		records: readonly RawRecord[],
		readAgain: () => Promise<readonly RawRecord[]>,
	): Promise<readonly string[]> {
		return this.add(await probeFields(records, readAgain, this.counting));
	}

	/**
	 * Compares a few records with how they were in the reading before, to find the fields that change slowly.
	 *
	 * @param records what was read, by id
	 * @param changed ids of those that differ from what was known
	 * @returns paths of those that it found
	 */
	sample(records: ReadonlyMap<string, RawRecord>, changed: readonly string[]): readonly string[] {
		return this.add(this.samples?.add(records, changed, this.counting) ?? []);
	}

	private add(found: readonly string[]): readonly string[] {
		this.isLookedFor = true;
		this.found.push(...found);
		return found;
	}

	private get counting(): RecordReader {
		return withoutFields(this.reader, this.fields ?? []);
	}
}
