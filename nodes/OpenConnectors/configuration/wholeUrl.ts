import { quote } from '../core/text';
import { repairUrl } from './repairs';
import { refuseSecretParameters } from './secrets';
import { ConfigurationError, repairNotices, type Notice } from './types';
import { refuseStandIn } from './urlSetting';
import { describe } from './value';

const WHOLE = /^https?:\/\/([^/?#]*)/i;

/**
 * Reads the url of a list, or of its following pages: a path below the base url of the credential, or
 * a whole address.
 *
 * @throws ConfigurationError
 */
export function readWholeUrl(path: string, given: string, notices: Notice[]): string {
	const { text, how } = repairUrl(given, false);
	refuseSecretParameters(path, text);
	const host = WHOLE.exec(text)?.[1];
	if (host === undefined && !text.startsWith('/')) {
		throw new ConfigurationError(
			path,
			`found ${describe(text)}; expected a path below the base url of the credential, for example /v1/contacts, or a whole address`,
		);
	}
	if (host?.includes('@')) {
		const problem = 'found a user name or password before the host; enter them in the credential';
		throw new ConfigurationError(path, problem);
	}
	if (host?.includes('{')) {
		const problem = `found ${quote(host)} as the host; what differs by account belongs into the base url of the credential: write the path alone`;
		throw new ConfigurationError(path, problem);
	}
	refuseStandIn(path, text);
	notices.push(...repairNotices(path, how));
	return text;
}

/** @throws ConfigurationError when whole addresses lead to different servers: one credential is for one */
export function checkOrigins(urls: ReadonlyArray<readonly [path: string, url: string]>): void {
	const origins = urls.flatMap(([path, url]) => {
		const origin = WHOLE.exec(url)?.[0].toLowerCase();
		return origin === undefined ? [] : [{ path, origin }];
	});
	const other = origins.find(({ origin }) => origin !== origins[0].origin);
	if (other === undefined) return;
	throw new ConfigurationError(
		other.path,
		`found ${quote(other.origin)}, and ${quote(origins[0].path)} has ${quote(origins[0].origin)}; one node asks one API: use a node of its own for each`,
	);
}
