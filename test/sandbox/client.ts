import type { JsonRecord } from '../../sandbox/json';
import type { ProviderSandbox, Sandbox } from '../../sandbox/server';

export interface Answer {
	readonly status: number;
	readonly headers: Headers;
	/** The body when it is one record or an error. */
	readonly body: JsonRecord;
	/** The body when it is a list. */
	readonly records: readonly JsonRecord[];
}

const isRecord = (value: unknown): value is JsonRecord =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

const isList = (value: unknown): value is readonly JsonRecord[] =>
	Array.isArray(value) && value.every(isRecord);

/** A plain GET; values of `query` are encoded as any client would. */
export const get = async (
	url: string,
	query: Readonly<Record<string, string | number>> = {},
	authorization?: string,
	signal?: AbortSignal,
): Promise<Answer> => {
	const target = new URL(url);
	for (const [name, value] of Object.entries(query)) target.searchParams.set(name, String(value));
	const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
	const response = await fetch(target, { headers, signal });
	const body: unknown = await response.json();
	return {
		status: response.status,
		headers: response.headers,
		body: isRecord(body) ? body : {},
		records: isList(body) ? body : [],
	};
};

export const basic = (apiKey: string): string =>
	`Basic ${Buffer.from(`${apiKey}:`).toString('base64')}`;

/** GET at the Insightly stand-in with the right key; `path` follows `/v3.1`. */
export const getInsightly = async (
	{ insightly }: Sandbox,
	path: string,
	query: Readonly<Record<string, string | number>> = {},
	signal?: AbortSignal,
): Promise<Answer> => {
	const { baseUrl, apiKey } = insightly.credential;
	return await get(`${baseUrl}/v3.1${path}`, query, basic(apiKey), signal);
};

/** The header of hub calls, from the data of a platform credential. */
export const platformAuthorization = (credential: ProviderSandbox['credential']): string =>
	`User ${credential.userSecret}, Organization ${credential.organizationSecret}, Element ${credential.elementToken}`;

/** GET at the platform stand-in; by default as the Insightly instance. `path` follows `/elements/api-v2`. */
export const getPlatform = async (
	{ platform }: Sandbox,
	path: string,
	query: Readonly<Record<string, string | number>> = {},
	credential: ProviderSandbox['credential'] = platform.credential,
): Promise<Answer> =>
	await get(`${platform.baseUrl}/elements/api-v2${path}`, query, platformAuthorization(credential));

/** Numbers of the changes a list of records of the Insightly stand-in shows. */
export const changesIn = (
	{ insightly }: Sandbox,
	resource: string,
	records: readonly JsonRecord[],
): (number | undefined)[] =>
	records.map((record) => insightly.world.changeNumber(resource, record));
