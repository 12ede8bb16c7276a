import type { FastifyInstance } from 'fastify';

/** A name of this machine for itself, with any port: a forwarded one is still asked for by this machine. */
const OWN_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/**
 * Answers 421 to every request that was not sent to this machine's own name. A web page whose name was made to
 * resolve to 127.0.0.1 (DNS rebinding) reaches the port, but its requests carry the page's name.
 */
export const refuseForeignHosts = (server: FastifyInstance): void => {
	server.addHook('onRequest', async (request, reply) => {
		const { host = '' } = request.headers;
		if (OWN_HOST.test(host)) return;
		const { localPort } = request.socket;
		const message = `The sandbox answers at 127.0.0.1:${localPort} and localhost:${localPort} only, not at "${host}".`;
		return await reply.code(421).send({ message });
	});
};
