import { readDates } from './dateSettings';
import type { ResourceSettings } from './language';
import { checkDates } from './schema';
import { checkShape } from './settingsSchema';
import { ConfigurationError } from './types';
import { readTemplate, readUrl } from './urlSetting';
import { describe, isObject } from './value';

/**
 * Checks one resource of the language, its templates, dates and paths included: what is returned can
 * be used.
 *
 * @throws ConfigurationError that names the path, what was found there and what to write
 */
export function checkSettings(name: string, value: unknown): ResourceSettings {
	if (!isObject(value)) {
		throw new ConfigurationError(
			name,
			`found ${describe(value)}; expected an object, for example {"url":"/contacts","idField":"id"}`,
		);
	}
	checkShape(name, value);
	const dates = readDates(
		name,
		checkDates(`${name}.datesConfiguration`, { ...value.datesConfiguration }),
		true,
		[],
	);
	const format = (dates.updated ?? dates.created)?.format;
	readUrl(name, value.url, format, []);
	for (const [key, text] of textsIn({ headers: value.headers, body: value.body }))
		readTemplate(`${name}.${key}`, text, format);
	checkTogether(name, value);
	return value;
}

function checkTogether(name: string, { method, body, order, paging }: ResourceSettings): void {
	if (body !== undefined && method !== 'POST')
		throw new ConfigurationError(`${name}.method`, `found ${describe(method)}; a body takes POST`);
	const isBounded = paging !== undefined && ('maximumOffset' in paging || 'maximumPage' in paging);
	if (isBounded && order !== 'ascending') {
		throw new ConfigurationError(
			`${name}.order`,
			`found ${describe(order)}; a maximum of pages takes ascending, as the list goes on from the last date read`,
		);
	}
}

/** All texts in a value, with the path of each. */
function textsIn(value: unknown): ReadonlyArray<readonly [path: string, text: string]> {
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, part]) =>
		typeof part === 'string'
			? [[key, part] as const]
			: textsIn(part).map(([path, text]) => [`${key}.${path}`, text] as const),
	);
}
