import { randomBytes } from 'node:crypto';

/** A number in [0, 1) that depends on `value` and `seed` alone. */
export const hashToUnit = (value: number, seed = 0): number => {
	let mixed = Math.imul(value ^ (seed * 0x9e3779b1), 0x85ebca6b);
	mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
	return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
};

/** Reproducible random choices: the same seed draws the same things on every machine (mulberry32). */
export class Draw {
	private state: number;

	constructor(seed: number) {
		this.state = seed >>> 0;
	}

	/** Another that goes on as this one does. */
	copy(): Draw {
		return new Draw(this.state);
	}

	/** The next number in [0, 1). */
	unit(): number {
		this.state = (this.state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	}

	/** A whole number, both ends included. */
	int(min: number, max: number): number {
		return min + Math.floor(this.unit() * (max - min + 1));
	}

	chance(share: number): boolean {
		return this.unit() < share;
	}

	/** One of a list that is not empty. */
	pick<T>(list: readonly [T, ...T[]] | readonly T[]): T {
		return list[this.int(0, list.length - 1)];
	}

	digits(count: number): string {
		return Array.from({ length: count }, () => this.int(0, 9)).join('');
	}

	/** Text in the form of a version 4 UUID, as the providers' keys and tokens are. */
	uuid(): string {
		const hex = (count: number) =>
			Array.from({ length: count }, () => this.int(0, 15).toString(16)).join('');
		return `${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)}`;
	}
}

/** Draws that nobody can foresee or work out from what was drawn before. */
class SecureDraw extends Draw {
	override unit(): number {
		return randomBytes(4).readUInt32BE() / 2 ** 32;
	}
}

/** Gives the draw for the secrets of one part of the sandbox; `salt` keeps the parts apart. */
export type SecretDraw = (salt: number) => Draw;

/** The same secrets in every run: for tests. */
export const seededSecrets =
	(seed: number): SecretDraw =>
	(salt) =>
		new Draw(seed + salt);

/**
 * Secrets that no other program of the machine can know. Not even a random seed would do: its 32 bits can be
 * found by trying, from a request id or any other text drawn from it.
 */
export const privateSecrets: SecretDraw = () => new SecureDraw(0);
