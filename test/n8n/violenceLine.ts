/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n on the developer's machine, never inside it */
import { createServer, connect, type Server, type Socket } from 'node:net';

/**
 * The network between n8n and a stand-in: a port on this machine that passes everything on, and that can refuse
 * connections or cut them in the middle of an answer, which no server can do to itself.
 */
export class Line {
	private server: Server | undefined;
	private readonly open = new Set<Socket>();
	private cutting = false;
	private cuts = 0;

	private constructor(
		private readonly target: URL,
		private port: number,
	) {}

	/** @param targetUrl where the stand-in listens, for example `http://127.0.0.1:8080` */
	static async lay(targetUrl: string): Promise<Line> {
		const line = new Line(new URL(targetUrl), 0);
		await line.accept();
		return line;
	}

	/** The address that leads to the same place over this line. */
	via(address: string): string {
		const url = new URL(address);
		url.host = `127.0.0.1:${this.port}`;
		return url.href;
	}

	/** Answers that were cut so far. */
	get answersCut(): number {
		return this.cuts;
	}

	/** Half of every answer is passed on, then both ends are cut; until told otherwise. */
	cutAnswers(cutting: boolean): void {
		this.cutting = cutting;
	}

	/** Listens again, on the same port as before. */
	async accept(): Promise<void> {
		if (this.server) return;
		const server = createServer((near) => this.pass(near));
		await new Promise<void>((resolve, reject) => {
			server.once('error', reject);
			server.listen(this.port, '127.0.0.1', resolve);
		});
		const address = server.address();
		if (address && typeof address === 'object') this.port = address.port;
		this.server = server;
	}

	/** Cuts what is open and lets nobody connect any more. */
	async refuse(): Promise<void> {
		const { server } = this;
		if (!server) return;
		this.server = undefined;
		const closed = new Promise((resolve) => server.close(resolve));
		for (const socket of this.open) socket.destroy();
		await closed;
	}

	private pass(near: Socket): void {
		const far = connect(Number(this.target.port), this.target.hostname);
		const end = () => {
			near.destroy();
			far.destroy();
		};
		for (const socket of [near, far]) {
			this.open.add(socket);
			socket.on('error', end);
			socket.on('close', () => {
				this.open.delete(socket);
				end();
			});
		}
		near.on('data', (chunk) => far.write(chunk));
		far.on('data', (chunk) => {
			if (!this.cutting) {
				near.write(chunk);
				return;
			}
			this.cuts += 1;
			near.write(chunk.subarray(0, chunk.length / 2), end);
		});
	}
}
