import type { FastifyRequest } from 'fastify';
import { Refusal } from '../../mount';
import type { SecretDraw } from '../../random';

/** Versions the vendor lists; any other is answered with 501. */
const VERSIONS = ['2.0', '2.1', '2.2'];

/** What a registered application sends with every request. */
export interface IContactSecrets {
	readonly appId: string;
	readonly username: string;
	/** That of the application, not the one to log in with. */
	readonly password: string;
}

export const drawSecrets = (secrets: SecretDraw): IContactSecrets => {
	const draw = secrets(4000);
	return {
		appId: draw.uuid().replaceAll('-', ''),
		username: `office${draw.digits(4)}`,
		password: draw.uuid(),
	};
};

/**
 * Looks at the four headers and at the formats. A live server was seen to name the user first when all
 * were missing; which of several faults it names else is undocumented. Of the two formats the stand-in
 * speaks JSON only, and takes a request that names none for one that wants the other.
 */
export const authenticate = ({ headers }: FastifyRequest, secrets: IContactSecrets): void => {
	if (headers['api-username'] !== secrets.username) throw new Refusal(401, 'Api username invalid');
	if (headers['api-password'] !== secrets.password) throw new Refusal(401, 'Api password invalid');
	if (headers['api-appid'] !== secrets.appId) throw new Refusal(401, 'Api application id invalid');

	const version = headers['api-version'];
	if (typeof version !== 'string' || !VERSIONS.includes(version)) {
		throw new Refusal(501, `The API version ${String(version)} is not implemented.`);
	}
	if (!headers.accept?.includes('application/json')) {
		throw new Refusal(406, 'The answer can be had as application/json only.');
	}
	const type = headers['content-type'];
	if (type !== undefined && !/^(application\/json|text\/xml)\b/.test(type)) {
		throw new Refusal(415, `Requests may not be ${type}.`);
	}
};
