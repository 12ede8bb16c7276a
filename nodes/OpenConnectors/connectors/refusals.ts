import type { ICredentialTestRequest } from 'n8n-workflow';

interface Refusals {
	/** Whom the credential logs in to, for example "Insightly". */
	readonly source: string;
	/** What to do when the values are refused (HTTP 401). */
	readonly mend: string;
	/** What to do when the login is known and has no right (HTTP 403). */
	readonly right?: string;
	/** What to do when there is nothing at the address (HTTP 404). */
	readonly address?: string;
}

/**
 * What the test of a credential says of a refusal. Without these n8n shows the bare words of the
 * status line, such as `Unauthorized`.
 */
export function refusals({
	source,
	mend,
	right = 'Ask whoever manages the account for the right to use the API.',
	address = 'Check the Base URL.',
}: Refusals): NonNullable<ICredentialTestRequest['rules']> {
	const say = (status: number, message: string) => ({
		type: 'responseCode' as const,
		properties: { value: status, message: `${message} (HTTP ${status})` },
	});
	return [
		say(401, `${source} does not accept these values. ${mend}`),
		say(403, `${source} forbids this login to read. ${right}`),
		say(404, `${source} does not know this address. ${address}`),
		say(429, `${source} is receiving too many requests. Test again in a minute.`),
		say(503, `${source} could not answer. Test again in a minute.`),
	];
}
