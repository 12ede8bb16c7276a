import { quote } from '../core/text';
import { MANY_SLIPS, nearestKey } from './keys';
import { PART_KEYS, SETTINGS_KEYS } from './settingsSchema';
import { ConfigurationError } from './types';

/** How the objects inside a resource look. */
export const EXAMPLES: Readonly<Record<string, string>> = {
	datesConfiguration: '{"updatedDateField":"updated_at","updatedDateFormat":"milliseconds"}',
	paging: '{"type":"offset","offsetParam":"offset","limitParam":"limit"}',
	since: '{"granularity":"P1D","inclusive":false}',
	deleted: '{"field":"status","values":["deleted"]}',
	rateLimit: '{"requests":10,"per":"PT1M"}',
	none: '{"field":"data","equals":null}',
	errors: '[{"status":200,"field":"ok","equals":false,"action":"fail"}]',
	headers: '{"Accept":"application/json"}',
};

/** Words of other tools, and names that suggest themselves, in lower case: what they are called here. */
const OTHER_TONGUES: Readonly<Record<string, readonly string[]>> = {
	code: ['status'],
	condition: ['field'],
	cursorpath: ['updatedDateField'],
	dataselector: ['recordsField'],
	endpoint: ['url'],
	fieldpath: ['recordsField'],
	interval: ['per'],
	json: ['body'],
	lag: ['pollDelay'],
	limit: ['pageSize', 'requests'],
	lookback: ['pollDelay'],
	lookbackwindow: ['pollDelay'],
	message: ['messageField'],
	pagination: ['paging'],
	paginator: ['paging'],
	path: ['url', 'field'],
	primarykey: ['idField'],
	primarykeys: ['idField'],
	recordspath: ['recordsField'],
	replicationkey: ['updatedDateField'],
	requestbody: ['body'],
	responsefilters: ['errors'],
	responsepath: ['recordsField'],
	roworder: ['order'],
	sort: ['order'],
	value: ['equals', 'values'],
};

/** Read, and never what somebody means who writes something else. */
const NEVER_MEANT: ReadonlySet<string> = new Set(['xPath']);

/**
 * The error for a key that is not known, with the one that was probably meant.
 *
 * @param keys that are known there
 * @param listed the keys to list when none is near
 */
export function unknownKey(
	path: string,
	key: string,
	keys: readonly string[],
	listed: readonly string[],
): ConfigurationError {
	const advice = meantHere(key, keys) ?? meantElsewhere(key, keys);
	return new ConfigurationError(
		`${path}.${quote(key)}`,
		`"${quote(key)}" is not known: ${advice ?? `leave it out, or write one of ${listed.join(', ')}`}`,
	);
}

function meantHere(key: string, keys: readonly string[]): string | undefined {
	if (keyOwners(key).length > 0) return undefined;
	const words = new Map(Object.entries(OTHER_TONGUES)).get(key.toLowerCase().replace(/[-_]/g, ''));
	const meant = [
		nearest(key, keys),
		// `limit` for `limitParam`.
		...keys.filter((known) => known === `${key}Field` || known === `${key}Param`),
		...keys.filter((known) => words?.includes(known)),
	].filter((known) => known !== undefined);
	const names = [...new Set(meant)].map((known) => `"${known}"`).join(' or ');
	return names === '' ? undefined : `did you mean ${names}?`;
}

function meantElsewhere(key: string, keys: readonly string[]): string | undefined {
	const [owner] = keyOwners(key);
	const near = LEVELS.filter(([, others]) => others !== keys).flatMap(([name, others]) => {
		const known = nearest(key, others);
		return known === undefined ? [] : [[name, known] as const];
	})[0];
	const [name, known] = owner === undefined ? (near ?? []) : [owner, key];
	if (name === undefined) return undefined;
	return name === ''
		? `did you mean "${known}", beside "url"?`
		: `did you mean "${known}", inside "${name}"? Write "${name}": ${EXAMPLES[name]}`;
}

const LEVELS: ReadonlyArray<readonly [name: string, keys: readonly string[]]> = [
	['', SETTINGS_KEYS],
	...Object.entries(PART_KEYS),
];

/** The objects that have a key of exactly this name. */
function keyOwners(key: string): readonly string[] {
	return LEVELS.filter(([, keys]) => keys.includes(key)).map(([name]) => name);
}

function nearest(key: string, keys: readonly string[]): string | undefined {
	return nearestKey(
		key,
		keys.filter((known) => !NEVER_MEANT.has(known)),
		MANY_SLIPS,
	);
}
