import { z } from 'zod';
import { type N8nClient, OWNER } from '../../sandbox/n8n/client';
import type { CredentialReference } from '../../sandbox/n8n/workflow';
import type { Sandbox } from '../../sandbox/server';

/** Values as somebody types them into the form of a credential. */
export interface Form {
	readonly type: string;
	readonly data: Readonly<Record<string, string>>;
	/** Whether it has to be connected by logging in at the provider. */
	readonly isOAuth2: boolean;
}

/** Every credential type with the values that open its stand-in. */
export const FORMS = {
	openConnectors: (sandbox: Sandbox): Form => platformForm(sandbox, 'insightly'),
	insightly: ({ insightly }: Sandbox): Form =>
		plain('openConnectorsInsightlyApi', { ...insightly.credential }),
	icontact: ({ icontact }: Sandbox): Form =>
		plain('openConnectorsIContactApi', { ...icontact.credential }),
	constantcontact: ({ constantcontact }: Sandbox): Form =>
		login('openConnectorsConstantContactOAuth2Api', constantcontact.credential),
	infusionsoftrest: ({ infusionsoftrest }: Sandbox): Form =>
		login('openConnectorsInfusionsoftRestOAuth2Api', infusionsoftrest.credential),
	infusionsoftrestKey: ({ infusionsoftrest }: Sandbox): Form =>
		plain('openConnectorsInfusionsoftRestApi', { ...infusionsoftrest.apiCredential }),
	maximizer: ({ maximizer }: Sandbox): Form =>
		login('openConnectorsMaximizerOAuth2Api', maximizer.oAuth2Credential, {
			dataCentre: 'caw',
			alias: 'sandbox-trading',
		}),
	maximizerToken: ({ maximizer }: Sandbox): Form =>
		plain('openConnectorsMaximizerApi', { ...maximizer.credential }),
} as const;

export type FormName = keyof typeof FORMS;

export function platformForm(sandbox: Sandbox, elementKey: string): Form {
	return plain('openConnectorsApi', sandbox.platformCredentialFor(elementKey));
}

function plain(type: string, data: Readonly<Record<string, string>>): Form {
	return { type, data, isOAuth2: false };
}

/** The addresses of the authorization server are not typed: n8n works them out of the base url. */
function login(
	type: string,
	{
		baseUrl,
		clientId,
		clientSecret,
	}: Readonly<Record<'baseUrl' | 'clientId' | 'clientSecret', string>>,
	more: Readonly<Record<string, string>> = {},
): Form {
	return { type, data: { baseUrl, clientId, clientSecret, ...more }, isOAuth2: true };
}

/** Logs in at providers as a user of the editor does: in a browser that holds n8n's cookie. */
export class Browser {
	private constructor(
		private readonly url: string,
		private readonly cookie: string,
	) {}

	/** @param url of the editor */
	static async logIn(url: string): Promise<Browser> {
		const answer = await fetch(`${url}/rest/login`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ emailOrLdapLoginId: OWNER.email, password: OWNER.password }),
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

	private async open(address: string): Promise<Response> {
		return await fetch(address, { headers: { cookie: this.cookie } });
	}
}

/** Stores what was typed and, where the provider asks for it, logs in there. */
export async function createCredential(
	client: N8nClient,
	browser: Browser,
	name: string,
	{ type, data, isOAuth2 }: Form,
): Promise<CredentialReference> {
	const reference = await client.createCredential(name, type, data);
	if (isOAuth2) {
		const page = await browser.connect(reference);
		if (!/success|connected/i.test(page)) throw new Error(`${name} was not connected: ${page}`);
	}
	return reference;
}
