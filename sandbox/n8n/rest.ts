import { z } from 'zod';

/** An answer of n8n that says no. */
export class N8nAnswer extends Error {
	readonly name = 'N8nAnswer';

	constructor(
		readonly request: string,
		readonly status: number,
		readonly body: string,
	) {
		super(`${request} was answered with ${status}: ${body.slice(0, 500)}`);
	}
}

export interface RestRequest {
	readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** Begins with `/`; may hold a query. */
	readonly path: string;
	readonly body?: unknown;
}

/** Calls n8n's two APIs: the editor's own (by cookie) and the public one (by key), whichever is known. */
export class RestSession {
	private cookie: string | undefined;
	private apiKey: string | undefined;

	constructor(private readonly baseUrl: string) {}

	useApiKey(apiKey: string): void {
		this.apiKey = apiKey;
	}

	/**
	 * Opens a page as the browser does that is logged in.
	 * @param address below n8n's own or a whole one
	 */
	async open(address: string): Promise<Response> {
		const headers: Record<string, string> = this.cookie ? { cookie: this.cookie } : {};
		return await fetch(new URL(address, this.baseUrl), { headers });
	}

	/**
	 * @returns the answer's body in the shape asked for.
	 * @throws N8nAnswer for a status of 400 and above, ZodError for another shape than the one asked for.
	 */
	async send<Shape extends z.ZodTypeAny>(
		{ method = 'GET', path, body }: RestRequest,
		shape: Shape,
	): Promise<z.output<Shape>> {
		const answer = await fetch(`${this.baseUrl}${path}`, {
			method,
			headers: {
				...(body === undefined ? {} : { 'content-type': 'application/json' }),
				...(this.cookie ? { cookie: this.cookie } : {}),
				...(this.apiKey ? { 'X-N8N-API-KEY': this.apiKey } : {}),
			},
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		});
		const text = await answer.text();
		if (!answer.ok) throw new N8nAnswer(`${method} ${path}`, answer.status, text);
		const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
		if (cookies.length > 0) this.cookie = cookies.join('; ');
		const content: unknown = text === '' ? undefined : JSON.parse(text);
		return shape.parse(content);
	}
}
