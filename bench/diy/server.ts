/* eslint-disable @n8n/community-nodes/no-restricted-imports -- stands beside n8n on the developer's machine, never inside it */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { type TaskWorld, versionOf } from './tasks';

/** Every so many requests of a poller the connection is cut in the middle of the answer. */
const CUT_EVERY = 40;
const PER_PAGE = 100;

const Received = z.array(z.object({ id: z.number(), version: z.number() }));

/** What is known of one poller, by the first segment of the paths that it asks. */
export interface Traffic {
	requests: number;
	/** How often each version arrived, by `id:version`. */
	readonly received: Map<string, number>;
}

/**
 * The provider of the duel, and the place where its events arrive: `GET /NAME/tasks` answers as the
 * API of a task list would, `POST /NAME/received` takes what the workflow called NAME says.
 */
export class DuelServer {
	/** Whether the provider answers 503. */
	isDown = false;
	private readonly traffic = new Map<string, Traffic>();
	private readonly server: Server;

	private constructor(private readonly world: TaskWorld) {
		this.server = createServer((request, response) => {
			this.answer(request, response).catch((error: unknown) => {
				response.statusCode = 500;
				response.end(String(error));
			});
		});
	}

	static async start(world: TaskWorld): Promise<DuelServer> {
		const started = new DuelServer(world);
		await new Promise<void>((resolve) => started.server.listen(0, '127.0.0.1', resolve));
		return started;
	}

	get url(): string {
		const address = this.server.address();
		if (address === null || typeof address === 'string') throw new Error('The server has ended');
		return `http://127.0.0.1:${address.port}`;
	}

	of(name: string): Traffic {
		const known = this.traffic.get(name) ?? { requests: 0, received: new Map() };
		this.traffic.set(name, known);
		return known;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { pathname, searchParams } = new URL(request.url ?? '', 'http://duel');
		const [, name, what] = pathname.split('/');
		const traffic = this.of(name);
		if (what === 'received') {
			for (const task of Received.parse(JSON.parse(await textOf(request)))) {
				const version = versionOf(task);
				traffic.received.set(version, (traffic.received.get(version) ?? 0) + 1);
			}
			response.end('{}');
			return;
		}
		traffic.requests += 1;
		response.setHeader('content-type', 'application/json');
		if (this.isDown) {
			response.statusCode = 503;
			response.end('{"message":"Down for maintenance"}');
			return;
		}
		const text = JSON.stringify(
			this.world.page({
				since: Date.parse(searchParams.get('updated_since') ?? '') || 0,
				direction: searchParams.get('direction') ?? 'asc',
				page: Number(searchParams.get('page') ?? 1),
				perPage: Number(searchParams.get('per_page') ?? PER_PAGE),
			}),
		);
		if (traffic.requests % CUT_EVERY !== 0) {
			response.end(text);
			return;
		}
		response.setHeader('content-length', Buffer.byteLength(text));
		response.write(text.slice(0, text.length / 2), () => response.destroy());
	}
}

async function textOf(request: IncomingMessage): Promise<string> {
	const chunks: string[] = [];
	request.setEncoding('utf8');
	for await (const chunk of request) chunks.push(String(chunk));
	return chunks.join('');
}
