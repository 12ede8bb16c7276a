/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- runs on the developer's machine, never inside n8n */
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';
import { collect, median } from './contest';
import type { Run } from './contacts';
import { createContext, CREDENTIAL, nodeType } from './host';

export interface ThroughN8nResult {
	/** ms of the node's whole poll: requests, scan, events, state. */
	readonly pollMs: number;
	/** ms of asking for the same pages through the same function, and `JSON.parse` of each. */
	readonly bareMs: number;
	/** The same by Node's own `fetch`. */
	readonly fetchMs: number;
	/** The poll to the bare loop that keeps the records, as the poll has to. */
	readonly toBare: number;
	/** The poll to the bare loop that drops every page. */
	readonly toBareDropped: number;
	readonly items: number;
	readonly requests: number;
}

interface Round {
	readonly poll: number;
	readonly kept: number;
	readonly dropped: number;
	readonly fetched: number;
}

/**
 * Polls a local server through n8n's own HTTP function, beside loops that fetch the same pages.
 *
 * @param answerAfterMs how long the server takes before each answer
 */
export async function measureThroughN8n(
	run: Run,
	rounds: number,
	answerAfterMs: number,
): Promise<ThroughN8nResult> {
	const { server, port } = await startServer(run, answerAfterMs);
	try {
		const baseUrl = `http://127.0.0.1:${port}`;
		const requests = await recordRequests(baseUrl, run);
		const figures: Round[] = [];
		let items = 0;
		for (let round = -1; round < rounds; round += 1) {
			const context = createContext(baseUrl, { maxItems: run.count });
			const ask = async (options: IHttpRequestOptions): Promise<unknown> => {
				const answer: IN8nHttpFullResponse =
					await context.helpers.httpRequestWithAuthentication.call(context, CREDENTIAL, options);
				return JSON.parse(String(answer.body));
			};
			const figure = {
				poll: await timed(async () => {
					const found = (await nodeType.poll.call(context)) ?? [];
					items = found.flat().length;
					return found;
				}),
				kept: await timed(async () => {
					const kept: unknown[] = [];
					for (const request of requests) kept.push(await ask(request));
					return kept;
				}),
				dropped: await timed(async () => {
					for (const request of requests) await ask(request);
					return [];
				}),
				fetched: await timed(async () => {
					for (const { url } of requests) JSON.parse(await (await fetch(url)).text());
					return [];
				}),
			};
			if (round >= 0) figures.push(figure);
		}
		return {
			pollMs: median(figures.map(({ poll }) => poll)),
			bareMs: median(figures.map(({ kept }) => kept)),
			fetchMs: median(figures.map(({ fetched }) => fetched)),
			toBare: median(figures.map(({ poll, kept }) => poll / kept)),
			toBareDropped: median(figures.map(({ poll, dropped }) => poll / dropped)),
			items,
			requests: requests.length,
		};
	} finally {
		server.disconnect();
	}
}

/** The requests that one poll of everything sends. */
async function recordRequests(baseUrl: string, run: Run): Promise<readonly IHttpRequestOptions[]> {
	const context = createContext(baseUrl, { maxItems: run.count });
	const send = context.helpers.httpRequestWithAuthentication;
	const requests: IHttpRequestOptions[] = [];
	Object.defineProperty(context.helpers, 'httpRequestWithAuthentication', {
		value: async (type: string, options: IHttpRequestOptions): Promise<unknown> => {
			// The loops beside it read their answers as text, and are given up by nobody.
			requests.push({ ...options, encoding: 'text', abortSignal: undefined });
			return await send.call(context, type, options);
		},
	});
	await nodeType.poll.call(context);
	return requests;
}

async function startServer(
	run: Run,
	answerAfterMs: number,
): Promise<{ server: ChildProcess; port: number }> {
	const server = fork(
		join(__dirname, 'insightlyServer.js'),
		[JSON.stringify(run), String(answerAfterMs)],
		{ execArgv: [] },
	);
	const port = await new Promise<number>((resolve, reject) => {
		server.once('message', (message) => resolve(Number(message)));
		server.once('exit', () => reject(new Error('The local server did not start')));
	});
	return { server, port };
}

async function timed(work: () => Promise<readonly unknown[]>): Promise<number> {
	collect();
	const start = performance.now();
	const kept = await work();
	const ms = performance.now() - start;
	if (kept.length < 0) throw new Error('The work came to nothing');
	return ms;
}
