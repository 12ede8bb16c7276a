/** A text made of another one, and where in that one each of its characters comes from. */
export interface TextForm {
	readonly text: string;
	/** Of each character: where what it was made of begins. */
	readonly starts: Uint32Array;
	/** Of each character: where that ends. */
	readonly ends: Uint32Array;
}

/** A text as it is. */
export function asItIs(text: string): TextForm {
	return {
		text,
		starts: Uint32Array.from({ length: text.length }, (_, index) => index),
		ends: Uint32Array.from({ length: text.length }, (_, index) => index + 1),
	};
}

/**
 * A form in which `write` replaced what `pattern` matches.
 *
 * @param write gives no more characters than it is given; undefined leaves them as they are
 */
function rewritten(
	form: TextForm,
	pattern: RegExp,
	write: (match: RegExpExecArray) => string | undefined,
): TextForm {
	const pieces: string[] = [];
	const starts = new Uint32Array(form.text.length);
	const ends = new Uint32Array(form.text.length);
	let length = 0;
	let copied = 0;
	const copyTo = (end: number) => {
		pieces.push(form.text.slice(copied, end));
		starts.set(form.starts.subarray(copied, end), length);
		ends.set(form.ends.subarray(copied, end), length);
		length += end - copied;
	};
	for (const match of form.text.matchAll(pattern)) {
		const piece = write(match);
		if (piece === undefined) continue;
		const end = match.index + match[0].length;
		copyTo(match.index);
		pieces.push(piece);
		starts.fill(form.starts[match.index], length, length + piece.length);
		ends.fill(form.ends[end - 1], length, length + piece.length);
		length += piece.length;
		copied = end;
	}
	if (copied === 0) return form;
	copyTo(form.text.length);
	return {
		text: pieces.join(''),
		starts: starts.subarray(0, length),
		ends: ends.subarray(0, length),
	};
}

/** Of urls, JSON, programming languages and HTML: a code in hexadecimal, decimal or octal, a blank, a name. */
const ESCAPE = new RegExp(
	[
		/(?:%u|\\{1,8}u)([\da-f]{4})|(?:%|\\{1,8}x)([\da-f]{2})|&#x0{0,8}([\da-f]{1,6});?/,
		/&#0{0,8}(\d{1,7});?/,
		/\\{1,8}([0-3]?[0-7]{2})/,
		/\\{1,8}([nrtfbv])/,
		/&(amp|lt|gt|quot|apos|nbsp);/,
	]
		.map(({ source }) => source)
		.join('|'),
	'gi',
);
const NAMED: ReadonlyMap<string, string> = new Map([
	['amp', '&'],
	['lt', '<'],
	['gt', '>'],
	['quot', '"'],
	['apos', "'"],
	['nbsp', ' '],
]);
const LAST_CODE = 0x10ffff;
/** An escape of an escape, and so on. */
const MOST_TIMES = 5;

/** A form without escapes, however often it was escaped. Bytes become the characters of their codes. */
export function unescaped(form: TextForm): TextForm {
	let current = form;
	for (let times = 0; times < MOST_TIMES; times += 1) {
		const next = rewritten(current, ESCAPE, characterOf);
		if (next === current) break;
		current = next;
	}
	return current;
}

function characterOf([, ...groups]: RegExpExecArray): string | undefined {
	const [unit, byte, entity, decimal, octal, blank, name] = groups;
	if (name !== undefined) return NAMED.get(name.toLowerCase());
	if (blank !== undefined) return ' ';
	const hex = unit ?? byte ?? entity;
	const code =
		hex !== undefined
			? parseInt(hex, 16)
			: decimal !== undefined
				? Number(decimal)
				: parseInt(octal, 8);
	return code > LAST_CODE ? undefined : String.fromCodePoint(code);
}

/** A form with what texts in Base64 hold, as bytes, in place of them. */
export function decodedBase64(form: TextForm): TextForm {
	return rewritten(form, /[a-z\d+/_-]{8,}/gi, ([text]) =>
		Buffer.from(text, 'base64').toString('latin1'),
	);
}

/** A form without characters that nobody sees. */
export function visible(form: TextForm): TextForm {
	return rewritten(form, /[\p{Cf}\0]+/gu, () => '');
}

/** A form without what a server may put between the characters that it repeats, or before them. */
export function squeezed(form: TextForm): TextForm {
	return rewritten(form, /[\s\p{Cc}\p{Cf}\\+]+/gu, () => '');
}

/** A form of letters and digits alone, without the signs of hexadecimal numbers. */
export function digitsOnly(form: TextForm): TextForm {
	return rewritten(form, /0x|\\x|[^\da-z]+/gi, () => '');
}
