import type { EpochMs, WorldClock } from './clock';
import type { JsonRecord } from './json';
import { Draw, hashToUnit } from './random';

export type ChangeKind = 'created' | 'updated' | 'deleted';

/** One true change, as the oracle keeps it. `n` counts from 1 over the whole world, in the order made. */
export interface Change {
	readonly n: number;
	readonly resource: string;
	readonly id: string;
	readonly kind: ChangeKind;
	readonly at: EpochMs;
	/** The record as the provider shows it right after the change; for a deletion, right before. */
	readonly record: JsonRecord;
}

/** One version of one record; `fields` are what a change may set, without id and stamps. */
export interface RecordVersion {
	readonly n: number;
	readonly resource: string;
	readonly id: string;
	readonly kind: ChangeKind;
	readonly createdAt: EpochMs;
	readonly updatedAt: EpochMs;
	/** When the world learned of it; differs from the stamps where a test sets these itself. */
	readonly madeAt: EpochMs;
	readonly fields: JsonRecord;
	/** The version it replaced; none for the first. */
	readonly previous?: RecordVersion;
}

/** What records may ask of the world they are made for: the time, and ids to point at. */
export interface Surroundings {
	readonly now: EpochMs;
	anyId(resource: string): string | undefined;
}

/** How one resource of a provider looks. The only thing a world knows of its provider. */
export interface ResourceSchema {
	readonly resource: string;
	/** The id of the record made as number `index` (from 0) of this resource. */
	id(index: number): string;
	make(draw: Draw, surroundings: Surroundings): JsonRecord;
	/** Fields after an edit; absent where the provider lets nobody edit. */
	edit?(draw: Draw, fields: JsonRecord, surroundings: Surroundings): JsonRecord;
	/** The record as sent; `zone` other than UTC is the fault "wrong zone of stamps". */
	toRecord(version: RecordVersion, zone?: string): JsonRecord;
	/** The running number a record of this resource carries. */
	changeNumber(record: JsonRecord): number | undefined;
}

export interface ChangeOptions {
	/** Fields to set; the others are drawn (create) or kept (edit). Without it an edit draws some. */
	readonly fields?: JsonRecord;
	/** The stamp, when it is not to be now. */
	readonly at?: EpochMs;
}

export interface Lateness {
	readonly ms: number;
	/** Share of the changes that are late, 0 to 1; by default all. */
	readonly share?: number;
}

/** What a world holds, for another one to begin with. Versions and changes stay as they are. */
export interface WorldContents {
	readonly tables: ReadonlyArray<readonly [string, Pick<Table, 'versions' | 'liveIds'>]>;
	readonly made: readonly Change[];
	readonly draw: Draw;
}

interface Table {
	readonly schema: ResourceSchema;
	/** Every version ever made, by id, oldest first. */
	readonly versions: Map<string, RecordVersion[]>;
	readonly liveIds: string[];
}

const copyOf = ({ versions, liveIds }: Pick<Table, 'versions' | 'liveIds'>) => ({
	versions: new Map([...versions].map(([id, history]) => [id, [...history]])),
	liveIds: [...liveIds],
});

const last = <T>(list: readonly T[]): T | undefined => list[list.length - 1];

/**
 * The records of one provider account and the list of everything that ever happened to them. Each
 * change writes its number into the record, so that a record received tells which change it shows.
 */
export class World {
	private readonly tables: ReadonlyMap<string, Table>;
	private readonly made: Change[] = [];
	private readonly shown = new Set<number>();
	private draw: Draw;
	private settledAt = 0;

	constructor(
		readonly schemas: readonly ResourceSchema[],
		readonly clock: WorldClock,
		readonly seed: number,
	) {
		this.draw = new Draw(seed);
		this.tables = new Map(
			schemas.map((schema) => [schema.resource, { schema, versions: new Map(), liveIds: [] }]),
		);
	}

	get resources(): readonly string[] {
		return [...this.tables.keys()];
	}

	/** Every change ever made, those of the seeding first. */
	get changes(): readonly Change[] {
		return this.made;
	}

	/** Number of the last change of the seeding: what a poller that starts now has nothing to say about. */
	get baseline(): number {
		return this.settledAt;
	}

	/** Number of the latest change. */
	mark(): number {
		return this.made.length;
	}

	/** Declares everything so far old. */
	settle(): void {
		this.settledAt = this.mark();
	}

	/** A copy that later changes leave alone. */
	contents(): WorldContents {
		const tables = [...this.tables].map(([resource, table]) => [resource, copyOf(table)] as const);
		return { tables, made: [...this.made], draw: this.draw.copy() };
	}

	/** Fills a world that is empty, and counts everything as old. */
	fill({ tables, made, draw }: WorldContents): void {
		for (const [resource, contents] of tables) {
			const { versions, liveIds } = copyOf(contents);
			const table = this.table(resource);
			for (const [id, history] of versions) table.versions.set(id, history);
			table.liveIds.push(...liveIds);
		}
		this.made.push(...made);
		this.draw = draw.copy();
		this.settle();
	}

