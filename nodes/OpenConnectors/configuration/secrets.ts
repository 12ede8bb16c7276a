import { quote } from '../core/text';
import { ConfigurationError, remark, type Notice } from './types';
import { describe, isObject } from './value';

/*
 * A configuration is kept and shown as it is: secrets stand in a credential, which n8n encrypts.
 */

/** `api_key`, `accessToken`, `client-secret`, `password`: names of parameters and fields that hold a secret. */
const SECRET =
	/(?:api|access|auth|client|private|secret|session|subscription)[-_.]?(?:key|token|secret)$|(?:^|[-_.])(?:secret|passw(?:or)?d)$/i;

/** Among headers more names are those of secrets: `X-Figma-Token`. */
const SECRET_HEADER =
	/^cookie$|^bearer$|(?:^|-)session(?:-?id)?$|^(?!.*(?:page|next|continuation|cursor|sync|idempotency)-).*(?:^|-)(?:key|token|signature|auth|authorization)$/i;

export function isSecretHeader(name: string): boolean {
	return SECRET.test(name) || SECRET_HEADER.test(name);
}

/** Whether a parameter of somebody's request holds a secret; `key` and `token` mostly do. */
export function isSecretParameter(name: string): boolean {
	return (
		SECRET.test(name) || /^(?:(?:user_?)?key|token|auth|app_?id|sig(?:nature)?|pwd)$/i.test(name)
	);
}

/** What stands at a path, without the value itself where it is a secret, written in the wrong place. */
export function describeAt(path: string, value: unknown): string {
	const name = path.slice(path.lastIndexOf('.') + 1);
	const isSecret =
		SECRET.test(path) || isSecretParameter(name) || isSecretHeader(name) || name === 'headers';
	if (!isSecret || (typeof value !== 'string' && typeof value !== 'number')) return describe(value);
	return typeof value === 'string' ? 'a text' : 'a number';
}

/** @throws ConfigurationError for a header that belongs into the credential */
export function refuseSecretHeaders(name: string, headers: Readonly<Record<string, string>>): void {
	for (const header of Object.keys(headers)) {
		if (!isSecretHeader(header)) continue;
		const field = /cookie/i.test(header)
			? 'Header, with Cookie as its name'
			: /^authorization$/i.test(header)
				? 'Bearer, Basic or Header'
				: `Header, with ${quote(header)} as its name`;
		throw new ConfigurationError(
			`${name}.headers.${quote(header)}`,
			`found a secret; leave it out here, and enter it in the credential under Authentication: ${field}`,
		);
	}
}

/** @throws ConfigurationError for a parameter that belongs into the credential */
export function refuseSecretParameters(path: string, url: string): void {
	for (const parameter of url.split('?').slice(1).join('?').split('&')) {
		const [name, value = ''] = parameter.split('=');
		if (SECRET.test(name) && value !== '')
			throw new ConfigurationError(
				path,
				`found a secret in the parameter ${quote(name)}; leave it out here, and enter it in the credential under Authentication: Query`,
			);
	}
}

/** A body has no place in the credential: it is sent, and the user should know. */
export function noteSecretsInBody(path: string, body: unknown, notices: Notice[]): void {
	if (Array.isArray(body)) {
		body.forEach((part, index) => noteSecretsInBody(`${path}.${index}`, part, notices));
	} else if (isObject(body)) {
		for (const [name, part] of Object.entries(body)) {
			if (SECRET.test(name) && typeof part === 'string')
				notices.push(
					remark(
						`${path}.${quote(name)} looks like a secret: what stands in a workflow is not encrypted.`,
					),
				);
			else noteSecretsInBody(`${path}.${quote(name)}`, part, notices);
		}
	}
}
