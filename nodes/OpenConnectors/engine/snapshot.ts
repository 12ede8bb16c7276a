import { z } from 'zod';
import { parseFieldPath } from '../core/fieldPath';
import type { EpochMs } from '../core/page';
import { ContentHistory } from './contentHistory';
import { formatIds, formatListed, parseIds, parseListed, parseNames, type Listed } from './listed';

/** Version of the format of {@link Snapshot}. In the first one contents were named by another hash. */
export const SNAPSHOT_VERSION = 2;
/** Names of records beyond the bound that are remembered, 6 bytes each. */
const MOST_BEYOND = 100_000;
/** Records that are remembered in the order in which their changes were found. */
const MOST_WAITING = 10_000;

const readable = (parse: (text: string) => unknown) =>
	z.string().refine((text) => {
		try {
			return parse(text) !== undefined;
		} catch {
			return false;
		}
	});

export const snapshotSchema = z.object({
	v: z.literal(SNAPSHOT_VERSION),
	/** Fingerprint of what is compared; another one gives a new baseline. */
	key: z.string(),
	/** Every record that is compared with what it held, encoded. */
	listed: readable(parseListed),
	/** Short names of the records beyond the bound; absent when they are not known and have to be learned. */
	beyond: readable(parseNames).optional(),
	/** What records held that changed lately, encoded. */
	history: readable((text) => ContentHistory.read(text)),
	/** Ids of the records whose changes wait to be reported, those found first before the others. */
	waiting: readable(parseIds),
	/** Paths of the fields that were found to differ at every reading. */
	volatile: z.array(readable(parseFieldPath)),
	/** Readings until fields may be asked for twice again. */
	probeIn: z.number().min(0).max(100),
	/** The provider's clock at the latest reading, epoch ms. */
	readAt: z.number(),
	/** The same when the user was told that the list is too long. */
	longAt: z.number().optional(),
	/** Warnings of the latest comparison, so that each is reported once. */
	warned: z.array(z.string()),
});

/** What a list held when it was last compared: one JSON value, replaced as a whole. */
export type Snapshot = Readonly<z.infer<typeof snapshotSchema>>;

/** A snapshot as comparing uses it. */
export interface Known {
	/** Changed in place while a comparison is made. */
	readonly listed: Listed;
	/** undefined when it has to be learned which records are beyond the bound. */
	readonly beyond: ReadonlySet<string> | undefined;
	readonly history: ContentHistory;
	readonly waiting: readonly string[];
	readonly volatile: readonly string[];
	readonly probeIn: number;
	/** undefined before the first reading. */
	readonly readAt: EpochMs | undefined;
	readonly longAt: EpochMs | undefined;
	readonly warned: readonly string[];
}

/** What is known before the first reading. */
const NOTHING = {
	beyond: undefined,
	waiting: [],
	volatile: [],
	probeIn: 0,
	readAt: undefined,
	longAt: undefined,
	warned: [],
} as const;

/** Reads a snapshot; one that cannot be read counts as none. */
export function openSnapshot(snapshot: Snapshot | undefined): Known {
	const nothing = { ...NOTHING, listed: new Map(), history: new ContentHistory() };
	if (!snapshot) return nothing;
	const { listed, beyond, history, waiting, longAt, ...others } = snapshot;
	try {
		return {
			...others,
			listed: parseListed(listed),
			beyond: beyond === undefined ? undefined : parseNames(beyond),
			history: ContentHistory.read(history) ?? nothing.history,
			waiting: parseIds(waiting),
			longAt,
		};
	} catch {
		return nothing;
	}
}

export function closeSnapshot(key: string, known: Known & { readonly readAt: EpochMs }): Snapshot {
	const { listed, beyond, history, waiting, volatile, probeIn, readAt, longAt, warned } = known;
	return {
		v: SNAPSHOT_VERSION,
		key,
		listed: formatListed(listed),
		...(beyond === undefined ? {} : { beyond: [...beyond].join('') }),
		history: history.toText(),
		waiting: formatIds(waiting.slice(0, MOST_WAITING)),
		volatile: [...volatile],
		probeIn,
		readAt,
		...(longAt === undefined ? {} : { longAt }),
		warned: [...warned],
	};
}

/**
 * Names of records that are gone go only when there are too many: a faulty answer may leave them out
 * once. Without those that are there it cannot be told which records are new.
 *
 * @param there the names that the list holds now
 * @returns undefined when there are more than can be remembered
 */
export function boundNames(
	names: ReadonlySet<string>,
	there: () => ReadonlySet<string>,
): ReadonlySet<string> | undefined {
	if (names.size <= MOST_BEYOND) return names;
	const now = there();
	const left = [...names].filter((name) => now.has(name));
	return left.length > MOST_BEYOND ? undefined : new Set(left);
}
