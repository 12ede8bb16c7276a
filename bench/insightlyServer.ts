/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs on the developer's machine, never inside n8n */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { changedAt, contactIn, unordered, type Run } from './contacts';

/*
 * Answers `/v3.1/Contacts/Search` as Insightly does, from memory, in a process of its own:
 * `node insightlyServer.js <run as JSON> <ms before an answer>` sends its port to the parent process.
 */

/** Pages already written, by path: only the first round pays for them. */
const written = new Map<string, { readonly body: Buffer; readonly total: number }>();
const listed = new Map<number, readonly string[]>();

function listSince(run: Run, since: number): readonly string[] {
	const known = listed.get(since);
	if (known) return known;
	const list = unordered(run.count)
		.filter((index) => Math.floor(changedAt(run, index) / 1_000) * 1_000 > since)
		.map((index) => JSON.stringify(contactIn(run, index)));
	listed.set(since, list);
	return list;
}

function pageOf(run: Run, path: string): { readonly body: Buffer; readonly total: number } {
	const known = written.get(path);
	if (known) return known;
	const { searchParams } = new URL(path, 'http://localhost');
	const since = Date.parse(searchParams.get('updated_after_utc') ?? '1970-01-01T00:00:00Z');
	const skip = Number(searchParams.get('skip') ?? 0);
	const list = listSince(run, since);
	const records = list.slice(skip, skip + Number(searchParams.get('top') ?? 100));
	const page = { body: Buffer.from(`[${records.join(',')}]`), total: list.length };
	written.set(path, page);
	return page;
}

const run: Run = JSON.parse(process.argv[2]);
const answerAfterMs = Number(process.argv[3]);
const date = new Date(run.lastAt).toUTCString();
const server = createServer((request, response) => {
	const { body, total } = pageOf(run, request.url ?? '/');
	response.writeHead(200, {
		'content-type': 'application/json; charset=utf-8',
		'content-length': body.length,
		'x-total-count': total,
		date,
	});
	if (answerAfterMs > 0) setTimeout(() => response.end(body), answerAfterMs);
	else response.end(body);
});
server.listen(0, '127.0.0.1', () => {
	const address: AddressInfo | string | null = server.address();
	if (typeof address === 'object' && address) process.send?.(address.port);
});
process.on('disconnect', () => process.exit());
