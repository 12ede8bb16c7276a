const MINUTE_MS = 60_000;

/** The instants that a Date can hold: 100 million days on either side of 1970 (ECMA-262, 21.4.1.1). */
export const LAST_INSTANT = 8_640_000_000_000_000;

/**
 * Time is cut into blocks of 2^29 ms, 6.2 days. The shortest time between two clock changes of any
 * zone since 1960 is 6.96 days (tz database 2025a), so that a block holds at most one.
 */
const BLOCK_MS = 2 ** 29;

/** Offsets around one clock change; without a change both are the same. */
interface Block {
	readonly change: number;
	readonly before: number;
	readonly after: number;
}

/** 70 years of blocks. Texts may name any year, and memory must not grow with them. */
const BLOCKS_KEPT = 4_096;

/**
 * The offsets of a zone of the tz database, as the runtime knows them.
 *
 * @returns a function from epoch ms to the ms that the zone's clocks are ahead of UTC, or
 * undefined when no such zone exists
 */
export function compileOffsets(zoneName: string): ((at: number) => number) | undefined {
	const ask = askRuntime(zoneName);
	if (!ask) return undefined;
	const blocks = new Map<number, Block>();
	return (at) => {
		if (Number.isNaN(at)) return NaN;
		const instant = Math.min(Math.max(at, -LAST_INSTANT), LAST_INSTANT);
		const index = Math.floor(instant / BLOCK_MS);
		let block = blocks.get(index);
		if (!block) {
			block = findChange(index * BLOCK_MS, ask);
			if (blocks.size >= BLOCKS_KEPT) blocks.clear();
			blocks.set(index, block);
		}
		return instant < block.change ? block.before : block.after;
	};
}

function findChange(start: number, ask: (at: number) => number): Block {
	let unchanged = Math.max(start, -LAST_INSTANT);
	let changed = Math.min(start + BLOCK_MS, LAST_INSTANT);
	const before = ask(unchanged);
	const after = ask(changed);
	if (before === after) return { change: unchanged, before, after };
	while (changed - unchanged > 1) {
		const middle = Math.floor((unchanged + changed) / 2);
		if (ask(middle) === before) unchanged = middle;
		else changed = middle;
	}
	return { change: changed, before, after };
}

const ZONE_NAME = /^[A-Za-z][\w+/-]{0,63}$/;
const OFFSET_AT_END = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/;

function askRuntime(zoneName: string): ((at: number) => number) | undefined {
	if (!ZONE_NAME.test(zoneName)) return undefined;
	let format: Intl.DateTimeFormat;
	try {
		format = new Intl.DateTimeFormat('en-US', { timeZone: zoneName, timeZoneName: 'longOffset' });
	} catch {
		return undefined;
	}
	return (at) => {
		const [, sign, hours, minutes, seconds] = OFFSET_AT_END.exec(format.format(at)) ?? [];
		if (sign === undefined) return 0;
		const distance =
			(Number(hours) * 60 + Number(minutes)) * MINUTE_MS + Number(seconds ?? 0) * 1_000;
		return sign === '-' ? -distance : distance;
	};
}
