import type { Stream } from '../streams';
import type { Send } from '../streams/http';

/** What a poll has asked for, and got; grows. Logins that n8n makes by itself are not counted. */
export class Traffic {
	requests = 0;
	/** Of all pages; those of a page that is read twice count twice. */
	records = 0;

	sending(send: Send): Send {
		return async (request, timeoutMs) => {
			this.requests += 1;
			return await send(request, timeoutMs);
		};
	}

	reading(stream: Stream): Stream {
		return {
			...stream,
			pages: (budget) => {
				const read = stream.pages(budget);
				return async (since, position) => {
					const page = await read(since, position);
					this.records += page.records.length;
					return page;
				};
			},
		};
	}
}
