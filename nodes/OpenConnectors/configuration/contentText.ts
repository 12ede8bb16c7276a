import { valueOfJson } from '../core/json';
import { curlBody, holdsSecrets, isCurl } from './curl';
import { readJson, readMappedJson } from './jsonText';
import { readListAddress, readListCommand } from './listCommand';
import { withoutSurroundings } from './surroundings';
import { readResourceLines, type ResourceLines } from './resourceLines';
import { ConfigurationError, remark, type Language, type Notice } from './types';
import { describe } from './value';

export const EXAMPLE =
	`{"contacts":{"url":"/hubs/crm/contacts?where=updated_after_utc='\${gmtDate:yyyy-MM-dd HH:mm:ss}'",` +
	`"idField":"CONTACT_ID","datesConfiguration":{"updatedDateField":"DATE_UPDATED_UTC",` +
	`"updatedDateFormat":"yyyy-MM-dd HH:mm:ss"}}}`;

/** Calls of other programs that ask for an address, and settings written in YAML. */
const OTHER_LANGUAGE =
	/^\s*(?:\$\w+\s*=|(?:await\s+)?fetch\(|Invoke-|(?:wget|https?|xh|http)\s|(?:GET|POST|import|from|const|version|streams)\b)/i;

const EXAMPLES: Readonly<Record<Language, string>> = {
	documented: EXAMPLE,
	whole:
		`{"issues":{"url":"/issues?since=\${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}","idField":"id",` +
		`"datesConfiguration":{"updatedDateField":"updated_at",` +
		`"updatedDateFormat":"yyyy-MM-dd'T'HH:mm:ssX"}}}`,
};

/** What a text holds. */
export type Content = ResourceLines | { readonly kind: 'json'; readonly value: unknown };

/** @throws ConfigurationError */
export function readText(given: string, language: Language, notices: Notice[]): Content {
	if (given.trim() === '')
		throw refused('The poller configuration is empty. Paste one', EXAMPLES[language]);
	const value = valueOfJson(given);
	if (value !== undefined) return { kind: 'json', value };
	const text = withoutSurroundings(given);
	const plain = valueOfJson(text);
	if (plain !== undefined) return { kind: 'json', value: plain };
	const withoutCommas = valueOfJson(withoutTrailingCommas(text));
	if (withoutCommas !== undefined) {
		notices.push(remark('A comma before a closing bracket is passed over.'));
		return { kind: 'json', value: withoutCommas };
	}
	const address = readListAddress(text, language, notices);
	if (address) return { kind: 'json', value: Object.fromEntries([address]) };
	if (isCurl(text)) {
		const list = readListCommand(text, language, notices);
		if (list) return { kind: 'json', value: Object.fromEntries([list]) };
		if (holdsSecrets(text)) {
			notices.push(
				remark(
					'The cURL command holds the secrets of an Open Connectors account. They are not used here: leave only the JSON, and keep secrets in a credential.',
				),
			);
		}
		return { kind: 'json', value: readMappedJson(text, curlBody(text)) };
	}
	const lines = readResourceLines(text);
	if (lines) return lines;
	if (OTHER_LANGUAGE.test(text))
		throw refused(
			"The text is another program's and no cURL command. Paste the configuration as JSON, the address of the list, or a cURL command",
		);
	return { kind: 'json', value: readJson(text) };
}

/** The value of a setting that may be JSON text. @throws ConfigurationError */
export function jsonIn(key: string, value: unknown): unknown {
	if (typeof value !== 'string') return value;
	const read = valueOfJson(value) ?? valueOfJson(withoutTrailingCommas(value));
	if (read !== undefined) return typeof read === 'string' ? jsonIn(key, read) : read;
	throw new ConfigurationError(
		key,
		`found ${describe(value)}; expected JSON, for example {"pageSize":100}`,
	);
}

/** JSON takes none; people and the platform's documentation leave some. Those in texts stay. */
function withoutTrailingCommas(text: string): string {
	// A text without its end goes to the end of all, so that each character is looked at once.
	return text.replace(/"(?:[^"\\]|\\[^])*(?:"|\\?$)|,(?=\s*[}\]])/g, (found) =>
		found === ',' ? '' : found,
	);
}

export function refused(problem: string, example = EXAMPLE): ConfigurationError {
	return new ConfigurationError('', `${problem}, for example ${example}`);
}
