/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n on the developer's machine, never inside it */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

/** Takes messages as the incoming webhook of a chat does: `{ text }`. */
export interface Mailbox {
	readonly url: string;
	/** In order of arrival. */
	readonly texts: readonly string[];
	close(): Promise<void>;
}

const Message = z.object({ text: z.string() });

export async function openMailbox(): Promise<Mailbox> {
	const texts: string[] = [];
	const server = createServer((request, response) => {
		void text(request).then((body) => {
			texts.push(Message.parse(JSON.parse(body)).text);
			response.end('ok');
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	const port = typeof address === 'object' && address ? address.port : 0;
	return {
		url: `http://127.0.0.1:${port}/`,
		texts,
		close: async () => {
			server.close();
			await once(server, 'close');
		},
	};
}
