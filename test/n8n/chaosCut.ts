/** How an answer is cut: with its length stated, or as a stream of chunks. */
export type CutForm = 'length' | 'chunked';

const HEAD_END = '\r\n\r\n';

/** What to send of an answer that is cut. */
export interface CutAnswer {
	/** Headers and a part of the body; undefined while there is not enough of either. */
	readonly part: Buffer | undefined;
	/** Whether the answer has no body that could be cut. */
	readonly isWithoutBody: boolean;
}

/**
 * Cuts an answer in the middle of its body: its headers pass whole, and of the body one byte at least,
 * and not all.
 *
 * @param received what has come of the answer so far
 */
export function cutInBody(received: Buffer, form: CutForm): CutAnswer {
	const text = received.toString('latin1');
	const headEnd = text.indexOf(HEAD_END);
	if (headEnd < 0) return { part: undefined, isWithoutBody: false };
	const head = text.slice(0, headEnd);
	const body = received.subarray(headEnd + HEAD_END.length);
	const stated = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? NaN);
	const isWithoutBody = /^HTTP\/1\.1 (1\d\d|204|304)/.test(head) || stated < 2;
	if (isWithoutBody || body.length < 2) return { part: undefined, isWithoutBody };
	if (Number.isNaN(stated)) {
		const data = body.indexOf('\r\n') + 2;
		const half = data < 2 ? 0 : Math.floor((body.length - data) / 2);
		const part =
			half < 1 ? undefined : received.subarray(0, headEnd + HEAD_END.length + data + half);
		return { part, isWithoutBody: false };
	}
	const half = body.subarray(0, Math.max(1, Math.floor(Math.min(body.length, stated) / 2)));
	const part =
		form === 'length' ? [head, HEAD_END, half] : [asStream(head), HEAD_END, toChunk(half)];
	return { part: Buffer.concat(part.map((piece) => Buffer.from(piece))), isWithoutBody: false };
}

function asStream(head: string): string {
	return head.replace(/\r\ncontent-length: *\d+/i, '\r\nTransfer-Encoding: chunked');
}

/** One chunk, without the empty one that ends a stream. */
function toChunk(part: Buffer): Buffer {
	return Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')]);
}
