import type { N8nClient } from './client';
import { SetupError } from './explain';
import type { Form } from '../standIn';
import type { CredentialReference } from './workflow';

/**
 * Stores what was typed and, where the provider asks for it, logs in there.
 * @throws SetupError when the login does not end well.
 */
export async function createCredential(
	client: N8nClient,
	name: string,
	{ type, data, isOAuth2 }: Form,
): Promise<CredentialReference> {
	const reference = await client.createCredential(name, type, data);
	if (isOAuth2) {
		const page = await client.connectCredential(reference);
		if (!/success|connected/i.test(page))
			throw new SetupError(`${name} was not connected: ${page}`);
	}
	return reference;
}
