/* eslint-disable @n8n/community-nodes/no-restricted-imports -- stands in for a provider, never runs inside n8n */
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { Misbehaviour, WholeAnswer } from '../../sandbox/faults';

/** A request as it arrived. */
export interface HttpRequest {
	readonly method: string;
	/** Path and query, as sent. */
	readonly url: string;
	readonly query: URLSearchParams;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
}

export type { Misbehaviour, WholeAnswer };

/** What a request gets: an answer, and what is done with it if it is not simply sent. */
export type Reply = WholeAnswer & { readonly by?: Misbehaviour };

/** An HTTP server on this machine that answers as it is told, and remembers what it was asked. */
export class HttpServer {
	readonly asked: HttpRequest[] = [];
	private readonly server: Server;
	private port = 0;

	private constructor(reply: (request: HttpRequest) => Reply, clock: () => number | undefined) {
		this.server = createServer((incoming, response) => {
			const chunks: Buffer[] = [];
			// A request that its sender gives up has no end.
			incoming.on('error', () => {});
			response.on('error', () => {});
			incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
			incoming.on('end', () => {
				const { method = '', url = '', headers } = incoming;
				const body = Buffer.concat(chunks).toString();
				const { searchParams: query } = new URL(url, 'http://wire');
				const request = { method, url, query, headers, body };
				this.asked.push(request);
				const { by = sendWhole, ...answer } = reply(request);
				// The clock of the tests, which the one of Node.js does not follow.
				response.sendDate = false;
				const now = clock();
				if (now !== undefined) response.setHeader('date', new Date(now).toUTCString());
				by(response, answer);
			});
		});
		this.server.keepAliveTimeout = 60_000;
	}

	/** @param clock what the `Date` header says, epoch ms; undefined: none */
	static async start(
		reply: (request: HttpRequest) => Reply,
		clock: () => number | undefined = () => Date.now(),
	): Promise<HttpServer> {
		const started = new HttpServer(reply, clock);
		const { server } = started;
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject);
			server.listen(0, '127.0.0.1', resolve);
		});
		const address = server.address();
		if (address && typeof address === 'object') started.port = address.port;
		return started;
	}

	/** The address; by another name of this machine it is another host. */
	at(host = '127.0.0.1'): string {
		return `http://${host}:${this.port}`;
	}

	get url(): string {
		return this.at();
	}

	async stop(): Promise<void> {
		const closed = new Promise((resolve) => this.server.close(resolve));
		this.server.closeAllConnections();
		await closed;
	}
}

export const JSON_TYPE = { 'content-type': 'application/json' } as const;

export const sendWhole: Misbehaviour = (response, { status = 200, headers, text }) => {
	response.writeHead(status, { ...JSON_TYPE, ...headers });
	response.end(text);
};
