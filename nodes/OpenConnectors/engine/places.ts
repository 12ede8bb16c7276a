/** What a record is remembered by: whole numbers as they are, which costs the least, all else as text. */
export type RecordKey = string | number;

const LEAST_BITS = 6;
/** The place of a name that is not there. */
export const NOWHERE = -1;
const EMPTY = NOWHERE;
/** Something stood here, and a search goes on behind it. */
const LEFT = -2;

/**
 * Where the entries of a {@link SeenCache} stand, by name. Numbers, which most ids are, lie in two flat
 * tables with open addressing: a `Map` of a hundred thousand takes three times as long, as each
 * search leads through several far apart pieces of memory. Texts are left to a `Map`.
 */
export class Places {
	private readonly texts = new Map<string, number>();
	private bits = LEAST_BITS;
	private keys = new Float64Array(1 << LEAST_BITS);
	private values = new Int32Array(1 << LEAST_BITS).fill(EMPTY);
	private numbers = 0;
	/** Slots that are not empty. */
	private taken = 0;

	get size(): number {
		return this.texts.size + this.numbers;
	}

	/** @returns the place, from 0, or {@link NOWHERE} */
	get(name: RecordKey): number {
		if (typeof name === 'string') return this.texts.get(name) ?? NOWHERE;
		const slot = this.slotOf(name);
		return this.keys[slot] === name ? Math.max(this.values[slot], NOWHERE) : NOWHERE;
	}

	set(name: RecordKey, place: number): void {
		if (typeof name === 'string') {
			this.texts.set(name, place);
			return;
		}
		if (this.taken * 2 >= this.keys.length) this.rebuild();
		const slot = this.slotOf(name);
		if (this.values[slot] === EMPTY) this.taken += 1;
		if (this.values[slot] < 0) this.numbers += 1;
		this.keys[slot] = name;
		this.values[slot] = place;
	}

	delete(name: RecordKey): void {
		if (typeof name === 'string') {
			this.texts.delete(name);
			return;
		}
		const slot = this.slotOf(name);
		if (this.values[slot] < 0) return;
		this.values[slot] = LEFT;
		this.numbers -= 1;
	}

	clear(): void {
		this.texts.clear();
		this.allocate(LEAST_BITS);
	}

	/** The slot of a number, or the empty one where it belongs. */
	private slotOf(key: number): number {
		const { keys, values } = this;
		const last = keys.length - 1;
		const mixed = Math.imul((key | 0) ^ ((key / 0x100000000) | 0), 0x9e3779b1);
		let slot = mixed >>> (32 - this.bits);
		while (values[slot] !== EMPTY && keys[slot] !== key) slot = (slot + 1) & last;
		return slot;
	}

	/** Makes room, and leaves out what was deleted. */
	private rebuild(): void {
		const { keys, values } = this;
		const needed = Math.ceil(Math.log2((this.numbers + 1) * 4));
		this.allocate(Math.max(LEAST_BITS, needed));
		for (let slot = 0; slot < keys.length; slot += 1)
			if (values[slot] >= 0) this.set(keys[slot], values[slot]);
	}

	private allocate(bits: number): void {
		this.bits = bits;
		this.keys = new Float64Array(1 << bits);
		this.values = new Int32Array(1 << bits).fill(EMPTY);
		this.numbers = 0;
		this.taken = 0;
	}
}
