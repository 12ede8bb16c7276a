import { ConfigurationError } from '../../configuration/types';
import { quote } from '../../core/text';
import type { HttpRequest, Send } from '../http';
import { SourceError } from '../sourceError';
import { completeBaseUrl } from '../url';

export interface Address {
	/** What urls are below. */
	readonly apiUrl: string;
	/** Path and query below it. */
	readonly url: string;
}

/** Scheme and server of a whole address, and what follows. */
const WHOLE = /^(https?:\/\/[^/?#]*)([^]*)$/i;

/**
 * Where a list is: below the base url of the credential, or at a whole address of the same server.
 *
 * @throws BaseUrlError, ConfigurationError for the address of another server
 */
export function addressOf(baseUrl: string, url: string, path: string): Address {
	const base = completeBaseUrl(baseUrl, '');
	const [, server, rest] = WHOLE.exec(url) ?? [];
	if (server === undefined) return { apiUrl: base, url: /^[/?]/.test(url) ? url : `/${url}` };
	const { origin } = new URL(base);
	if (URL.canParse(server) && new URL(server).origin === origin && !server.includes('@'))
		return { apiUrl: origin, url: rest };
	throw new ConfigurationError(
		path,
		`"${quote(server)}" is another server than the base url of the credential, ${origin}. ` +
			'The credential is sent nowhere else: write a path, or make a credential for that server.',
	);
}

/** Sends nothing to another server than the one of the credential. */
export function onlyTo(origin: string, send: Send): Send {
	return async (request: HttpRequest, timeoutMs: number) => {
		const target = new URL(request.url);
		if (target.origin !== origin)
			throw new SourceError('redirected', '', { address: target.origin + target.pathname });
		return await send(request, timeoutMs);
	};
}
