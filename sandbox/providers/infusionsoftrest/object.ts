import type { EpochMs } from '../../clock';
import type { JsonRecord, JsonValue } from '../../json';
import type { Draw } from '../../random';
import type { Surroundings } from '../../world';

/** Draws what a person would enter; shared by both versions of the API, which write it in their own ways. */
export type FieldMaker = (draw: Draw, near: Surroundings) => JsonRecord;

/** A record about to be written by one version of the API. */
export interface Parts {
	readonly id: string;
	readonly fields: JsonRecord;
	/** Stamps in the form of the version. */
	readonly created: string;
	readonly updated: string;
	/** The instants behind them, before they were rounded. */
	readonly createdAt: EpochMs;
	readonly updatedAt: EpochMs;
	/** An instant kept in a field, in the form of the version. */
	time(at: JsonValue): string | null;
}

/** Dates a filter may look at; `own` is what the record is about: when it is due, paid, held. */
export type DateOf = 'created' | 'updated' | 'own';

/** Settings that decide a date the documents leave open. */
export type DateSetting = 'ordersSince' | 'tasksSince' | 'notesSince' | 'paymentsSince';

export type Filter =
	/** Equality; `prefix` lets a `*` end the value, `contains` looks anywhere. */
	| { readonly kind: 'text'; readonly field: string; readonly match?: 'prefix' | 'contains' }
	/** Comparison of numbers, `id` meaning the record's. */
	| { readonly kind: 'number'; readonly field: string }
	/** One of a comma-separated list of ids. */
	| { readonly kind: 'ids' }
	/** `true` or `false`; whether the field is set, or as it says. */
	| { readonly kind: 'boolean'; readonly field: string }
	| {
			readonly kind: 'since' | 'until';
			readonly date: DateOf | DateSetting;
			/** Documented as "on or after": no setting changes it. */
			readonly inclusive?: true;
	  }
	/** A parameter that is understood and changes nothing here. */
	| { readonly kind: 'any' };

export type Filters = Readonly<Record<string, Filter>>;

export type SortKey = 'id' | 'created' | 'updated' | 'own' | `field:${string}`;

export interface Face {
	/** Address below the version. */
	readonly path: string;
	/** Name of the list in the body. */
	readonly key: string;
	readonly filters: Filters;
	readonly orders: Readonly<Record<string, SortKey>>;
	/** Whether there is no `/{path}/{id}` with the record as its body. */
	readonly listOnly?: true;
	record(parts: Parts): JsonRecord;
}

export interface V1Face extends Face {
	/** Fields that come only when `optional_properties` names them. */
	readonly optional?: readonly string[];
	/** Lists carry a `sync_token`. */
	readonly syncToken?: true;
}

export interface V2Face extends Face {
	/** Fields that come only when `fields` names them. */
	readonly optional?: readonly string[];
	/** `fields` lists what is wanted, or what is wanted on top of the rest. */
	readonly fields?: 'select' | 'add';
	/** Documented fields that the records here do not have: `fields` may name them. */
	readonly blank?: readonly string[];
	/** The largest `page_size`; 1000 unless said. */
	readonly maximum?: number;
	/** Stamps as in the examples of the specification that differ from the others. */
	readonly stamps?: 'offset';
	/** The list says how many there are, under this name. */
	readonly countKey?: string;
}

/** One kind of record: what it holds and how each version of the API shows it. */
export interface KeapObject {
	/** Name of the resource in the world. */
	readonly resource: string;
	readonly firstId: number;
	/** How many old records a fresh account holds. */
	readonly seeded: number;
	/**
	 * Field that carries the number of the change: a text gets it at its end, any other value is
	 * replaced by it.
	 */
	readonly numberField: string;
	/** The names that field has in records, of any version. */
	readonly numberNames: readonly string[];
	/** Fields an edit may change, blank between; none: nobody edits these. */
	readonly edited: string;
	readonly make: FieldMaker;
	/** Field with the instant the record is about; while that is null, it has none or that of its creation. */
	readonly ownDate?: { readonly field: string; readonly orCreated?: true };
	readonly v1?: V1Face;
	readonly v2?: V2Face;
}

export const text = (value: JsonValue): string | null =>
	value === null || value === undefined ? null : String(value);

export const linkTo = (near: Surroundings, resource: string): number | null => {
	const id = near.anyId(resource);
	return id === undefined ? null : Number(id);
};

const DAY_MS = 86_400_000;

export const daysFrom = (draw: Draw, near: Surroundings, from: number, to: number): EpochMs =>
	near.now + draw.int(from, to) * DAY_MS;

/** An amount of money, cents after the point. */
export const drawAmount = (draw: Draw): number => draw.int(2_00, 900_00) / 100;

/** Money as v2 writes it. */
export const toCurrency = (amount: JsonValue): JsonRecord => ({
	amount: Math.round(Number(amount) * 100),
	currency_code: 'USD',
	formatted_amount: `$${Number(amount).toFixed(2)}`,
});

export const SENTENCES = [
	'Asked for a call next week.',
	'Prefers e-mail to the telephone.',
	'Wants the offer in writing.',
	'Met at the trade fair; interested in the large model.',
	'Waiting for the purchase order.',
];

export const SUBJECTS = [
	'Quarterly review',
	'Renewal of the service contract',
	'Delivery of spare parts',
	'Demonstration on site',
	'Question about an invoice',
	'Introduction to the new team',
];

/** Parameters of v2 lists that every list of contacts' belongings has. */
export const CONTACT_FILTER: Filters = { contact_id: { kind: 'text', field: 'contact_id' } };
