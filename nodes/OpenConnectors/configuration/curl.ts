import { undoShellQuotes, unescapePart, type MappedText } from './mappedText';
import { ANSI_C, ansiCMeaning } from './shellWords';
import { ConfigurationError } from './types';

const COMMAND =
	/^\s*(?:[$>]\s*)?(?:curl(?:\.exe)?\s|(?:-d|--data(?:-raw|-binary|-ascii)?|--json)[\s='"])/i;
const DATA =
	/(?:^|\s)(?:-d|--data(?:-raw|-binary|-ascii)?|--json)(?:\s*=\s*|\s+(?:\\\r?\n\s*)?)?(?=['"$@{[])/;
const REAL_SECRET = /authorization['"]?\s*:\s*User\s+[^\s<{,]/i;

/** Whether the text is a cURL command, or what is left of one from its data on. */
export function isCurl(text: string): boolean {
	return COMMAND.test(text);
}

/** Whether a cURL command holds the secrets of an account rather than placeholders for them. */
export function holdsSecrets(command: string): boolean {
	return REAL_SECRET.test(command);
}

/**
 * The JSON that a cURL command sends, with the escapes of the shell undone. Quotes that the
 * documentation forgot to escape are taken as part of the JSON.
 *
 * @throws ConfigurationError when the command sends none
 */
export function curlBody(command: string): MappedText {
	const flag = DATA.exec(command);
	if (!flag) {
		throw new ConfigurationError(
			'',
			'The cURL command sends no data: it has neither -d nor --data. Paste the whole command, or only the JSON that it sends.',
		);
	}
	const start = flag.index + flag[0].length;
	const opening = command.slice(start, start + 2);
	if (opening[0] === '@') {
		throw new ConfigurationError(
			'',
			`The cURL command sends the file ${command.slice(start + 1, start + 60).split(/['"\s]/)[0]}. Paste the JSON of that file.`,
		);
	}
	const body =
		opening === "$'"
			? unescapePart(command, start + 2, closing(command, start + 2, "'"), ANSI_C, ansiCMeaning)
			: opening[0] === '"'
				? unescapePart(command, start + 1, closing(command, start + 1, '"'), DOUBLE, second)
				: undoShellQuotes(command, start + (opening[0] === "'" ? 1 : 0));
	return { text: body.text.slice(0, endOfJson(body.text)), origin: body.origin };
}

/** Within `"…"` a backslash counts before these only. */
const DOUBLE = /\\["\\$`]/g;
const second = (escape: string) => escape[1];

function closing(text: string, start: number, quote: string): number {
	for (let at = start; at < text.length; at += 1) {
		if (text[at] === '\\') at += 1;
		else if (text[at] === quote) return at;
	}
	return text.length;
}

/** Where the first JSON object or list ends; the end of the text when it does not. */
function endOfJson(text: string): number {
	let depth = 0;
	let inText = false;
	for (let at = 0; at < text.length; at += 1) {
		const character = text[at];
		if (inText) {
			if (character === '\\') at += 1;
			else if (character === '"') inText = false;
		} else if (character === '"') inText = true;
		else if (character === '{' || character === '[') depth += 1;
		else if (character === '}' || character === ']') {
			depth -= 1;
			if (depth === 0) return at + 1;
		}
	}
	return text.length;
}
