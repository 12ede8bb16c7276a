import type { JsonValue } from '../core/page';
import { quote } from '../core/text';
import { valueOfJson } from '../core/json';
import { DEFAULTS_KEY } from './contentKeys';
import { readDates, withDates } from './dateSettings';
import type { ResourceSettings } from './language';
import { isPathOf } from './paths';
import { repairPath } from './repairs';
import { noteNeedless } from './resource';
import { noteSecretsInBody, refuseSecretHeaders } from './secrets';
import { withDefaults } from './defaults';
import { checkPagingKeys, sortSettings } from './settingsKeys';
import { checkTogether } from './settingsRules';
import { checkShape } from './settingsSchema';
import {
	ConfigurationError,
	repairNotices,
	type Notice,
	type ResourceConfiguration,
} from './types';
import { readTemplate } from './urlSetting';
import type { UrlTemplate } from './urlTemplate';
import { describe, isObject, optional, type JsonObject } from './value';
import { readWholeUrl } from './wholeUrl';

/**
 * Reads one entry of `event.poller.configuration`, written in the whole language.
 *
 * @param defaults sorted, see {@link sortDefaults}
 * @throws ConfigurationError
 */
export function readWholeResource(
	name: string,
	value: unknown,
	notices: Notice[],
	defaults?: JsonObject,
): ResourceConfiguration {
	const own = sortSettings(name, value, notices);
	try {
		return readSorted(name, withDefaults(own, defaults), notices);
	} catch (error) {
		throw defaults === undefined ? error : inDefaults(error, name, own, defaults);
	}
}

/** `event.poller.defaults`: keys for all resources. @throws ConfigurationError */
export function sortDefaults(value: unknown, notices: Notice[]): JsonObject {
	return sortSettings(DEFAULTS_KEY, value, notices);
}

/** The same error, where the value that it is about is a default, with the path of that. */
function inDefaults(error: unknown, name: string, own: JsonObject, defaults: JsonObject): unknown {
	if (!(error instanceof ConfigurationError) || !error.path.startsWith(`${name}.`)) return error;
	const path = error.path.slice(name.length + 1);
	const steps = path.split('.');
	if (valueAt(own, steps) !== undefined || valueAt(defaults, steps) === undefined) return error;
	return new ConfigurationError(`${DEFAULTS_KEY}.${path}`, error.problem);
}

function valueAt(value: unknown, steps: readonly string[]): unknown {
	return steps.reduce<unknown>(
		(part, step) => (isObject(part) || Array.isArray(part) ? Object(part)[step] : undefined),
		value,
	);
}

function readSorted(name: string, given: JsonObject, notices: Notice[]): ResourceConfiguration {
	if (isObject(given.paging)) checkPagingKeys(`${name}.paging`, given.paging);
	const { xPath, filterByCurrentDate, createdCheckTolerance, ...shape } = checkShape(name, given);
	const { createdCheckTolerance: inner, ...datesGiven } = shape.datesConfiguration ?? {};
	const tolerance = createdCheckTolerance ?? inner;
	noteNeedless(name, { filterByCurrentDate, createdCheckTolerance: tolerance }, notices);
	const dates = readDates(name, datesGiven, shape.filterByUpdatedDate !== false, notices);
	const settings: ResourceSettings = {
		...shape,
		url: readUrl(name, shape.url, notices),
		...optional('body', readBody(`${name}.body`, shape.body, notices)),
		...optional('idField', readIds(`${name}.idField`, shape.idField ?? xPath, notices)),
		...optional('datesConfiguration', shape.datesConfiguration && withDates(datesGiven, dates)),
	};
	const { headers = {}, body, idField, paging, pollDelay } = settings;
	if (paging?.type === 'cursor' && paging.cursorUrl !== undefined)
		readWholeUrl(`${name}.paging.cursorUrl`, paging.cursorUrl, notices);
	checkHeaders(name, headers);
	noteSecretsInBody(`${name}.body`, body, notices);
	const format = (dates.updated ?? dates.created)?.format;
	const templates = [
		readTemplate(`${name}.url`, settings.url ?? '', format),
		...templatesIn(name, { headers, body }, format),
	];
	checkTogether({ name, settings, templates }, notices);
	return {
		name,
		...optional('url', settings.url),
		...optional('idField', typeof idField === 'string' ? idField : undefined),
		...dates,
		...optional('filterByUpdatedDate', settings.filterByUpdatedDate),
		...optional('volatile', settings.volatile),
		...optional('pageSize', settings.pageSize),
		...optional('pollDelaySeconds', pollDelay),
		settings,
	};
}

function readUrl(name: string, given: string | undefined, notices: Notice[]): string {
	const path = `${name}.url`;
	if (given !== undefined) return readWholeUrl(path, given, notices);
	throw new ConfigurationError(
		path,
		'found nothing; expected the path of the list below the base url of the credential, for example /v1/contacts?updated_since=${gmtDate:yyyy-MM-dd}',
	);
}

const DEEPEST_BODY = 100;

function isShallow(value: unknown, levels: number): boolean {
	if (typeof value !== 'object' || value === null) return true;
	return levels > 0 && Object.values(value).every((part) => isShallow(part, levels - 1));
}

/** JSON that was pasted as text is JSON all the same. */
function readBody(
	path: string,
	given: JsonValue | undefined,
	notices: Notice[],
): JsonValue | undefined {
	if (!isShallow(given, DEEPEST_BODY))
		throw new ConfigurationError(path, `found more than ${DEEPEST_BODY} levels; expected fewer`);
	if (typeof given !== 'string') return given;
	const value = valueOfJson(given);
	if (!isObject(value) && !Array.isArray(value)) {
		throw new ConfigurationError(
			path,
			`found ${describe(given)}; expected the JSON of the request, for example {"filter":{"since":"\${epoch:ms}"}}`,
		);
	}
	notices.push(...repairNotices(path, ['its text is read as the JSON that it holds']));
	const body: JsonValue = JSON.parse(given);
	return readBody(path, body, notices);
}

function readIds(path: string, given: string | readonly string[] | undefined, notices: Notice[]) {
	const read = (text: string): string => {
		const repaired = repairPath(text);
		if (!isPathOf('record', repaired.text)) {
			throw new ConfigurationError(
				path,
				`found ${describe(text)}; expected the path of a field, for example id or customer.id`,
			);
		}
		notices.push(...repairNotices(path, repaired.how));
		return repaired.text;
	};
	return typeof given === 'string' ? read(given) : given?.map(read);
}

const HEADER_NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

function checkHeaders(name: string, headers: Readonly<Record<string, string>>): void {
	refuseSecretHeaders(name, headers);
	for (const [header, text] of Object.entries(headers)) {
		if (HEADER_NAME.test(header) && !/[\r\n\0]/.test(text)) continue;
		throw new ConfigurationError(
			`${name}.headers.${quote(header)}`,
			'found a character that no header can have; expected a name such as Accept and a text of one line',
		);
	}
}

/** Of all texts in a value. */
function templatesIn(
	path: string,
	value: unknown,
	format: string | undefined,
): readonly UrlTemplate[] {
	if (typeof value === 'string') return [readTemplate(path, value, format, true)];
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, part]) =>
		templatesIn(`${path}.${key}`, part, format),
	);
}
