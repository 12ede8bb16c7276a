import type { FastifyRequest } from 'fastify';
import { Refusal } from '../../mount';
import type { OAuth2Server, TokenStanding } from '../../oauth2';
import type { Settings } from '../../settings';
import type { InfusionsoftRestBehaviour, Quota } from './behaviour';

/** A refusal by the gateway in front of the API, in its words. */
export class GatewayRefusal extends Refusal {
	override readonly name = 'GatewayRefusal';

	constructor(
		status: number,
		message: string,
		readonly errorCode: string,
	) {
		super(status, message);
	}
}

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

/** Requests of one caller, counted on the machine's clock, however the provider's is set. */
class Usage {
	private recent: number[] = [];
	private day = 0;
	private today = 0;

	/** Counts one request and says whether it is within the quota. */
	admit({ perSecond = Infinity, perMinute, perDay }: Quota): boolean {
		const isWithin =
			this.inLast(SECOND_MS) < perSecond && this.minute < perMinute && this.used < perDay;
		if (!isWithin) return false;
		this.recent.push(Date.now());
		this.today += 1;
		return true;
	}

	get minute(): number {
		return this.inLast(MINUTE_MS);
	}

	/** Since 00:00 UTC. */
	get used(): number {
		const day = Math.floor(Date.now() / DAY_MS);
		if (day !== this.day) {
			this.day = day;
			this.today = 0;
		}
		return this.today;
	}

	private inLast(ms: number): number {
		const now = Date.now();
		this.recent = this.recent.filter((at) => at > now - MINUTE_MS);
		return this.recent.filter((at) => at > now - ms).length;
	}
}

type Caller = 'oauth' | 'key';

const STANDINGS: Readonly<Record<Exclude<TokenStanding, 'live'>, readonly [string, string]>> = {
	expired: ['Access Token expired', 'keymanagement.service.access_token_expired'],
	revoked: ['Access Token not approved', 'keymanagement.service.access_token_not_approved'],
	unknown: ['Invalid Access Token', 'keymanagement.service.invalid_access_token'],
};

/** The gateway: who calls, with what right, and how often. */
export class Gateway {
	private readonly usage: Readonly<Record<Caller | 'tenant', Usage>> = {
		oauth: new Usage(),
		key: new Usage(),
		tenant: new Usage(),
	};
	private arrivals: number[] = [];
	private readonly callers = new WeakMap<FastifyRequest, Caller>();

	constructor(
		private readonly apiKey: string,
		private readonly oauth2: Pick<OAuth2Server, 'check'>,
		private readonly behaviour: Settings<InfusionsoftRestBehaviour>,
	) {}

	/** Throws a refusal when the request comes too fast, without a right, or beyond the quota. */
	admit(request: FastifyRequest): void {
		const settings = this.behaviour.current;
		this.arrestSpike(settings.spikePerSecond);
		const caller = this.identify(request);
		this.callers.set(request, caller);
		const isWithin = this.usage.tenant.admit(settings.tenant);
		if (isWithin && this.usage[caller].admit(settings[caller])) return;
		const { retryAfterSeconds: seconds } = settings;
		throw new Refusal(
			429,
			'Quota Exceeded',
			seconds === undefined ? {} : { 'retry-after': String(seconds) },
		);
	}

	/** The figures sent with every answer to a caller that is known. */
	headers(request: FastifyRequest): Readonly<Record<string, string>> {
		const caller = this.callers.get(request);
		if (!caller) return {};
		const settings = this.behaviour.current;
		const { [caller]: product, tenant } = settings;
		const { [caller]: own, tenant: all } = this.usage;
		const expiry = (Math.floor(Date.now() / DAY_MS) + 1) * DAY_MS;
		const left = (limit: number, used: number): number => Math.max(0, limit - used);
		const measure = (name: string, figures: Readonly<Record<string, string | number>>) =>
			Object.entries(figures).map(([part, figure]) => [`x-keap-${name}-${part}`, String(figure)]);
		return Object.fromEntries([
			...measure('product-quota', {
				limit: product.perDay,
				'time-unit': 'day',
				interval: 1,
				available: left(product.perDay, own.used),
				used: own.used,
				'expiry-time': settings.quotaExpiry === 'seconds' ? expiry / 1000 : expiry,
			}),
			...measure('product-throttle', {
				limit: product.perMinute,
				'time-unit': 'minute',
				interval: 1,
				available: left(product.perMinute, own.minute),
				used: own.minute,
			}),
			...measure('tenant-throttle', {
				limit: `${tenant.perMinute}|${tenant.perDay}`,
				'time-unit': 'minute|day',
				interval: '1|1',
				available: `${left(tenant.perMinute, all.minute)}|${left(tenant.perDay, all.used)}`,
				used: `${all.minute}|${all.used}`,
			}),
		]);
	}

	private arrestSpike(perSecond: number): void {
		const now = Date.now();
		this.arrivals = this.arrivals.filter((at) => at > now - SECOND_MS);
		if (this.arrivals.length >= perSecond) {
			throw new GatewayRefusal(
				429,
				`Spike arrest violation. Allowed rate : ${perSecond}ps`,
				'policies.ratelimit.SpikeArrestViolation',
			);
		}
		this.arrivals.push(now);
	}

	private identify({ headers }: FastifyRequest): Caller {
		const [, token] = /^Bearer (\S+)$/i.exec(headers.authorization ?? '') ?? [];
		if (headers['x-keap-api-key'] === this.apiKey || token === this.apiKey) return 'key';
		if (headers['x-keap-api-key'] !== undefined && token === undefined) {
			throw new GatewayRefusal(401, 'Invalid ApiKey', 'oauth.v2.InvalidApiKey');
		}
		const standing = this.oauth2.check(token);
		if (standing === 'live') return 'oauth';
		throw new GatewayRefusal(401, ...STANDINGS[standing]);
	}
}
