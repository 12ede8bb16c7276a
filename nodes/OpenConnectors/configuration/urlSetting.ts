import { quote } from '../core/text';
import { DatePatternError } from '../dates/pattern';
import { UTC } from '../dates/zone';
import {
	type Placeholder,
	parseUrlTemplate,
	unknownPlaceholder,
	UrlTemplateError,
	type UrlTemplate,
} from './urlTemplate';
import { attempt } from './attempt';
import { repairUrl } from './repairs';
import { ConfigurationError, remark, repairNotices, type Notice } from './types';
import { describe, optional, shortened } from './value';

/** `<EXAMPLE>`, `<INSERT_ID>`: the documentation's way to say "your value here". */
const STAND_IN = /<[A-Za-z]\w*>/;

/**
 * Reads the `url` of a resource. Quotes that do not pair are sent as the platform sends them.
 *
 * @param name of the resource
 * @param format of a placeholder without a pattern of its own
 * @throws ConfigurationError
 */
export function readUrl(
	name: string,
	given: string | undefined,
	format: string | undefined,
	notices: Notice[],
): string | undefined {
	if (given === undefined) return undefined;
	const path = `${name}.url`;
	const { text, how } = repairUrl(given);
	if (!text.startsWith('/')) {
		throw new ConfigurationError(
			path,
			`found ${describe(text)}; expected a path that begins with a slash, for example /hubs/crm/contacts`,
		);
	}
	refuseStandIn(path, text);
	const template = readTemplate(path, text, format);
	// Windows with two ends are a matter of the whole language.
	for (const { text: unknown } of placeholdersOf(template, 'until'))
		throw new ConfigurationError(path, unknownPlaceholder(unknown).message);
	notices.push(...repairNotices(path, how));
	const literal = template.parts.map((part) => (part.kind === 'literal' ? part.text : '')).join('');
	if ((literal.split("'").length - 1) % 2 === 1)
		notices.push(remark(`${path}: its single quotes do not pair; it is sent as it is written.`));
	return text;
}

/** @throws ConfigurationError */
export function refuseStandIn(path: string, url: string): void {
	const standIn = STAND_IN.exec(url)?.[0];
	if (standIn === undefined) return;
	throw new ConfigurationError(
		path,
		`found ${quote(standIn)}, which stands for a value of your own; expected that value`,
	);
}

/**
 * A text that may hold placeholders.
 *
 * @param isText whether it is a header or a text of a body, and no url
 * @throws ConfigurationError
 */
export function readTemplate(
	path: string,
	url: string,
	format: string | undefined,
	isText = false,
): UrlTemplate {
	const { value, error } = attempt(() =>
		parseUrlTemplate(url, { zone: UTC, ...optional('format', format), isText }),
	);
	if (value) return value;
	if (error instanceof UrlTemplateError || error instanceof DatePatternError)
		throw new ConfigurationError(path, shortened(error.message));
	throw error;
}

/** The placeholders for the lower or the upper end of the window. */
export function placeholdersOf(
	{ parts }: UrlTemplate,
	end: 'since' | 'until',
): readonly Placeholder[] {
	return parts
		.flatMap((part) => (part.kind === 'instant' ? [part.placeholder] : []))
		.filter(({ isUntil = false }) => isUntil === (end === 'until'));
}
