import type { EpochMs } from './clock';
import { hashToUnit } from './random';
import type { RecordVersion } from './world';

/** Orders a list may come in. `shuffled` is arbitrary but the same for every page. */
export type ListOrder = 'id' | 'updated' | 'newest' | 'shuffled';

/** A filter "changed since" and the way the provider draws its line. */
export interface SinceFilter {
	readonly instant: EpochMs;
	/** Whether a record stamped exactly at the instant is left out or let in. */
	readonly boundary: 'exclusive' | 'inclusive';
	/** What the provider compares: the stamp, as coarse as it keeps it. */
	stampOf(version: RecordVersion): EpochMs;
}

export interface ListQuery {
	readonly since?: SinceFilter;
	readonly matches?: (version: RecordVersion) => boolean;
	readonly order: (one: RecordVersion, other: RecordVersion) => number;
	readonly skip: number;
	readonly top: number;
}

export interface Listing {
	readonly versions: readonly RecordVersion[];
	/** How many records the query has over all pages. */
	readonly total: number;
	/**
	 * Numbers of the changes this page tells the client of: those on it, and on the first page of an
	 * otherwise unfiltered query those it hides only because the client asked for later ones.
	 */
	readonly shown: readonly number[];
}

/** Compares versions for an order; `visible` comes in order of creation, which is the order of ids. */
export const toOrder = (
	order: ListOrder,
): ((one: RecordVersion, other: RecordVersion) => number) => {
	switch (order) {
		case 'id':
			return () => 0;
		case 'updated':
			return (one, other) => one.updatedAt - other.updatedAt;
		case 'newest':
			return (one, other) => other.updatedAt - one.updatedAt;
		case 'shuffled':
			return (one, other) => hashToUnit(hashText(one.id)) - hashToUnit(hashText(other.id));
	}
};

/** One page of a list. */
export const readListing = (visible: readonly RecordVersion[], query: ListQuery): Listing => {
	const { since, matches, order, skip, top } = query;
	const passes = (version: RecordVersion): boolean => {
		if (!since) return true;
		const stamp = since.stampOf(version);
		return since.boundary === 'inclusive' ? stamp >= since.instant : stamp > since.instant;
	};
	const wanted = matches ? visible.filter(matches) : visible;
	const found = wanted.filter(passes).sort(order);
	const versions = found.slice(skip, skip + top);
	const hidden = matches || skip > 0 ? [] : wanted.filter((version) => !passes(version));
	return {
		versions,
		total: found.length,
		shown: [...versions, ...hidden].map((version) => version.n),
	};
};

/** A number that depends on a text alone. */
export const hashText = (text: string): number =>
	[...text].reduce((hash, letter) => (Math.imul(hash, 31) + (letter.codePointAt(0) ?? 0)) | 0, 7);
