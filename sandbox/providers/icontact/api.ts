import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Faults } from '../../faults';
import { mountProvider, Refusal, type RequestLogEntry } from '../../mount';
import { seededSecrets, type SecretDraw } from '../../random';
import { Settings } from '../../settings';
import type { World } from '../../world';
import { authenticate, drawSecrets } from './access';
import { OWN_ACCOUNT, OWN_FOLDER } from './accounts';
import { ICONTACT_DEFAULTS, type IContactBehaviour } from './behaviour';
import { Quota } from './quota';
import { addRoutes, noResource } from './routes';

const PREFIX = '/icontact/icp';

/** Data of the n8n credential. */
export type IContactCredential = {
	readonly baseUrl: string;
	readonly apiVersion: string;
	readonly appId: string;
	readonly username: string;
	readonly password: string;
	readonly accountId: string;
	readonly clientFolderId: string;
};

export interface IContactSandbox {
	readonly baseUrl: string;
	readonly credential: IContactCredential;
	readonly world: World;
	readonly faults: Faults;
	readonly requests: readonly RequestLogEntry[];
	/** What the vendor's documents leave open. */
	readonly behaviour: Settings<IContactBehaviour>;
}

/**
 * Stand-in of the iContact API 2.x (https://help.icontact.com/customers/s/article/Advanced-Users-iContact-API),
 * for reading: four headers instead of a token, all content below an account and a client folder, arrays
 * under the name of their resource, values as text, `limit` and `offset`, `{"errors":[…]}`, and HTTP 200
 * with `warnings` for search terms it did not understand. Nothing but a contact's own history tells when
 * the contact was edited.
 */
export const mountIContact = (
	server: FastifyInstance,
	world: World,
	url: () => string,
	seed: number,
	secretDraw: SecretDraw = seededSecrets(seed),
): IContactSandbox => {
	const behaviour = new Settings(ICONTACT_DEFAULTS);
	const quota = new Quota();
	const faults = new Faults(seed);
	const secrets = drawSecrets(secretDraw);

	const { requests } = mountProvider(
		server,
		{
			prefix: PREFIX,
			authenticate: (request) => (isTime(request) ? false : authenticate(request, secrets)),
			admit: () => {
				const { maintenance, retryAfterSeconds, ...quotas } = behaviour.current;
				if (!maintenance && quota.admit(quotas)) return;
				throw new Refusal(
					503,
					maintenance ? 'The system is down for maintenance.' : 'The traffic is too high.',
					retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) },
				);
			},
			headers: () => ({ 'content-type': behaviour.current.contentType }),
			errorBody: ({ message }) => ({ errors: [message] }),
			notFound: ({ method, url: path }) =>
				method === 'GET'
					? noResource(path)
					: new Refusal(405, `${method} is not possible for ${path}.`),
			routes: (app, afterSent) => addRoutes(app, afterSent, { world, behaviour, faults }),
		},
		world.clock,
		faults,
	);

	return {
		get baseUrl() {
			return `${url()}${PREFIX}`;
		},
		get credential() {
			return {
				baseUrl: this.baseUrl,
				apiVersion: '2.2',
				...secrets,
				accountId: OWN_ACCOUNT,
				clientFolderId: OWN_FOLDER,
			};
		},
		world,
		faults,
		requests,
		behaviour,
	};
};

const isTime = ({ url }: FastifyRequest): boolean =>
	/^\/time\/?(\?|$)/.test(url.slice(PREFIX.length));
