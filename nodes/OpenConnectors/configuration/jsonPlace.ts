/** What may come next; `value or ]` and `name or }` only right behind an opening bracket. */
type Expected = 'value' | 'value or ]' | 'name' | 'name or }' | ':' | 'comma or end';

const SCALAR = /(?:true|false|null)(?![A-Za-z])|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})/y;

/**
 * Where text stops being JSON: the first character or word that cannot stand where it stands, or
 * the length of a text that ends too early. Engines word their messages differently, and not all
 * of them name a position.
 */
export function positionOfJsonError(text: string): number {
	const open: string[] = [];
	let expected: Expected = 'value';
	for (let at = 0; ; ) {
		while (at < text.length && ' \t\r\n'.includes(text[at])) at += 1;
		const character = text.charAt(at);
		const inner = open[open.length - 1];
		if (character === (inner === '[' ? ']' : '}') && mayClose(expected, inner)) {
			open.pop();
			expected = 'comma or end';
			at += 1;
		} else if (expected === ':' && character === ':') {
			expected = 'value';
			at += 1;
		} else if (expected === 'comma or end' && character === ',' && inner !== undefined) {
			expected = inner === '[' ? 'value' : 'name';
			at += 1;
		} else if (expected.startsWith('value') && (character === '[' || character === '{')) {
			open.push(character);
			expected = character === '[' ? 'value or ]' : 'name or }';
			at += 1;
		} else if (expected.startsWith('name') && character === '"') {
			const { end, closed } = readString(text, at);
			if (!closed) return end;
			expected = ':';
			at = end;
		} else if (expected.startsWith('value')) {
			const { end, closed } = character === '"' ? readString(text, at) : readScalar(text, at);
			if (!closed) return end;
			expected = 'comma or end';
			at = end;
		} else {
			return at;
		}
	}
}

function mayClose(expected: Expected, inner: string | undefined): boolean {
	if (inner === undefined) return false;
	return expected === 'comma or end' || expected === (inner === '[' ? 'value or ]' : 'name or }');
}

/** @returns the position behind the text, or of what breaks it */
function readString(text: string, start: number): { end: number; closed: boolean } {
	let at = start + 1;
	while (at < text.length) {
		if (text[at] === '"') return { end: at + 1, closed: true };
		if (text[at] < ' ') return { end: at, closed: false };
		if (text[at] !== '\\') at += 1;
		else {
			ESCAPE.lastIndex = at;
			if (!ESCAPE.test(text)) return { end: at, closed: false };
			at = ESCAPE.lastIndex;
		}
	}
	return { end: at, closed: false };
}

function readScalar(text: string, start: number): { end: number; closed: boolean } {
	SCALAR.lastIndex = start;
	return SCALAR.test(text)
		? { end: SCALAR.lastIndex, closed: true }
		: { end: start, closed: false };
}
