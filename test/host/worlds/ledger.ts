import type { IDataObject } from 'n8n-workflow';
import type { Version } from '../../harness/provider';

/** What a world came to: sentences about what should not be. */
export interface Verdict {
	readonly seed: number;
	readonly told: number;
	/** What was current when a poll read it, and never came. */
	readonly lost: readonly string[];
	/** What came again without need. */
	readonly twice: readonly string[];
	/** What was there before polling began, or never was. */
	readonly invented: readonly string[];
	/** Records that came as something else than what happened. */
	readonly misjudged: readonly string[];
	/** Versions with several event ids, and event ids with several versions. */
	readonly misnamed: readonly string[];
	/** How often a batch came once more, recognisably, after n8n was started anew. */
	readonly repeated: number;
	/** Bytes of the largest state. */
	readonly largestState: number;
}

const GONE = 'gone';

/** A version of a record, or its absence: `contacts 7/2`, `campaigns 7/gone`. */
export const versionName = (resource: string, id: string, content: number | typeof GONE): string =>
	`${resource} ${id}/${content}`;

interface Told {
	readonly name: string;
	readonly kind: string;
	readonly eventId: string;
}

/** What a workflow should have told, and what it told. */
export class Ledger {
	readonly told: Told[] = [];
	private readonly due = new Set<string>();
	/** May be told or not: nobody was there to see it. */
	private readonly free = new Set<string>();
	private readonly old = new Set<string>();
	/** Records that a poll read. */
	private readonly known = new Set<string>();
	private readonly blurred = new Set<string>();
	/** Records of which it is known whether they were made while the workflow watched. */
	private readonly madeBefore = new Map<string, boolean>();
	private repeatable = new Set<string>();
	private latest: ReadonlySet<string> = new Set();
	private readonly twice: string[] = [];
	private repeated = 0;

	/** These were there when polling began. */
	passOver(names: Iterable<string>): void {
		for (const name of names) {
			this.known.add(recordOf(name));
			this.old.add(name);
		}
	}

	excuse(names: Iterable<string>): void {
		for (const name of names) {
			this.known.add(recordOf(name));
			this.free.add(name);
		}
	}

	/** A poll read these, and what it came to was saved. */
	owe(names: Iterable<string>): void {
		for (const name of names) {
			this.known.add(recordOf(name));
			if (!this.free.has(name) && !this.old.has(name)) this.due.add(name);
		}
	}

	/** Whether a poll read a record. */
	knows(record: string): boolean {
		return this.known.has(record);
	}

	/** Nobody watches a resource for a while: what happens first to its records is not known. */
	forget(resource: string): void {
		for (const record of this.madeBefore.keys())
			if (record.startsWith(`${resource} `)) this.madeBefore.delete(record);
	}

	/** Which kind of event is the first of a record. */
	expectFirst(record: string, isMadeBefore: boolean): void {
		if (!this.madeBefore.has(record)) this.madeBefore.set(record, isMadeBefore);
	}

	/** Another process begins, which may give the latest batch once more. */
	beginProcess(mayRepeat: boolean): void {
		this.repeatable = new Set(mayRepeat ? this.latest : []);
	}

	/** Those of these that came may come once more, under other event ids. */
	blur(names: Iterable<string>): void {
		const told = new Set(this.told.map(({ name }) => name));
		for (const name of names) if (told.has(name)) this.blurred.add(name);
	}

	tell(items: readonly IDataObject[]): void {
		if (items.length === 0) return;
		const ids = new Set(this.told.map(({ eventId }) => eventId));
		for (const { eventId: id, eventType, objectType, objectId, record } of items) {
			const content = eventType === 'DELETED' ? GONE : revisionOf(record);
			const name = versionName(plainName(String(objectType)), String(objectId), content);
			const eventId = String(id);
			if (!ids.has(eventId)) {
				this.told.push({ name, kind: String(eventType), eventId });
			} else if (this.repeatable.delete(eventId)) {
				this.repeated += 1;
			} else if (!this.blurred.has(name)) {
				this.twice.push(name);
			}
			ids.add(eventId);
		}
		this.latest = new Set(items.map(({ eventId }) => String(eventId)));
	}

	/** @param shown everything there ever was */
	verdict(seed: number, shown: ReadonlySet<string>, largestState: number): Verdict {
		const counts = new Map<string, number>();
		for (const { name } of this.told) counts.set(name, (counts.get(name) ?? 0) + 1);
		const names = [...counts];
		const again = names.flatMap(([name, count]) =>
			count > 1 && !this.blurred.has(name) ? [name] : [],
		);
		return {
			seed,
			told: this.told.length,
			lost: [...this.due].filter((name) => !counts.has(name)),
			twice: this.twice,
			invented: names.flatMap(([name]) =>
				!shown.has(name) || (this.old.has(name) && !this.free.has(name)) ? [name] : [],
			),
			misjudged: this.misjudged(),
			misnamed: again,
			repeated: this.repeated,
			largestState,
		};
	}

	private misjudged(): readonly string[] {
		const first = new Set<string>();
		const blurred = new Set([...this.blurred].map(recordOf));
		return this.told.flatMap(({ name, kind }) => {
			const record = recordOf(name);
			const isFirst = !first.has(record);
			first.add(record);
			if (name.endsWith(GONE) || this.free.has(name)) return [];
			const isMadeBefore = this.madeBefore.get(record);
			if (isMadeBefore === undefined || blurred.has(record)) return [];
			const expected = isFirst && !isMadeBefore ? 'CREATED' : 'UPDATED';
			return kind === expected ? [] : [`${name} ${kind}`];
		});
	}
}

const recordOf = (name: string): string => name.split('/')[0];

/** What lists show, by name. */
export const namesOf = (resource: string, versions: readonly Version[]): readonly string[] =>
	versions.map(({ id, content }) => versionName(resource, id, content));

/** The user may call a resource otherwise. */
const plainName = (name: string): string => (name === 'persons' ? 'contacts' : name);

function revisionOf(record: unknown): number {
	const isObject = typeof record === 'object' && record !== null;
	return isObject && 'REVISION' in record ? Number(record.REVISION) : NaN;
}
