import type { JsonRecord } from '../../sandbox/json';
import type { ReceivedChange, Sandbox } from '../../sandbox/server';
import { getInsightly } from './client';

/** The protections a poller needs; each can be taken away for a negative control. */
export interface Protections {
	/** Asks for a while before the last stamp, not from it on. */
	readonly lookback: boolean;
	/** Remembers what it has told. */
	readonly memory: boolean;
	/** Calls new what it has not seen before, instead of what has two equal dates. */
	readonly kindByMemory: boolean;
}

const LOOKBACK_MS = 60_000;
const PATHS: Readonly<Record<string, string>> = { contacts: 'Contacts', leads: 'Leads' };
const ID_FIELDS: Readonly<Record<string, string>> = { contacts: 'CONTACT_ID', leads: 'LEAD_ID' };

const toStamp = (at: number): string => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

/** The plainest poller that is right: small enough to be sure of, so that it can test the oracle. */
export class PlainPoller {
	readonly received: ReceivedChange[] = [];
	private readonly told = new Map<string, string>();
	private newest: number;
	private readonly startedAt: number;

	constructor(
		private readonly sandbox: Sandbox,
		private readonly protections: Protections,
	) {
		this.newest = Math.floor(sandbox.insightly.world.clock.now() / 1000) * 1000;
		this.startedAt = this.newest;
	}

	async poll(): Promise<void> {
		const since = this.newest - (this.protections.lookback ? LOOKBACK_MS : 0);
		for (const resource of Object.keys(PATHS)) {
			for (let skip = 0, full = true; full; skip += 500) {
				const { records } = await getInsightly(this.sandbox, `/${PATHS[resource]}/Search`, {
					updated_after_utc: toStamp(since),
					skip,
					top: 500,
				});
				for (const record of records) this.read(resource, record);
				full = records.length === 500;
			}
		}
	}

	private read(resource: string, record: JsonRecord): void {
		const id = String(record[ID_FIELDS[resource]]);
		const key = `${resource} ${id}`;
		const text = JSON.stringify(record);
		const updated = Date.parse(`${String(record.DATE_UPDATED_UTC)}Z`);
		this.newest = Math.max(this.newest, updated);
		const isKnown = this.told.get(key) === text;
		if (updated < this.startedAt || (isKnown && this.protections.memory)) return;
		const isNew = this.protections.kindByMemory
			? !this.told.has(key) && Date.parse(`${String(record.DATE_CREATED_UTC)}Z`) >= this.startedAt
			: record.DATE_CREATED_UTC === record.DATE_UPDATED_UTC;
		this.told.set(key, text);
		const eventId = `${key} ${text}`;
		this.received.push({ resource, id, kind: isNew ? 'CREATED' : 'UPDATED', record, eventId });
	}
}
