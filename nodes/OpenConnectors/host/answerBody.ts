import { SourceError } from '../streams/sourceError';

const MIB = 1024 * 1024;
/** The largest answer that is read: a page of the largest size of any provider is a hundredth of it. */
export const LARGEST_BODY = 64 * MIB;

/**
 * Reads the body of an answer to its end, piece by piece, so that no more of it is held than what is taken.
 *
 * @param body text, or a stream of bytes that are text in UTF-8
 * @param onPiece is called for each piece that arrives
 * @throws SourceError `too-large`; whatever the stream throws when it breaks off
 */
export async function readBody(body: unknown, onPiece: () => void = () => {}): Promise<string> {
	if (!isStream(body)) return withoutMark(bounded(toText(body)));
	const pieces: Uint8Array[] = [];
	let length = 0;
	// Leaving the loop early closes the connection.
	for await (const piece of body) {
		const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
		length += bytes.length;
		if (length > LARGEST_BODY) throw tooLarge();
		pieces.push(bytes);
		onPiece();
	}
	return withoutMark(Buffer.concat(pieces, length).toString('utf8'));
}

/** Closes a body that nobody reads. */
export function closeBody(body: unknown): void {
	if (isStream(body)) body.destroy();
}

interface ByteStream extends AsyncIterable<Uint8Array | string> {
	destroy(): void;
}

function isStream(body: unknown): body is ByteStream {
	return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

function toText(body: unknown): string {
	if (typeof body === 'string') return body;
	return body === undefined || body === null ? '' : JSON.stringify(body);
}

function bounded(text: string): string {
	if (text.length > LARGEST_BODY) throw tooLarge();
	return text;
}

/** A byte order mark is no part of what is said. */
function withoutMark(text: string): string {
	return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function tooLarge(): SourceError {
	return new SourceError('too-large', `more than ${LARGEST_BODY / MIB} MiB`);
}
