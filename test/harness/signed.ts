import {
	Expression,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IHttpRequestOptions,
} from 'n8n-workflow';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null;

/** Signs a request as n8n does: by what a credential type says of it, or with the token of a login. */
export async function signed(
	{ authenticate, extends: parents = [] }: ICredentialType,
	$credentials: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
): Promise<IHttpRequestOptions> {
	const { oauthTokenData } = $credentials;
	if (parents.includes('oAuth2Api') && isObject(oauthTokenData)) {
		const Authorization = `Bearer ${String(oauthTokenData.access_token)}`;
		return { ...request, headers: { ...request.headers, Authorization } };
	}
	if (!authenticate) return request;
	if (typeof authenticate === 'function') return await authenticate($credentials, request);
	const resolve = (value: unknown): string =>
		typeof value === 'string' && value.startsWith('=')
			? String(Expression.resolveWithoutWorkflow(value.slice(1), { $credentials }))
			: String(value);
	const { headers = {}, auth } = authenticate.properties;
	return {
		...request,
		headers: {
			...request.headers,
			...Object.fromEntries(Object.entries(headers).map(([key, value]) => [key, resolve(value)])),
		},
		...(auth
			? { auth: { username: resolve(auth.username), password: resolve(auth.password) } }
			: {}),
	};
}
