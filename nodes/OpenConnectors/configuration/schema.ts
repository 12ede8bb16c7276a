import { z } from 'zod';

/**
 * The shapes of `event.poller.configuration` as Open Connectors documents them.
 * Source: https://help.openconnectors.ext.hana.ondemand.com/home/element-builder-setup-events
 */

const text = z.string({ invalid_type_error: 'expected text in quotes' });

/** Numbers are documented as numbers and sent as numeric strings as well. */
const countFrom = (least: number) =>
	z
		.unknown()
		.refine((value) => isWholeNumber(value) && Number(value) >= least, {
			message: 'expected a whole number, for example 100',
		})
		.transform(Number);

function isWholeNumber(value: unknown): boolean {
	return typeof value === 'string' ? /^\s*\d+\s*$/.test(value) : Number.isSafeInteger(value);
}

const flag = z
	.union([z.boolean(), z.enum(['true', 'false'])], {
		errorMap: () => ({ message: 'expected true or false' }),
	})
	.transform((value) => value === true || value === 'true');

/** The date keys in the documentation's spelling; {@link DATE_ALIASES} lead to them. */
export const datesSchema = z
	.object({
		updatedDateField: text,
		updatedDateFormat: text,
		updatedDateTimezone: text,
		createdDateField: text,
		createdDateFormat: text,
		createdDateTimezone: text,
		createdCheckTolerance: countFrom(0),
	})
	.partial()
	.passthrough();

export const resourceSchema = z
	.object({
		url: text,
		idField: text,
		xPath: text,
		datesConfiguration: z.record(z.unknown(), {
			invalid_type_error: 'expected an object with updatedDateField and its like',
		}),
		filterByUpdatedDate: flag,
		filterByCurrentDate: flag,
		createdCheckTolerance: countFrom(0),
		pageSize: countFrom(1),
		pollDelay: countFrom(0),
	})
	.partial()
	.passthrough();

export type ResourceShape = z.infer<typeof resourceSchema>;
export type DatesShape = z.infer<typeof datesSchema>;

/**
 * Spellings found in published configurations, in lower case, and the documented key they mean.
 * Letter case never matters.
 */
export const DATE_ALIASES: Readonly<Record<string, keyof DatesShape & string>> = {
	updatedatfield: 'updatedDateField',
	updatedatformat: 'updatedDateFormat',
	updatedattimezone: 'updatedDateTimezone',
	createdatfield: 'createdDateField',
	createdatformat: 'createdDateFormat',
	createdattimezone: 'createdDateTimezone',
	updatedatetimezone: 'updatedDateTimezone',
};

export const RESOURCE_ALIASES: Readonly<Record<string, keyof ResourceShape & string>> = {
	filterbyupdatedate: 'filterByUpdatedDate',
};
