import {
	Expression,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IHttpRequestOptions,
} from 'n8n-workflow';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null;

/** Signs a request as n8n does: by the generic description of a credential type, or with the token of a login. */
export function signed(
	{ authenticate, extends: parents = [] }: ICredentialType,
	$credentials: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
): IHttpRequestOptions {
	const { oauthTokenData } = $credentials;
	if (parents.includes('oAuth2Api') && isObject(oauthTokenData)) {
		const Authorization = `Bearer ${String(oauthTokenData.access_token)}`;
		return { ...request, headers: { ...request.headers, Authorization } };
	}
	if (!authenticate || typeof authenticate === 'function') return request;
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
