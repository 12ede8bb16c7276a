import { z } from 'zod';
import { describeAt } from './secrets';
import { ConfigurationError } from './types';
import { isObject, type JsonObject } from './value';

/**
 * The shapes of `event.poller.configuration` as Open Connectors documents them. Keys that are not
 * given, null or blank are taken out before. zod is n8n's, of major version 3 or 4.
 * Source: https://help.openconnectors.ext.hana.ondemand.com/home/element-builder-setup-events
 */

export const text = (example: string) =>
	z.string({
		message: `expected text in quotes, for example ${JSON.stringify(example)}`,
	});

/** Numbers are documented as numbers and sent as numeric strings as well. */
export const countFrom = (least: number, example: number, most = Infinity) => {
	const range = most === Infinity ? `${least} on` : `${least} to ${most}`;
	return z
		.unknown()
		.refine((value) => isWholeNumber(value) && Number(value) >= least && Number(value) <= most, {
			message: `expected a whole number from ${range}, for example ${example}`,
		})
		.transform(Number);
};

function isWholeNumber(value: unknown): boolean {
	return typeof value === 'string' ? /^\s*\d{1,15}\s*$/.test(value) : Number.isSafeInteger(value);
}

export const flag = z
	.unknown()
	.refine((value) => typeof value === 'boolean' || /^(?:true|false)$/i.test(toText(value)), {
		message: 'expected true or false, for example true',
	})
	.transform((value) => toText(value).toLowerCase() === 'true');

function toText(value: unknown): string {
	return typeof value === 'string' || typeof value === 'boolean' ? String(value).trim() : '';
}

/** The date keys in the documentation's spelling; {@link DATE_ALIASES} lead to them. */
export const datesSchema = z
	.object({
		updatedDateField: text('updated_at'),
		updatedDateFormat: text("yyyy-MM-dd'T'HH:mm:ssXXX"),
		updatedDateTimezone: text('GMT'),
		createdDateField: text('created_at'),
		createdDateFormat: text("yyyy-MM-dd'T'HH:mm:ssXXX"),
		createdDateTimezone: text('GMT'),
		createdCheckTolerance: countFrom(0, 10),
	})
	.partial()
	.strict();

export const resourceSchema = z
	.object({
		url: text('/hubs/crm/contacts'),
		idField: text('id'),
		xPath: text('id'),
		datesConfiguration: z.record(z.string(), z.unknown(), {
			message:
				'expected an object, for example {"updatedDateField":"updated_at","updatedDateFormat":"milliseconds"}',
		}),
		filterByUpdatedDate: flag,
		filterByCurrentDate: flag,
		createdCheckTolerance: countFrom(0, 10),
		volatile: z.array(text('lastSeen'), {
			message: 'expected a list of field names, for example ["lastSeen"]',
		}),
		pageSize: countFrom(1, 100),
		pollDelay: countFrom(0, 30),
	})
	.partial();

export type DatesShape = z.infer<typeof datesSchema>;

export const RESOURCE_KEYS: readonly string[] = Object.keys(resourceSchema.shape);
export const DATE_KEYS: readonly string[] = Object.keys(datesSchema.shape);

/**
 * Spellings found in published configurations, in lower case, and the documented key they mean:
 * `updatedAtField` and `updateDateField` for `updatedDateField`. Letter case never matters.
 */
export const DATE_ALIASES: Readonly<Record<string, string>> = Object.fromEntries(
	DATE_KEYS.flatMap((key) =>
		['dAt', 'Date'].map((other) => [key.replace('dDate', other).toLowerCase(), key]),
	),
);

export const RESOURCE_ALIASES: Readonly<Record<string, string>> = {
	filterbyupdatedate: 'filterByUpdatedDate',
};

/** Keys of the platform's successor, which lists them without saying what they do. */
export const SUCCESSOR_KEYS: ReadonlySet<string> = new Set([
	'batchSize',
	'postHooks',
	'postHookPipelines',
	'useLastPollDate',
	'useHydrationBeforePostHooks',
	'objectName',
	'parameters',
]);

export type ResourceShape = z.infer<typeof resourceSchema>;

/** A check that throws a ConfigurationError naming the first value that does not fit. */
function checkOf<Schema extends z.ZodTypeAny>(schema: Schema) {
	return (path: string, value: JsonObject): z.infer<Schema> => {
		const result = schema.safeParse(value);
		if (result.success) return result.data;
		throw misfit(path, value, result.error);
	};
}

export const checkResource = checkOf(resourceSchema);
export const checkDates = checkOf(datesSchema);

export function misfit(
	path: string,
	value: JsonObject,
	{ issues: [issue] }: z.ZodError,
): ConfigurationError {
	const at = [path, ...issue.path.map(String)].join('.');
	const found = issue.path.reduce<unknown>(
		(part, key) => (isObject(part) || Array.isArray(part) ? Object(part)[key] : undefined),
		value,
	);
	return new ConfigurationError(at, `found ${describeAt(at, found)}; ${issue.message}`);
}
