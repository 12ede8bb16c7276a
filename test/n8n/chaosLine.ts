/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n on the developer's machine, never inside it */
import { createServer, connect, type Server, type Socket } from 'node:net';
import { cutInBody, type CutForm } from './chaosCut';

/** Which answers are cut, by the request that they answer. */
export type Cutting = 'none' | 'all' | 'every third' | 'behind the first page';

/** A request for a page behind the first, at the stand-ins that lines lead to. */
const BEHIND_FIRST = /[?&](skip=[1-9]|nextPage=)/;
const FORMS: readonly CutForm[] = ['length', 'chunked'];

/**
 * The network between n8n and a stand-in: a port on this machine that passes everything on, and that can refuse
 * connections or cut them in the middle of an answer's body, whatever the server does.
 */
export class Line {
	private server: Server | undefined;
	private readonly open = new Set<Socket>();
	private cutting: Cutting = 'none';
	private answers = 0;
	private cuts = 0;
	private cutsBehindFirst = 0;

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

	/** Answers that were cut so far, each behind its headers and a part of its body. */
	get answersCut(): number {
		return this.cuts;
	}

	/** Those of them that were pages behind the first of a list. */
	get pagesCutBehindFirst(): number {
		return this.cutsBehindFirst;
	}

	/** Of such answers the headers and a part of the body pass, then both ends are cut; until told otherwise. */
	cutAnswers(cutting: Cutting): void {
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
		// One request at a time, each answered before the next: Node.js's client sends none ahead.
		let asked = '';
		let isAnswered = true;
		/** What has come of an answer that is to be cut; undefined while answers pass. */
		let held: Buffer | undefined;
		near.on('data', (chunk) => {
			asked = (isAnswered ? '' : asked) + chunk.toString('latin1');
			isAnswered = false;
			far.write(chunk);
		});
		far.on('data', (chunk) => {
			if (!isAnswered) held = this.isToBeCut(asked) ? Buffer.alloc(0) : undefined;
			isAnswered = true;
			if (!held) {
				near.write(chunk);
				return;
			}
			held = Buffer.concat([held, chunk]);
			const { part, isWithoutBody } = cutInBody(held, FORMS[this.cuts % FORMS.length]);
			if (isWithoutBody) {
				near.write(held);
				held = undefined;
			} else if (part) {
				this.cuts += 1;
				if (BEHIND_FIRST.test(asked)) this.cutsBehindFirst += 1;
				near.write(part, end);
			}
		});
	}

	private isToBeCut(asked: string): boolean {
		this.answers += 1;
		switch (this.cutting) {
			case 'none':
				return false;
			case 'all':
				return true;
			case 'every third':
				return this.answers % 3 === 0;
			case 'behind the first page':
				return BEHIND_FIRST.test(asked);
		}
	}
}
