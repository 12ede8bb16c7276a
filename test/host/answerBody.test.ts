/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on the developer's machine, never inside n8n */
import { Readable } from 'node:stream';
import { closeBody, LARGEST_BODY, readBody } from '../../nodes/OpenConnectors/host/answerBody';

const MIB = 1024 * 1024;

describe('the body of an answer', () => {
	it.each<[string, unknown, string]>([
		['text', 'Zoë', 'Zoë'],
		['nothing', undefined, ''],
		['what a client has parsed already', { a: [1] }, '{"a":[1]}'],
		['a stream', Readable.from([Buffer.from('a'), Buffer.from('b')]), 'ab'],
		['a stream of text', Readable.from(['a', 'ë']), 'aë'],
		['an empty stream', Readable.from([]), ''],
		['a text behind a byte order mark', '\uFEFF[]', '[]'],
		['a stream behind one', Readable.from([Buffer.from('\uFEFF[]')]), '[]'],
	])('may be %s', async (_name, body, text) => {
		expect(await readBody(body)).toBe(text);
	});

	it('is put together from its bytes, wherever they are cut', async () => {
		const bytes = Buffer.from('"Zoë 🦄"');
		const pieces = Array.from(bytes, (_byte, at) => bytes.subarray(at, at + 1));
		let arrived = 0;
		const text = await readBody(Readable.from(pieces), () => (arrived += 1));
		expect(text).toBe('"Zoë 🦄"');
		expect(arrived).toBe(bytes.length);
	});

	it('that breaks off is none', async () => {
		const body = Readable.from(
			(function* () {
				yield Buffer.from('[1');
				throw new Error('aborted');
			})(),
		);
		await expect(readBody(body)).rejects.toThrow('aborted');
	});

	it('that is too large is refused, and no more of it is taken', async () => {
		let given = 0;
		const body = Readable.from(
			(function* () {
				for (; given < 1_000; given += 1) yield Buffer.alloc(MIB, 32);
			})(),
		);
		await expect(readBody(body)).rejects.toMatchObject({
			code: 'too-large',
			message: 'more than 64 MiB',
		});
		expect(given).toBeLessThan(LARGEST_BODY / MIB + 20);
		expect(body.destroyed).toBe(true);
	});

	it('that is text may be no larger either', async () => {
		const most = ' '.repeat(LARGEST_BODY);
		await expect(readBody(most)).resolves.toHaveLength(LARGEST_BODY);
		await expect(readBody(`${most} `)).rejects.toMatchObject({ code: 'too-large' });
	});

	it('that nobody reads is closed', () => {
		const body = Readable.from(['a']);
		closeBody(body);
		expect(body.destroyed).toBe(true);
		expect(() => closeBody('text')).not.toThrow();
	});
});
