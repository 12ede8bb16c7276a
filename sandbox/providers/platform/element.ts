import type { Listing } from '../../listing';
import { Refusal } from '../../mount';
import type { Lateness, RecordVersion, World } from '../../world';
import type { Condition } from './where';

export interface ElementQuery {
	readonly conditions: readonly Condition[];
	readonly skip: number;
	readonly top: number;
	/** From `orderBy`; without it the provider's own order. */
	readonly order?: (one: RecordVersion, other: RecordVersion) => number;
	readonly lateness?: Lateness;
}

/** One connector of the platform with one instance of it: what it knows of its provider. */
export interface PlatformElement {
	readonly key: string;
	readonly name: string;
	readonly hub: string;
	readonly world: World;
	readonly resources: readonly string[];
	/** What the world calls a resource; absent: the same. */
	inWorld?(resource: string): string;
	/** Records a page by default and at most. */
	readonly pageSize: { readonly standard: number; readonly maximum: number };
	/** Translates the conditions into the provider's parameters; throws the provider's `Refusal` where it cannot. */
	list(resource: string, query: ElementQuery): Listing;
}

/**
 * A refusal by the platform itself. Any other refusal met behind it is the provider's and is told as
 * `providerMessage`.
 */
export class PlatformRefusal extends Refusal {
	override readonly name = 'PlatformRefusal';
}
