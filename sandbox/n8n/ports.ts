/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n on the developer's machine, never inside it */
import { createServer, type Server } from 'node:net';
import { SetupError } from './explain';

/** Listens on 127.0.0.1; port 0 means any free one. */
async function listen(server: Server, port: number): Promise<number> {
	return await new Promise((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, '127.0.0.1', () => {
			const address = server.address();
			resolve(address && typeof address === 'object' ? address.port : port);
		});
	});
}

/**
 * Finds ports that are free now, all different.
 * @param wanted a port number to insist on, or 0 for any, one for each port.
 * @throws SetupError when a port that was insisted on is taken.
 */
export async function findPorts(...wanted: readonly number[]): Promise<number[]> {
	const servers = wanted.map(() => createServer());
	try {
		return await Promise.all(
			wanted.map(async (port, index) => await listen(servers[index], port)),
		).catch((error: unknown) => {
			const reason = error instanceof Error ? error.message : String(error);
			throw new SetupError(`No free port: ${reason}. What to do: choose another port.`);
		});
	} finally {
		await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
	}
}
