import type { HttpAnswer, HttpRequest, Send } from '../streams/http';
import { SourceError } from '../streams/sourceError';

/** A request as it was written, and what came back. */
export interface Exchange {
	readonly request: HttpRequest;
	readonly answer?: HttpAnswer;
}

/** What a test sends. */
export class Trace {
	readonly exchanges: Exchange[] = [];
	private isDry = false;

	/** Sends, and remembers what was sent. */
	around(send: Send): Send {
		return async (request, timeoutMs) => {
			if (this.isDry) {
				this.exchanges.push({ request });
				throw new SourceError('unreachable', 'nothing is sent');
			}
			const answer = await send(request, timeoutMs);
			this.exchanges.push({ request, answer });
			return answer;
		};
	}

	/** The request that a step would begin with; nothing is sent. */
	async dryRun(step: () => Promise<unknown>): Promise<HttpRequest | undefined> {
		const before = this.exchanges.length;
		this.isDry = true;
		await step().catch(() => {});
		this.isDry = false;
		return this.exchanges.splice(before)[0]?.request;
	}
}
