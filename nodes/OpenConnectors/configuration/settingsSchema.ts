import { z } from 'zod';
import type { JsonValue } from '../core/page';
import { parseDuration } from './duration';
import type { ResourceSettings } from './language';
import { fieldPathProblem } from './repairs';
import { countFrom, misfit, resourceSchema } from './schema';
import { isObject, type JsonObject } from './value';

/*
 * The shape of the language, see language.ts: what Open Connectors documents, and the keys that other
 * APIs need. Each message says what to write.
 */

const text = (example: string) =>
	z.custom<string>((value) => typeof value === 'string' && value.trim() !== '', {
		message: `expected text in quotes, for example ${JSON.stringify(example)}`,
	});

const word = <Word extends string>(...words: readonly Word[]) =>
	z.custom<Word>((value) => words.some((known) => known === value), {
		message: `expected one of ${words.join(', ')}`,
	});

/** `data[*].item` takes one value out of each entry, `links[rel=next].href` chooses one. */
const isFieldPath = (value: unknown) =>
	typeof value === 'string' &&
	value.trim() !== '' &&
	fieldPathProblem(value.replace(/\[(?:\*|[^'"[\]=]+=[^'"[\]=]+)\]/g, '')) === undefined;

const fieldPath = z.custom<string>(isFieldPath, {
	message: 'expected the path of a field, for example data.items',
});

const fieldPaths = z.custom<string | readonly string[]>(
	(value) =>
		Array.isArray(value) ? value.length > 0 && value.every(isFieldPath) : isFieldPath(value),
	{ message: 'expected the path of a field, or a list of some, for example ["id","version"]' },
);

const fieldList = z.custom<readonly string[]>(
	(value) => Array.isArray(value) && value.every(isFieldPath),
	{ message: 'expected a list of fields, for example ["last_seen"]' },
);

const duration = z.custom<string>(
	(value) => typeof value === 'string' && (parseDuration(value) ?? 0) > 0,
	{ message: 'expected an ISO 8601 duration, for example PT1S, PT5M or P30D' },
);

const flag = z.custom<boolean>((value) => typeof value === 'boolean', {
	message: 'expected true or false',
});

const json = z.custom<JsonValue>((value) => value !== undefined, { message: 'expected a value' });

const jsonList = z.custom<readonly JsonValue[]>(
	(value) => Array.isArray(value) && value.length > 0,
	{
		message: 'expected a list of values, for example ["deleted"]',
	},
);

const answerTest = { field: fieldPath, header: text('x-error'), equals: json, absent: flag };

const paged = {
	in: word('query', 'body', 'header'),
	limitParam: text('limit'),
	hasMoreField: fieldPath,
	endField: fieldPath,
};

const totals = {
	totalField: fieldPath,
	totalHeader: text('x-total-count'),
	totalPagesField: fieldPath,
	totalPagesHeader: text('x-total-pages'),
};

/** Keys that have to be there, and keys that may. */
const strict = (needed: z.ZodRawShape, optional: z.ZodRawShape) =>
	z.object(optional).partial().extend(needed).strict();

const PAGING: Readonly<Record<string, z.ZodTypeAny>> = {
	none: strict({ type: word('none') }, {}),
	page_number: strict(
		{ type: word('page_number'), pageParam: text('page') },
		{ ...paged, ...totals, firstPage: countFrom(0, 1), maximumPage: countFrom(1, 300) },
	),
	offset: strict(
		{ type: word('offset'), offsetParam: text('offset') },
		{ ...paged, ...totals, firstOffset: countFrom(0, 0), maximumOffset: countFrom(1, 10_000) },
	),
	cursor: strict(
		{ type: word('cursor'), cursorParam: text('cursor') },
		{
			...paged,
			cursorField: fieldPath,
			cursorHeader: text('x-next-page'),
			lastRecordField: fieldPath,
			cursorUrl: text('/list/continue'),
			alone: flag,
			maximumOffset: countFrom(1, 10_000),
		},
	),
	link: strict(
		{ type: word('link') },
		{ ...paged, linkField: fieldPaths, linkHeader: text('link') },
	),
};

/** For a paging of no known type. */
const NO_PAGING = z.object({
	type: word('none', 'page_number', 'offset', 'cursor', 'link'),
});

/** The ways of saying where the next page is, of which a paging has one. */
const POINTERS: Readonly<Record<string, readonly string[]>> = {
	cursor: ['cursorField', 'cursorHeader', 'lastRecordField'],
	link: ['linkField', 'linkHeader'],
};

function pagingSchema(given: unknown): z.ZodTypeAny {
	if (!isObject(given)) {
		return z.custom(isObject, {
			message: 'expected an object, for example {"type":"offset","offsetParam":"offset"}',
		});
	}
	const type = String(given.type);
	const pointers = POINTERS[type] ?? [];
	return (new Map(Object.entries(PAGING)).get(type) ?? NO_PAGING).refine(
		() => pointers.length === 0 || pointers.filter((key) => key in given).length === 1,
		{ message: `expected one of ${pointers.join(', ')}` },
	);
}

const settingsSchema = resourceSchema
	.extend({
		method: word('GET', 'POST'),
		headers: z.record(z.string(), text('application/json'), {
			message: 'expected an object of texts, for example {"Accept":"application/json"}',
		}),
		body: json,
		idField: fieldPaths,
		recordsField: fieldPath,
		record: fieldPath,
		order: word('ascending', 'descending', 'unknown'),
		granularity: duration,
		since: z.object({ granularity: duration, inclusive: flag }).partial().strict(),
		retention: duration,
		step: duration,
		watch: word('dates', 'snapshot'),
		deleted: strict({ field: fieldPath }, { values: jsonList }),
		volatile: fieldList,
		values: z.record(z.string(), jsonList),
		errors: z.array(
			strict(
				{ action: word('retry', 'fail', 'ignore') },
				{ ...answerTest, status: countFrom(100, 200), messageField: fieldPath },
			),
		),
		rateLimit: strict({ requests: countFrom(1, 10), per: duration }, { pause: duration }),
		none: strict({}, answerTest),
	})
	.partial()
	.strict();

/** All keys of the language. */
export const SETTINGS_KEYS: readonly string[] = [...Object.keys(settingsSchema.shape), 'paging'];

/** @throws ConfigurationError naming the first value that does not fit, and what to write */
export function checkShape(
	name: string,
	value: JsonObject,
): asserts value is ResourceSettings & JsonObject {
	const schema =
		value.paging === undefined
			? settingsSchema
			: settingsSchema.extend({ paging: pagingSchema(value.paging) });
	const result = schema.safeParse(value);
	if (!result.success) throw misfit(name, value, result.error);
}
