import { z } from 'zod';
import type { JsonValue } from '../core/page';
import { parseDuration } from './duration';
import { isPathOf } from './paths';
import { countFrom, datesSchema, flag, misfit, resourceSchema } from './schema';
import type { JsonObject } from './value';

/*
 * The shape of the whole language, see language.ts: what Open Connectors documents, and the keys that
 * other APIs need. Each message says what to write. Users' configurations and the definitions of the
 * connectors are checked by it.
 */

const text = (example: string) =>
	z.custom<string>((value) => typeof value === 'string' && value.trim() !== '', {
		message: `expected text in quotes, for example ${JSON.stringify(example)}`,
	});

const texts = (example: string) =>
	z.custom<string | readonly string[]>(
		(value) => [value].flat().length > 0 && [value].flat().every(isText),
		{ message: `expected the path of a field, or a list of some, for example ${example}` },
	);

function isText(value: unknown): value is string {
	return typeof value === 'string' && value.trim() !== '';
}

/** One of some words, in any letter case. */
const word = <Word extends string>(...words: readonly Word[]) => {
	const meant = (value: unknown) =>
		words.find((known) => typeof value === 'string' && known.toLowerCase() === value.toLowerCase());
	return z
		.unknown()
		.refine((value) => meant(value) !== undefined, {
			message: `expected one of ${words.join(', ')}`,
		})
		.transform((value): Word => meant(value) ?? words[0]);
};

const path = (kind: Parameters<typeof isPathOf>[0], example: string) =>
	z.custom<string>((value) => isPathOf(kind, value), {
		message: `expected the path of a field, for example ${example}`,
	});

const answerPath = path('answer', 'meta.next');

const linkPaths = z.custom<string | readonly string[]>(
	(value) => [value].flat().length > 0 && [value].flat().every((part) => isPathOf('link', part)),
	{ message: 'expected the path of a field, or a list of some, for example links[rel=next].href' },
);

const duration = z.custom<string>(
	(value) => typeof value === 'string' && (parseDuration(value) ?? 0) > 0,
	{ message: 'expected an ISO 8601 duration, for example PT1S, PT5M or P30D' },
);

const json = z.custom<JsonValue>((value) => value !== undefined, { message: 'expected a value' });

const list = <Entry>(isEntry: (value: unknown) => value is Entry, example: string) =>
	z.custom<readonly Entry[]>(
		(value) => Array.isArray(value) && value.length > 0 && value.every(isEntry),
		{ message: `expected a list of values, for example ${example}` },
	);

const isAnything = (value: unknown): value is JsonValue => value !== undefined;
const isTextOrNumber = (value: unknown): value is string | number =>
	isText(value) || Number.isFinite(value);

/** Keys that have to be there, and keys that may. */
const strict = <Needed extends z.ZodRawShape, May extends z.ZodRawShape>(
	needed: Needed,
	may: May,
) => z.object(may).partial().extend(needed).strict();

const answerTest = { field: answerPath, header: text('x-error'), equals: json, absent: flag };

const paged = {
	in: word('query', 'body', 'header'),
	limitParam: text('limit'),
	hasMoreField: answerPath,
	endField: answerPath,
};
const total = { totalField: answerPath, totalHeader: text('x-total-count') };
const maximumOffset = countFrom(1, 10_000);

const PAGING = {
	none: strict({ type: z.literal('none') }, {}),
	page_number: strict(
		{ type: z.literal('page_number'), pageParam: text('page') },
		{
			...paged,
			...total,
			totalPagesField: answerPath,
			totalPagesHeader: text('x-total-pages'),
			firstPage: countFrom(0, 1),
			maximumPage: countFrom(1, 300),
		},
	),
	offset: strict(
		{ type: z.literal('offset'), offsetParam: text('offset') },
		{ ...paged, ...total, firstOffset: countFrom(0, 0), maximumOffset },
	),
	cursor: strict(
		{ type: z.literal('cursor'), cursorParam: text('cursor') },
		{
			...paged,
			cursorField: answerPath,
			cursorHeader: text('x-next-page'),
			lastRecordField: answerPath,
			cursorUrl: text('/list/continue'),
			alone: flag,
			maximumOffset,
		},
	),
	link: strict(
		{ type: z.literal('link') },
		{ ...paged, linkField: linkPaths, linkHeader: text('link') },
	),
};

const errorRule = strict(
	{ action: word('retry', 'fail', 'ignore') },
	{ ...answerTest, status: countFrom(100, 429, 599), messageField: answerPath },
);
const parts = {
	datesConfiguration: datesSchema.extend({ updatedDateField: texts('["updated_at"]') }).partial(),
	since: strict({}, { granularity: duration, inclusive: flag }),
	deleted: strict({ field: path('record', 'status') }, { values: list(isAnything, '["deleted"]') }),
	rateLimit: strict({ requests: countFrom(1, 10), per: duration }, { pause: duration }),
	none: strict({}, answerTest),
};

const settingsSchema = resourceSchema
	.extend({
		...parts,
		method: word('GET', 'POST'),
		headers: z.record(z.string(), text('application/json'), {
			message: 'expected an object of texts, for example {"Accept":"application/json"}',
		}),
		body: json,
		idField: texts('["id","version"]'),
		recordsField: path('list', 'data.items'),
		record: path('answer', 'data.object'),
		paging: z.discriminatedUnion('type', [
			PAGING.none,
			PAGING.page_number,
			PAGING.offset,
			PAGING.cursor,
			PAGING.link,
		]),
		order: word('ascending', 'descending', 'unknown'),
		granularity: duration,
		retention: duration,
		step: duration,
		watch: word('dates', 'snapshot'),
		volatile: z.array(path('record', 'last_seen'), {
			message: 'expected a list of fields, for example ["last_seen"]',
		}),
		values: z.record(
			z.string(),
			list(isTextOrNumber, '["a","b"]').transform((values) => values.map(String)),
			{ message: 'expected an object of lists, for example {"repo":["a","b"]}' },
		),
		errors: z.array(errorRule, { message: 'expected a list of rules' }),
	})
	.partial()
	.strict();

export type SettingsShape = z.infer<typeof settingsSchema>;
export type PagingType = keyof typeof PAGING;

/** All keys of a resource. */
export const SETTINGS_KEYS: readonly string[] = Object.keys(settingsSchema.shape);

/** The keys of the objects inside a resource, those of all ways of paging together. */
export const PART_KEYS: Readonly<Record<string, readonly string[]>> = {
	...Object.fromEntries(
		Object.entries(parts).map(([name, { shape }]) => [name, Object.keys(shape)] as const),
	),
	errors: Object.keys(errorRule.shape),
	paging: [...new Set(Object.values(PAGING).flatMap(({ shape }) => Object.keys(shape)))],
};

export const PAGING_KEYS: Readonly<Record<PagingType, readonly string[]>> = {
	none: Object.keys(PAGING.none.shape),
	page_number: Object.keys(PAGING.page_number.shape),
	offset: Object.keys(PAGING.offset.shape),
	cursor: Object.keys(PAGING.cursor.shape),
	link: Object.keys(PAGING.link.shape),
};

/** @throws ConfigurationError naming the first value that does not fit, and what to write */
export function checkShape(name: string, value: JsonObject): SettingsShape {
	const result = settingsSchema.safeParse(value);
	if (result.success) return result.data;
	throw misfit(name, value, result.error);
}