	create(resource: string, options: ChangeOptions = {}): Change {
		const table = this.table(resource);
		const id = table.schema.id(table.versions.size);
		const fields = table.schema.make(this.draw, this.surroundings());
		table.versions.set(id, []);
		table.liveIds.push(id);
		const at = options.at ?? this.clock.now();
		return this.add(table, id, 'created', at, at, { ...fields, ...options.fields });
	}

	edit(resource: string, id: string | number, options: ChangeOptions = {}): Change {
		const table = this.table(resource);
		const { schema } = table;
		if (!schema.edit) throw new Error(`Records of "${resource}" cannot be edited at the provider.`);
		const before = this.live(table, String(id));
		const fields = options.fields
			? { ...before.fields, ...options.fields }
			: schema.edit(this.draw, before.fields, this.surroundings());
		const at = options.at ?? this.clock.now();
		return this.add(table, before.id, 'updated', before.createdAt, at, fields);
	}

	remove(resource: string, id: string | number, options: Pick<ChangeOptions, 'at'> = {}): Change {
		const table = this.table(resource);
		const before = this.live(table, String(id));
		table.liveIds.splice(table.liveIds.indexOf(before.id), 1);
		const at = options.at ?? this.clock.now();
		return this.add(table, before.id, 'deleted', before.createdAt, at, before.fields);
	}

	/** Whether records of a resource can be edited at the provider. */
	isEditable(resource: string): boolean {
		return this.table(resource).schema.edit !== undefined;
	}

	/** Ids of the records that exist, oldest first. */
	ids(resource: string): readonly string[] {
		return this.table(resource).liveIds;
	}

	/** The latest version of a record, late or not, or nothing when it never existed or is gone. */
	latest(resource: string, id: string | number): RecordVersion | undefined {
		const version = last(this.table(resource).versions.get(String(id)) ?? []);
		return version?.kind === 'deleted' ? undefined : version;
	}

	/**
	 * What a request sees now, in order of creation: of each record the newest version that is not still
	 * late. Where a provider keeps what was removed, `kept` shows it as its version of kind `deleted`.
	 */
	visible(
		resource: string,
		lateness: Lateness = { ms: 0 },
		removed: 'gone' | 'kept' = 'gone',
	): RecordVersion[] {
		const now = this.clock.now();
		const seen: RecordVersion[] = [];
		for (const versions of this.table(resource).versions.values()) {
			for (let index = versions.length - 1; index >= 0; index--) {
				const version = versions[index];
				if (version.madeAt + this.delayOf(version, lateness) > now) continue;
				if (version.kind !== 'deleted' || removed === 'kept') seen.push(version);
				break;
			}
		}
		return seen;
	}

	toRecord(version: RecordVersion, zone?: string): JsonRecord {
		return this.table(version.resource).schema.toRecord(version, zone);
	}

	/** The number of the change a received record shows, when it carries one. */
	changeNumber(resource: string, record: JsonRecord): number | undefined {
		return this.tables.get(resource)?.schema.changeNumber(record);
	}

	/** A response showed these changes, or left them out only because the request asked for later ones. */
	markShown(changeNumbers: Iterable<number>): void {
		for (const n of changeNumbers) this.shown.add(n);
	}

	/** Whether a response could have told of the change so far. */
	wasShown(n: number): boolean {
		return this.shown.has(n);
	}

	private add(
		table: Table,
		id: string,
		kind: ChangeKind,
		createdAt: EpochMs,
		at: EpochMs,
		fields: JsonRecord,
	): Change {
		const { schema, versions } = table;
		const { resource } = schema;
		const history = versions.get(id) ?? [];
		const n = this.made.length + 1;
		const madeAt = this.clock.now();
		const before = last(history);
		const stamps = { createdAt, updatedAt: at, madeAt };
		const version = { n, resource, id, kind, ...stamps, fields, previous: before };
		const told = kind === 'deleted' && before ? before : version;
		let record: JsonRecord | undefined;
		const change: Change = {
			n,
			resource,
			id,
			kind,
			at,
			get record() {
				record ??= schema.toRecord(told);
				return record;
			},
		};
		history.push(version);
		this.made.push(change);
		return change;
	}

	private delayOf(version: RecordVersion, { ms, share = 1 }: Lateness): number {
		if (version.n <= this.settledAt) return 0;
		return ms > 0 && (share >= 1 || hashToUnit(version.n, this.seed) < share) ? ms : 0;
	}

	private table(resource: string): Table {
		const table = this.tables.get(resource);
		if (table) return table;
		throw new Error(`No resource "${resource}" here; there are ${this.resources.join(', ')}.`);
	}

	private live(table: Table, id: string): RecordVersion {
		const version = this.latest(table.schema.resource, id);
		if (version) return version;
		throw new Error(`No record ${id} among the ${table.schema.resource}.`);
	}

	private surroundings(): Surroundings {
		return {
			now: this.clock.now(),
			anyId: (resource) => {
				const ids = this.tables.get(resource)?.liveIds ?? [];
				return ids.length > 0 ? this.draw.pick(ids) : undefined;
			},
		};
	}
}
