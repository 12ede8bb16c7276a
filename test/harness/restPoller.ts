import type { ResourceSettings } from '../../nodes/OpenConnectors/configuration/language';
import type { Change } from '../../nodes/OpenConnectors/engine/change';
import type { Cursor } from '../../nodes/OpenConnectors/engine/cursor';
import { compareList } from '../../nodes/OpenConnectors/engine/fullComparison';
import { scan } from '../../nodes/OpenConnectors/engine/scan';
import type { Snapshot } from '../../nodes/OpenConnectors/engine/snapshot';
import type { ScanWarning } from '../../nodes/OpenConnectors/engine/types';
import type { ChangeKind, ScanRules, StartFrom } from '../../nodes/OpenConnectors/core/rules';
import { UTC } from '../../nodes/OpenConnectors/dates/zone';
import type { Stream } from '../../nodes/OpenConnectors/streams';
import { restPlans } from '../../nodes/OpenConnectors/streams/rest/plans';
import { datesOf } from '../../nodes/OpenConnectors/configuration/dateSettings';
import type { ResourceConfiguration } from '../../nodes/OpenConnectors/configuration/types';
import { optional } from '../../nodes/OpenConnectors/configuration/value';
import type { HttpAnswer, HttpRequest } from '../../nodes/OpenConnectors/streams/http';
import type { AccountMemory } from '../../nodes/OpenConnectors/streams/stream';
import { HOUR } from './clock';
import { BASE } from './restApi';

/** What answers requests, on a virtual clock. */
export interface Asked {
	time: number;
	readonly send: (request: HttpRequest) => Promise<HttpAnswer>;
}

/** What a poll came to. */
export interface Polled {
	readonly changes: readonly Change[];
	readonly warnings: readonly ScanWarning[];
	readonly complete: boolean;
	/** Of a poll that read some pages, or none. */
	readonly error?: unknown;
}

/** A resource as it is read out of a configuration. */
function configurationOf(name: string, settings: ResourceSettings): ResourceConfiguration {
	const { url, idField, pageSize, pollDelay, volatile, filterByUpdatedDate } = settings;
	return {
		name,
		...optional('url', url),
		...optional('idField', typeof idField === 'string' ? idField : undefined),
		...datesOf(settings.datesConfiguration),
		...optional('filterByUpdatedDate', filterByUpdatedDate),
		...optional('volatile', volatile),
		...optional('pageSize', pageSize),
		...optional('pollDelaySeconds', pollDelay),
		settings,
	};
}

const EVENTS: ReadonlySet<ChangeKind> = new Set<ChangeKind>(['created', 'updated', 'deleted']);

/** The streams of a resource that is called `things`. */
export function streamsOf(
	settings: ResourceSettings,
	api: Pick<Asked, 'send'>,
	memory: AccountMemory = { queues: new Map(), accountIds: new Map(), pageSizes: new Map() },
): readonly Stream[] {
	const given = {
		parameters: {
			connector: 'rest',
			connection: 'provider',
			selection: { kind: 'json', source: {} },
			start: { kind: 'now' },
			zone: UTC,
			variables: {},
		},
		credential: { baseUrl: BASE },
		send: api.send,
		memory,
		report: () => undefined,
	} as const;
	return restPlans(
		{ ...given, parameters: { ...given.parameters, events: EVENTS } },
		configurationOf('things', settings),
	).streams;
}

/** Polls the lists of a configuration as the node does: keeps what it knows of each, through JSON. */
export class RestPoller {
	readonly states = new Map<string, Cursor | Snapshot>();
	readonly memory: AccountMemory = {
		queues: new Map(),
		accountIds: new Map(),
		pageSizes: new Map(),
	};
	maxItems = 500;
	/** What the engine is told in place of what is so, to see that a test notices. */
	lie: Partial<ScanRules> = {};
	budget = HOUR;

	constructor(
		readonly api: Asked,
		readonly settings: ResourceSettings,
		public start: StartFrom = { kind: 'now' },
	) {}

	get streams(): readonly Stream[] {
		return streamsOf(this.settings, this.api, this.memory);
	}

	/** Polls the only list. */
	async poll(): Promise<Polled> {
		const [stream] = this.streams;
		return await this.pollList(stream);
	}

	async pollList(stream: Stream): Promise<Polled> {
		const { api, states } = this;
		const state = states.get(stream.stateKey);
		const now = () => api.time;
		const deadline = now() + this.budget;
		const sleep = async (ms: number) => {
			api.time += ms;
		};
		const common = {
			key: stream.key,
			start: this.start,
			readPage: stream.pages({ deadline, now, sleep }),
			reader: stream.reader,
			now,
		};
		const { maxItems } = this;
		try {
			if (stream.sync.kind === 'full') {
				const { snapshot, ...result } = await compareList({
					...common,
					snapshot: state && 'listed' in state ? state : undefined,
					overlap: stream.sync.overlap,
					limits: { maxItems, maxListed: 10_000, deadline },
				});
				this.keep(stream, snapshot);
				return result;
			}
			const { cursor, ...result } = await scan({
				...common,
				cursor: state && 'floor' in state ? state : undefined,
				rules: { ...stream.sync.rules, ...this.lie },
				limits: { maxItems, maxRemembered: 2_000, deadline },
			});
			this.keep(stream, cursor);
			return result;
		} catch (error) {
			return { changes: [], warnings: [], complete: false, error };
		}
	}

	private keep({ stateKey }: Stream, state: Cursor | Snapshot): void {
		this.states.set(stateKey, JSON.parse(JSON.stringify(state)));
	}

	/** Polls, and shows what was new as `kind id/content`. */
	async news(): Promise<readonly string[]> {
		const { changes, error } = await this.poll();
		if (error !== undefined) throw error;
		return changes.map(({ kind, id, record }) => `${kind} ${id}/${String(record.content)}`);
	}
}
