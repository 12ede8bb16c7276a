import type { ResourceSettings } from '../configuration/language';
import type { PollerConfiguration } from '../configuration/types';
import type { SnapshotReader } from '../core/reader';
import type { ReadPage } from '../core/page';
import type { DateField } from './reader';
import type { AccountIds } from './remoteList';
import type { RequestBudget, Send } from './http';
import type { Queue } from './pace';
import type { ListAnswer } from './paging/paginator';
import type { Zone } from '../dates/zone';
import type { ConnectorDefinition } from './definition';
import type { ChangeKind, ScanRules, StartFrom } from '../core/rules';

/** One list being polled: where its pages come from, how its records are read, how changes are found. */
export interface Stream {
	/** Key of the resource; `objectType` of its events. */
	readonly name: string;
	/** Under which its state is kept: the name, unless a resource has several lists. */
	readonly stateKey: string;
	/** Of a resource that is read once for each of some values: those of this list, by path variable. */
	readonly values?: Readonly<Record<string, string>>;
	readonly hub: string;
	/** What is polled, how it is read and by what it is filtered, as `identity.reading.filter`. */
	readonly key: string;
	readonly reader: SnapshotReader;
	/** Where the reader expects dates, for messages. */
	readonly dates: { readonly updated?: DateField; readonly created?: DateField };
	/** Which changes it can show. */
	readonly kinds: ReadonlySet<ChangeKind>;
	readonly sync: Sync;
	readonly pages: (budget: RequestBudget) => ReadPage;
	/** Requests of a reading that finds nothing. */
	readonly requests: number;
	/** Requests of a day that the provider allows the account, where a number is known. */
	readonly requestsPerDay?: number | undefined;
	/** How long a list of so many pages rests before it is read again, in ms. */
	readonly restMs: (pages: number) => number;
}

export type Sync =
	/** By what was updated since. */
	| { readonly kind: 'incremental'; readonly rules: ScanRules }
	/** By comparing the whole list; neighbouring pages share `overlap` records. */
	| { readonly kind: 'full'; readonly overlap: number };

/** What the user chose that decides which lists are polled, and how. */
export interface StreamParameters {
	/** Element key, or `other`. */
	readonly connector: string;
	readonly connection: 'provider' | 'openConnectors';
	/** Keys of the ticked resources, or the pasted configuration. */
	readonly selection:
		| { readonly kind: 'resources'; readonly names: readonly string[] }
		| {
				readonly kind: 'json';
				readonly source: unknown;
				/** Those of its resources that are polled; absent or none: all. */
				readonly names?: readonly string[];
		  };
	readonly events: ReadonlySet<ChangeKind>;
	readonly start: StartFrom;
	/** Zone of `${date:…}` and of dates that name none. */
	readonly zone: Zone;
	/** Fields whose changes are no change, see `ignoredFields`. */
	readonly ignoreFields?: readonly string[];
	/** Raises the lookback of every resource, in ms. */
	readonly lookbackMs?: number;
	readonly pageSize?: number;
	readonly variables: Readonly<Record<string, string>>;
}

/** What the process remembers for all polls with one credential; the host keeps it. */
export interface AccountMemory {
	/** Requests that wait for their turn, by server. */
	readonly queues: Map<string, Queue>;
	/** Account ids that were asked for. */
	readonly accountIds: Map<string, AccountIds>;
	/** By list, how many records its largest page held. */
	readonly pageSizes?: Map<string, PageSize>;
}

/** The largest page of a list that was read so far: what the API gives at most, or less. */
export interface PageSize {
	largest: number;
	/** Whether the user knows that it goes on where the settings end it. */
	isSaidToGoOn?: boolean;
}

export interface StreamSettings {
	readonly parameters: StreamParameters;
	/** Of the chosen connector; absent where the platform alone knows it. */
	readonly definition?: ConnectorDefinition | undefined;
	readonly credential: Readonly<Record<string, unknown>>;
	readonly send: Send;
	readonly memory: AccountMemory;
	/** Shows the user a sentence about what turns out while polling. */
	readonly report: (sentence: string) => void;
	/** Finds the paging by which an answer goes on, though the settings say that it is all; absent where nobody looks. */
	readonly furtherPages?: (answer: ListAnswer, settings: ResourceSettings) => object | undefined;
	/** Gets the error of a resource that cannot be polled, which is left out then; absent: it is thrown. */
	readonly leaveOut?: (error: unknown) => void;
}

export interface Built {
	readonly streams: readonly Stream[];
	/** Sentences for the user about the configuration. */
	readonly notices: readonly string[];
	/** Sentences about events that some of the resources cannot show: for who chooses them, not for a log. */
	readonly missed: readonly string[];
	/** What a whole instance body says of all its resources. */
	readonly instance: Omit<PollerConfiguration, 'resources' | 'notices'>;
}

/** A list whose every reading costs one request may be read at every poll. */
export const NO_REST = (): number => 0;

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
/** The share of a day's requests that a list which is read whole may take. */
const SHARE_OF_DAY = 1 / 5;
/** Where a provider documents no number for the day, so many pages are read at every poll. */
const PAGES_WITHOUT_REST = 10;
/** A number for the day that no provider falls short of by much, for longer lists. */
const USUAL_REQUESTS_PER_DAY = 50_000;

/**
 * How long a list of so many pages rests, as reading it takes a request a page, so that it takes a
 * fifth of the provider's daily quota at most; never longer than an hour.
 *
 * @param requestsPerDay absent where the provider documents none
 */
export function restOfWholeList(requestsPerDay?: number): (pages: number) => number {
	const free = requestsPerDay === undefined ? PAGES_WITHOUT_REST : 1;
	const perDay = (requestsPerDay ?? USUAL_REQUESTS_PER_DAY) * SHARE_OF_DAY;
	return (pages) => (pages <= free ? 0 : Math.min(HOUR_MS, (pages * DAY_MS) / perDay));
}

export function credentialText(
	{ credential }: Pick<StreamSettings, 'credential'>,
	name: string,
): string {
	const value = credential[name];
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
