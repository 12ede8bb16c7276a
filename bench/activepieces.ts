import { bytesOf, handed, type Contestant } from './contest';
import { newestFirst, unordered, type Contact, type Run } from './contacts';
import { contactTexts } from './pages';
import { loadPeer } from './loadPeer';

/** What `@activepieces/pieces-common` exports, as far as it is used here. */
interface PiecesCommon {
	readonly DedupeStrategy: { readonly TIMEBASED: 0; readonly LAST_ITEM: 1 };
	readonly pollingHelper: PollingHelper;
}

interface Store {
	get(key: string): Promise<unknown>;
	put(key: string, value: unknown): Promise<unknown>;
	delete(key: string): Promise<void>;
}

interface Call {
	readonly store: Store;
	readonly auth: undefined;
	readonly propsValue: Readonly<Record<string, never>>;
	readonly files: undefined;
}

interface PollingHelper {
	onEnable(polling: Polling, call: Call): Promise<void>;
	poll(polling: Polling, call: Call): Promise<readonly unknown[]>;
}

/** What the author of a piece writes. */
export type Polling =
	| {
			readonly strategy: 0;
			readonly items: (asked: {
				readonly lastFetchEpochMS: number;
			}) => Promise<ReadonlyArray<{ readonly epochMilliSeconds: number; readonly data: unknown }>>;
	  }
	| {
			readonly strategy: 1;
			readonly items: () => Promise<ReadonlyArray<{ readonly id: string; readonly data: unknown }>>;
	  };

/** One trigger of a piece, with the store that Activepieces gives it. */
export class PieceTrigger {
	readonly stored = new Map<string, unknown>();
	private readonly helper = piecesCommon().pollingHelper;
	private readonly call: Call = {
		store: {
			get: async (key) => this.stored.get(key),
			put: async (key, value) => this.stored.set(key, value),
			delete: async (key) => void this.stored.delete(key),
		},
		auth: undefined,
		propsValue: {},
		files: undefined,
	};

	constructor(private readonly polling: Polling) {}

	async enable(): Promise<void> {
		await this.helper.onEnable(this.polling, this.call);
	}

	async poll(): Promise<readonly unknown[]> {
		return await this.helper.poll(this.polling, this.call);
	}

	stateBytes(): number {
		return bytesOf(Object.fromEntries(this.stored));
	}
}

function piecesCommon(): PiecesCommon {
	return loadPeer('@activepieces/pieces-common');
}

export const TIMEBASED = 0;
export const LAST_ITEM = 1;

export function timebasedPiece(run: Run): Contestant {
	const texts = contactTexts(run, unordered(run.count));
	return piece(texts, ['lastPoll', 0], {
		strategy: TIMEBASED,
		items: async () =>
			texts.flatMap((text) => {
				const contacts: readonly Contact[] = JSON.parse(text);
				return contacts.map((contact) => ({
					epochMilliSeconds: Date.parse(`${contact.DATE_UPDATED_UTC}Z`),
					data: contact,
				}));
			}),
	});
}

export function lastItemPiece(run: Run): Contestant {
	const texts = contactTexts(run, newestFirst(run.count));
	return piece(texts, ['lastItem', 'none of these'], {
		strategy: LAST_ITEM,
		items: async () =>
			texts.flatMap((text) => {
				const contacts: readonly Contact[] = JSON.parse(text);
				return contacts.map((contact) => ({
					id: `${contact.CONTACT_ID}@${contact.DATE_UPDATED_UTC}`,
					data: contact,
				}));
			}),
	});
}

function piece(
	texts: readonly string[],
	stored: readonly [string, unknown],
	polling: Polling,
): Contestant {
	return {
		texts,
		begin: () => {
			const trigger = new PieceTrigger(polling);
			trigger.stored.set(...stored);
			let polls = 0;
			return {
				poll: async () => {
					polls += 1;
					return handed(await trigger.poll());
				},
				get requests() {
					return polls * texts.length;
				},
				stateBytes: () => trigger.stateBytes(),
			};
		},
	};
}
