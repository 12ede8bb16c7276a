import type { ResourceConfiguration } from '../configuration/types';
import { decodeLeniently } from '../configuration/encode';
import { parseUrlTemplate, renderText } from '../configuration/urlTemplate';
import { formatDigits } from '../core/digits';
import { parseFieldPath } from '../core/fieldPath';
import { hash53 } from '../core/fingerprint';
import { withoutTrailing } from '../core/text';
import { namesItsZone } from '../dates/dstOverlap';
import type { Zone } from '../dates/zone';
import type { ResourceDefinition } from './definition';
import type { Reading } from './reading';
import type { StreamParameters } from './stream';

/** What a stream reads, see `StreamPlan`. */
export interface Polled {
	readonly configuration: ResourceConfiguration;
	readonly resource?: ResourceDefinition;
	readonly reading: Reading;
	readonly native: readonly string[];
	readonly isOfDeletions?: boolean;
}

/**
 * Names what a stream means, in three parts, so that an edit of the settings is known by what it
 * changes, and not by how it is written:
 *
 * | part | what it stands for |
 * |---|---|
 * | identity | which records: account, resource, id field |
 * | reading | which date tells their versions apart, and how it is read |
 * | filter | which of the records are asked for |
 *
 * Page size, lookback, limits, the beginning and what is copied into events are in none.
 */
export function keyOf(parameters: StreamParameters, plan: Polled): string {
	const { connector, connection } = parameters;
	const { configuration, resource, native, reading, isOfDeletions = false } = plan;
	const { path, filter } = urlOf(parameters, plan);
	const idFields = [configuration.idField ?? resource?.idField ?? []].flat().map(parseFieldPath);
	const listed = native.length > 0 ? filledIn(native.join(' '), parameters) : path;
	return keyFrom([connector, connection, listed, idFields, isOfDeletions], reading, filter);
}

/** The key of an identity, a reading and a filter, whatever they hold. */
export function keyFrom(
	identity: readonly unknown[],
	{ updatedDate, granularityMs }: Pick<Reading, 'updatedDate' | 'granularityMs'>,
	filter: readonly unknown[],
): string {
	const date = updatedDate && [
		parseFieldPath(updatedDate.path),
		namesItsZone(updatedDate.format) ? [] : clocksOf(updatedDate.zone),
		granularityMs,
	];
	return [identity, date ?? [], filter]
		.map((part) => formatDigits(hash53(JSON.stringify(part))))
		.join('.');
}

/** What a url asks for at some instant; `path` without what follows the `?`. */
export function urlOf(
	parameters: Pick<StreamParameters, 'zone' | 'variables'>,
	{ configuration }: Pick<Polled, 'configuration'>,
): { readonly path: string; readonly filter: readonly string[] } {
	const { url = '', updated, created } = configuration;
	const [path, ...query] = filledIn(url, parameters, (updated ?? created)?.format).split('?');
	return {
		path: withoutTrailing(decodeLeniently(path), '/'),
		filter: query
			.join('?')
			.split('&')
			.map((parameter) => withoutBlanks(decodeLeniently(parameter.replaceAll('+', ' '))))
			.filter((parameter) => parameter !== '' && !PAGE_SIZE.test(parameter))
			.sort(),
	};
}

/** In summer, so that zones with daylight time differ from those without. */
const SOME_INSTANT = Date.UTC(2025, 6, 15, 13, 14, 15, 167);

/** A url with its placeholders written for one instant: the same text where they mean the same. */
export function filledIn(
	text: string,
	parameters: Pick<StreamParameters, 'zone' | 'variables'>,
	format?: string,
): string {
	const { zone, variables } = parameters;
	const settings = { zone, ...(format === undefined ? {} : { format }) };
	return renderText(parseUrlTemplate(text, settings), SOME_INSTANT, variables);
}

/** Parameters that say how many records a page holds, as APIs name them. */
const PAGE_SIZE = /^\$?(?:page_?(?:size|limit)|per_?page|limit|top|max_?results|count)=/i;

/** Blanks stand for one outside of quotes, and for none around operators. */
function withoutBlanks(text: string): string {
	const pieces = text.split(/('[^']*')/);
	const isQuoted = (index: number) => index % 2 === 1;
	return pieces
		.map((piece, index) =>
			isQuoted(index) ? piece : piece.replace(/\s+/g, ' ').replace(/ ?([<>=!]+) ?/g, '$1'),
		)
		.join('')
		.trim();
}

/** What the clocks of a zone show, whatever it is called: how far they are from UTC in each month. */
function clocksOf(zone: Zone): readonly number[] {
	return Array.from({ length: 12 }, (_, month) => zone.offsetMs(Date.UTC(2025, month, 15)));
}
