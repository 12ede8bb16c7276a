import type { FastifyRequest } from 'fastify';
import type { SecretDraw } from '../../random';
import { PlatformRefusal } from './element';
import type { Instances, PlatformInstance } from './instances';

/** What a user of the platform is given: his own secret, that of his organization, a token per instance. */
export interface PlatformSecrets {
	readonly user: string;
	readonly organization: string;
	readonly drawToken: () => string;
}

export interface Standing {
	/** Instances (by element key) that are switched off: 403, though `/objects` still answers. */
	readonly disabled: readonly string[];
	/** Instances (by element key) that were deleted: their token gets 401. */
	readonly deleted: readonly string[];
}

export const drawSecrets = (secrets: SecretDraw): PlatformSecrets => {
	const draw = secrets(3000);
	const secret = () => Buffer.from(draw.uuid()).toString('base64');
	return {
		user: secret(),
		organization: draw.uuid().replaceAll('-', ''),
		drawToken: secret,
	};
};

/**
 * Reads `Authorization: User …, Element …[, Organization …]` and finds the instance it opens.
 * Calls to the platform itself take `Organization` instead of `Element`; they open no instance.
 */
export const openInstance = (
	request: FastifyRequest,
	isPlatformCall: boolean,
	secrets: PlatformSecrets,
	instances: Instances,
	standing: Standing,
): PlatformInstance | undefined => {
	const parts = readAuthorization(request.headers.authorization);
	const organization = parts.get('organization');
	const token = parts.get('element');
	const isUser = parts.get('user') === secrets.user;
	const isOrganization = organization === undefined || organization === secrets.organization;
	const found = token === undefined ? undefined : instances.byToken(token);
	const opened = found && !standing.deleted.includes(found.element.key) ? found : undefined;
	if (!isUser || !isOrganization || (token !== undefined && opened === undefined)) {
		throw unauthorized();
	}
	if (opened === undefined && !(isPlatformCall && organization !== undefined)) throw unauthorized();
	return opened;
};

const unauthorized = (): PlatformRefusal =>
	new PlatformRefusal(
		401,
		'Invalid Organization or User secret, or invalid Element token provided.',
	);

const readAuthorization = (header = ''): ReadonlyMap<string, string> =>
	new Map(
		header.split(',').flatMap((part): [string, string][] => {
			const [scheme, secret] = part.trim().split(/\s+/);
			return scheme && secret ? [[scheme.toLowerCase(), secret]] : [];
		}),
	);
