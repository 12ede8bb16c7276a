import { z } from 'zod';
import type { N8nClient } from './client';
import { SetupError } from './explain';
import type { Form } from './forms';
import type { Owner } from './owner';
import type { CredentialReference } from './workflow';

/** Logs in at providers as a user of the editor does: in a browser that holds n8n's cookie. */
export class Browser {
	private constructor(
		private readonly url: string,
		private readonly cookie: string,
	) {}

	/** @param url of the editor */
	static async logIn(url: string, { email, password }: Owner): Promise<Browser> {
		const answer = await fetch(`${url}/rest/login`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ emailOrLdapLoginId: email, password }),
		});
		const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
		return new Browser(url, cookies.join('; '));
	}

	/**
	 * Presses "Connect" and goes through the pages that follow.
	 * @returns the page that n8n ends with.
	 */
	async connect({ id }: CredentialReference): Promise<string> {
		const started = await this.open(`${this.url}/rest/oauth2-credential/auth?id=${id}`);
		const { data: address } = z.object({ data: z.string() }).parse(await started.json());
		const provider = await fetch(address, { redirect: 'manual' });
		const back = provider.headers.get('location');
		if (!back) return await provider.text();
		return await (await this.open(back)).text();
	}

	/** A page that only who is logged in gets. */
	async open(address: string): Promise<Response> {
		return await fetch(address, { headers: { cookie: this.cookie } });
	}
}

/**
 * Stores what was typed and, where the provider asks for it, logs in there.
 * @throws SetupError when the login does not end well.
 */
export async function createCredential(
	client: N8nClient,
	browser: Browser,
	name: string,
	{ type, data, isOAuth2 }: Form,
): Promise<CredentialReference> {
	const reference = await client.createCredential(name, type, data);
	if (isOAuth2) {
		const page = await browser.connect(reference);
		if (!/success|connected/i.test(page))
			throw new SetupError(`${name} was not connected: ${page}`);
	}
	return reference;
}
