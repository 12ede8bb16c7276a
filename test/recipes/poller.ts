import { attempt } from '../../nodes/OpenConnectors/configuration/attempt';
import { compareList } from '../../nodes/OpenConnectors/engine/fullComparison';
import type { Cursor } from '../../nodes/OpenConnectors/engine/cursor';
import { scan } from '../../nodes/OpenConnectors/engine/scan';
import type { Snapshot } from '../../nodes/OpenConnectors/engine/snapshot';
import { VolatileSamples } from '../../nodes/OpenConnectors/engine/volatileFields';
import { UTC } from '../../nodes/OpenConnectors/dates/zone';
import { furtherPages } from '../../nodes/OpenConnectors/host/furtherPages';
import { createStreams, type Stream } from '../../nodes/OpenConnectors/streams';
import type { HttpAnswer, HttpRequest } from '../../nodes/OpenConnectors/streams/http';
import { Refused, toAsked, type Face } from './face';
import type { Recipe } from './pages';
import type { Shop } from './shop';

const BASE_URL = 'https://api.example';
/** Records a page, so that few records fill several. */
const PAGE_SIZE = 2;
const POLL_MS = 60_000;

/** A workflow that polls an API by a recipe, without n8n. */
export class Poller {
	/** What was sent, such as `created 4`. */
	readonly events: string[] = [];
	readonly notices: readonly string[];
	readonly requests: HttpRequest[] = [];
	/** What the user was told while polling. */
	readonly reports: string[] = [];
	/** By what the API refused requests. */
	readonly refusals: string[] = [];
	private readonly stream: Stream;
	private cursor: Cursor | undefined;
	private snapshot: Snapshot | undefined;
	private readonly samples = new VolatileSamples();

	/** @throws ConfigurationError */
	constructor(
		recipe: Pick<Recipe, 'configuration'>,
		private readonly face: Face,
		private readonly shop: Shop,
	) {
		const { streams, notices } = createStreams({
			parameters: {
				connector: 'rest',
				connection: 'provider',
				selection: { kind: 'json', source: recipe.configuration },
				events: new Set(['created', 'updated', 'deleted']),
				start: { kind: 'now' },
				zone: UTC,
				pageSize: PAGE_SIZE,
				variables: face.variables ?? {},
			},
			credential: { baseUrl: BASE_URL },
			send: async (request) => await Promise.resolve(this.answerTo(request)),
			memory: { queues: new Map(), accountIds: new Map(), pageSizes: new Map() },
			report: (sentence) => this.reports.push(sentence),
			furtherPages,
		});
		this.notices = notices;
		this.stream = streams[0];
	}

	/** @throws what the list could not be read for */
	async poll(): Promise<void> {
		const { clock } = this.shop;
		const now = () => clock.time;
		const deadline = clock.time + POLL_MS;
		const sleep = async (ms: number) => {
			clock.time += ms;
			await Promise.resolve();
		};
		const common = {
			key: this.stream.key,
			start: { kind: 'now' as const },
			readPage: this.stream.pages({ deadline, now, sleep }),
			reader: this.stream.reader,
			samples: this.samples,
			now,
		};
		const { sync } = this.stream;
		if (sync.kind === 'incremental') {
			const limits = { maxItems: 1_000, maxRemembered: 2_000, deadline };
			const { cursor } = this;
			const result = await scan({ ...common, cursor, rules: sync.rules, limits });
			this.cursor = result.cursor;
			this.take(result);
		} else {
			const limits = { maxItems: 1_000, maxListed: 10_000, deadline };
			const { snapshot, overlap } = { snapshot: this.snapshot, overlap: sync.overlap };
			const result = await compareList({ ...common, snapshot, overlap, limits });
			this.snapshot = result.snapshot;
			this.take(result);
		}
	}

	private take({
		changes,
		warnings,
		error,
	}: {
		readonly warnings: ReadonlyArray<{ readonly message: string }>;
		readonly changes: ReadonlyArray<{ readonly kind: string; readonly id: string }>;
		readonly error?: unknown;
	}): void {
		if (error !== undefined) throw error;
		this.reports.push(...warnings.map(({ message }) => message));
		this.events.push(...changes.map(({ kind, id }) => `${kind} ${id}`));
	}

	private answerTo(request: HttpRequest): HttpAnswer {
		this.requests.push(request);
		const { face, shop } = this;
		const asked = toAsked(request, shop.clock.time);
		const date = new Date(shop.clock.time).toUTCString();
		const { pathname } = asked.url;
		const isThere =
			`${request.method} ${pathname}` === face.list || face.alsoAt?.test(pathname) === true;
		const things = shop.visible().filter(({ isDeleted }) => face.traces === true || !isDeleted);
		const { value, error } = attempt(() => {
			if (!isThere) throw new Refused(`There is nothing at ${pathname}.`, 404);
			return face.answer(asked, things);
		});
		if (value !== undefined) {
			const { status = 200, headers, body } = value;
			return { status, headers: { date, ...headers }, body: JSON.stringify(body) };
		}
		const message = error instanceof Error ? error.message : String(error);
		this.refusals.push(message);
		const status = error instanceof Refused ? error.status : 500;
		return { status, headers: { date }, body: JSON.stringify({ message }) };
	}
}
