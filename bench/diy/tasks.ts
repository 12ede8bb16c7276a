import { Draw } from '../../sandbox/random';

export interface Task {
	readonly id: number;
	readonly title: string;
	/** Counts the changes of this record, from 1. */
	readonly version: number;
	/** ISO 8601, whole seconds, UTC. */
	readonly created_at: string;
	readonly updated_at: string;
}

export interface TaskQuery {
	/** Epoch ms; records stamped earlier are left out. */
	readonly since: number;
	readonly direction: string;
	/** From 1. */
	readonly page: number;
	readonly perPage: number;
}

/** What one poller delivered, compared with what was changed. */
export interface Score {
	readonly changed: number;
	/** Changed records whose last version never arrived. */
	readonly missing: number;
	/** Deliveries of a version that had arrived before. */
	readonly twice: number;
	/** Deliveries of records that were not changed since the start. */
	readonly unchanged: number;
}

/** The tasks of the beginning are as old as they are many. */
const MADE_EVERY_MS = 15 * 60_000;

/** A list of tasks that people work on: the truth that the pollers are measured by. */
export class TaskWorld {
	private readonly tasks = new Map<number, Task>();
	private readonly changedIds = new Set<number>();
	private readonly draw = new Draw(1);

	constructor(count: number) {
		const oldest = Date.now() - 2 * count * MADE_EVERY_MS;
		for (let index = 0; index < count; index += 1) {
			this.put(index + 1, stampOf(oldest + index * MADE_EVERY_MS));
		}
	}

	create(count: number): void {
		for (let made = 0; made < count; made += 1) this.change(this.tasks.size + 1);
	}

	edit(count: number): void {
		for (let made = 0; made < count; made += 1) this.change(this.draw.int(1, this.tasks.size));
	}

	/** A page of the tasks that were updated since, by updated date and then by id. */
	page({ since, direction, page, perPage }: TaskQuery): readonly Task[] {
		const from = stampOf(since);
		const sorted = [...this.tasks.values()]
			.filter((task) => task.updated_at >= from)
			.sort((a, b) => a.updated_at.localeCompare(b.updated_at) || a.id - b.id);
		if (direction === 'desc') sorted.reverse();
		return sorted.slice((page - 1) * perPage, page * perPage);
	}

	/** @param received how often each version arrived, by `id:version` */
	score(received: ReadonlyMap<string, number>): Score {
		const changed = [...this.changedIds].flatMap((id) => this.tasks.get(id) ?? []);
		const deliveries = [...received];
		return {
			changed: changed.length,
			missing: changed.filter((task) => !received.has(versionOf(task))).length,
			twice: deliveries.reduce((sum, [, times]) => sum + times - 1, 0),
			unchanged: deliveries.filter(([version]) => !this.changedIds.has(Number.parseInt(version)))
				.length,
		};
	}

	private change(id: number): void {
		this.changedIds.add(id);
		this.put(id, stampOf(Date.now()));
	}

	private put(id: number, stamp: string): void {
		const before = this.tasks.get(id);
		const version = (before?.version ?? 0) + 1;
		this.tasks.set(id, {
			id,
			title: `Task ${id}, ${version}`,
			version,
			created_at: before?.created_at ?? stamp,
			updated_at: stamp,
		});
	}
}

export const versionOf = ({ id, version }: Pick<Task, 'id' | 'version'>) => `${id}:${version}`;

function stampOf(at: number): string {
	return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
