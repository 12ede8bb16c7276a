import { compareWithOracle, formatComparison, isExact } from '../../sandbox/oracle';
import { Activity } from '../../sandbox/activity';
import type { JsonRecord } from '../../sandbox/json';
import { PAGE_KEY_PLACES } from '../../sandbox/providers/maximizer/behaviour';
import { toWorldId } from '../../sandbox/providers/maximizer/keys';
import type { ReceivedChange } from '../../sandbox/oracle';
import {
	isRecord,
	readMaximizer,
	rowsOf,
	startMaximizer,
	type StartedMaximizer,
} from './maximizerClient';

const TOP = 10;
const NOON_IN_LOS_ANGELES = Date.UTC(2026, 2, 3, 20);

/** What a client must know about keys; each can be taken away for a negative control. */
interface Knowledge {
	/** A record is its id and its number, not its id alone. */
	readonly idAndNumber: boolean;
	/** The text of a Key is no part of what a record says. */
	readonly keyTextChanges: boolean;
}

const ALL: Knowledge = { idAndNumber: true, keyTextChanges: true };

/**
 * The plainest right client: dates go back as they were shown, windows by date with `Top` whatever the
 * answer says about pages, deletions from the audit log. It shows that the stand-in can be polled exactly.
 */
class PlainClient {
	readonly received: ReceivedChange[] = [];
	private readonly told = new Map<string, string>();
	private newest: string;
	private readonly startedAt: string;

	constructor(
		private readonly maximizer: StartedMaximizer,
		private readonly knowledge: Knowledge,
		now: string,
	) {
		this.newest = now;
		this.startedAt = now;
	}

	async poll(): Promise<void> {
		let from = this.newest;
		for (let isFull = true; isFull; ) {
			const reply = await readMaximizer(this.maximizer, 'AbEntry', {
				fields: { Key: 1, FullName: 1, CreationDate: 1, LastModifyDate: 1 },
				query: { $AND: [{ Type: { $EQ: 'Contact' } }, { LastModifyDate: { $GE: from } }] },
				top: TOP,
				orderBy: { Fields: [{ LastModifyDate: 'ASC' }], PageKey: null, PageSize: TOP },
			});
			const rows = rowsOf(reply, 'AbEntry');
			for (const row of rows) this.tell(row);
			isFull = rows.length === TOP;
			from = String(rows.at(-1)?.LastModifyDate ?? from);
		}
		this.newest = from;
		await this.pollDeletions();
	}

	private async pollDeletions(): Promise<void> {
		const reply = await readMaximizer(this.maximizer, 'AuditLog', {
			fields: { Org: 1, New: 1 },
			query: { CreationDate: { $GE: this.startedAt } },
		});
		for (const { Org: original, New: after } of rowsOf(reply, 'AuditLog')) {
			if (after !== undefined || !isRecord(original) || !isRecord(original.AbEntry)) continue;
			const id = toWorldId(original.AbEntry.Key) ?? '';
			if (this.told.get(id) === 'deleted') continue;
			this.told.set(id, 'deleted');
			this.received.push({ resource: 'contacts', id, kind: 'deleted', record: null });
		}
	}

	private tell(row: JsonRecord): void {
		const id = toWorldId(row.Key) ?? '';
		const { keyTextChanges, idAndNumber } = this.knowledge;
		const known = idAndNumber ? id : (Buffer.from(id, 'base64').toString().split('\t')[1] ?? '');
		const text = JSON.stringify(keyTextChanges ? { ...row, Key: '' } : row);
		if (this.told.get(known) === text) return;
		const isNew = !this.told.has(known) && String(row.CreationDate) >= this.startedAt;
		this.told.set(known, text);
		const kind = isNew ? 'created' : 'updated';
		this.received.push({ resource: 'contacts', id, kind, record: row, eventId: `${id} ${text}` });
	}
}

const run = async (maximizer: StartedMaximizer, knowledge: Knowledge) => {
	const { world, behaviour } = maximizer;
	behaviour.set({ requestsPerWindow: 10_000 });
	const after = world.mark();
	const client = new PlainClient(maximizer, knowledge, '2026-03-03T12:00:00Z');
	const activity = new Activity(world, {
		resources: ['contacts'],
		removeShare: 0.1,
		restMs: 2_000,
		seed: 5,
	});
	for (let beat = 0; beat < 8; beat++) {
		world.clock.advance(1_300);
		activity.step(beat === 5 ? 4 : 3);
		world.clock.advance(1_100);
		activity.step(2);
		await client.poll();
	}
	return compareWithOracle(world, client.received, {
		after,
		resources: ['contacts'],
		deletions: true,
	});
};

let maximizer: StartedMaximizer;

beforeEach(async () => {
	maximizer = await startMaximizer(NOON_IN_LOS_ANGELES);
});

afterEach(async () => await maximizer.stop());

it.each(PAGE_KEY_PLACES)('can be polled exactly by date with the page key in %s', async (place) => {
	maximizer.behaviour.set({ nextPageKey: place });
	const comparison = await run(maximizer, ALL);
	expect(comparison.made).toBe(41);
	expect([formatComparison(comparison), isExact(comparison)]).toEqual([expect.any(String), true]);
});

it('cannot by a client that takes the id for the record', async () => {
	const comparison = await run(maximizer, { ...ALL, idAndNumber: false });
	expect(isExact(comparison)).toBe(false);
});

it('cannot by a client that takes the text of a Key for a part of the record', async () => {
	const comparison = await run(maximizer, { ...ALL, keyTextChanges: false });
	expect(comparison.twice).not.toEqual([]);
});

it('cannot by a client that asks in UTC where dates are read as they are shown', async () => {
	const { world } = maximizer;
	world.create('contacts');
	const client = new PlainClient(maximizer, ALL, '2026-03-03T20:00:00Z');
	await client.poll();
	expect(client.received).toEqual([]);
});
