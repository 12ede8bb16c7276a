import type { EpochMs, WorldClock } from './clock';

/** A successful answer of the token endpoint; what n8n keeps as `oauthTokenData`. */
export type TokenAnswer = {
	readonly access_token: string;
	readonly refresh_token?: string;
	readonly token_type: 'Bearer';
	/** Seconds. */
	readonly expires_in: number;
	/** Blank between. */
	readonly scope: string;
};

export type TokenStanding = 'live' | 'expired' | 'revoked' | 'unknown';

export interface TokenLives {
	/** `rotating`: good for one use, each refresh returns the next; `longLived`: stays the same. */
	readonly refreshTokens: 'rotating' | 'longLived';
	/** Of tokens issued from now on. */
	readonly accessTokenLifeMs: number;
	/** Since the refresh token was issued or last used; without it they never expire. */
	readonly refreshTokenLifeMs?: number;
}

interface AccessToken {
	readonly scope: string;
	expiresAt: EpochMs;
	revoked: boolean;
}

interface RefreshToken {
	readonly scope: string;
	usedAt: EpochMs;
}

/** Scopes of a list with blanks between. */
export const toScopes = (scope: string): readonly string[] =>
	scope.split(/\s+/).filter((name) => name !== '');

/** The tokens an authorization server has issued, and what became of them. */
export class Grants {
	private readonly accessTokens = new Map<string, AccessToken>();
	private readonly refreshTokens = new Map<string, RefreshToken>();
	private refreshCount = 0;

	constructor(
		private readonly clock: WorldClock,
		private readonly drawToken: () => string,
		private readonly lives: () => TokenLives,
	) {}

	get refreshes(): number {
		return this.refreshCount;
	}

	issue(scope: string, hasRefreshToken: boolean): TokenAnswer {
		return this.answer(scope, hasRefreshToken ? this.addRefreshToken(scope) : undefined);
	}

	/** The scope a refresh token was issued for; nothing when it is unknown, was used, revoked, or is too old. */
	refreshableScope(refreshToken: string): string | undefined {
		const { refreshTokenLifeMs = Infinity } = this.lives();
		const known = this.refreshTokens.get(refreshToken);
		return known && this.clock.now() - known.usedAt < refreshTokenLifeMs ? known.scope : undefined;
	}

	/** Uses a refresh token that is still good, for `scope` or a part of it. */
	refresh(refreshToken: string, scope: string): TokenAnswer {
		this.refreshCount += 1;
		const known = this.refreshTokens.get(refreshToken);
		if (this.lives().refreshTokens === 'longLived') {
			if (known) known.usedAt = this.clock.now();
			return this.answer(scope, refreshToken);
		}
		this.refreshTokens.delete(refreshToken);
		return this.answer(scope, this.addRefreshToken(known?.scope ?? scope));
	}

	check(accessToken: string): TokenStanding {
		const known = this.accessTokens.get(accessToken);
		if (!known) return 'unknown';
		if (known.revoked) return 'revoked';
		return this.clock.now() < known.expiresAt ? 'live' : 'expired';
	}

	scopesOf(accessToken: string): readonly string[] {
		return toScopes(this.accessTokens.get(accessToken)?.scope ?? '');
	}

	expireAccessTokens(): void {
		for (const token of this.accessTokens.values()) {
			token.expiresAt = Math.min(token.expiresAt, this.clock.now());
		}
	}

	revoke(): void {
		for (const token of this.accessTokens.values()) token.revoked = true;
		this.refreshTokens.clear();
	}

	private answer(scope: string, refreshToken: string | undefined): TokenAnswer {
		const { accessTokenLifeMs } = this.lives();
		const accessToken = this.drawToken();
		const expiresAt = this.clock.now() + accessTokenLifeMs;
		this.accessTokens.set(accessToken, { scope, expiresAt, revoked: false });
		return {
			access_token: accessToken,
			...(refreshToken === undefined ? {} : { refresh_token: refreshToken }),
			token_type: 'Bearer',
			expires_in: Math.round(accessTokenLifeMs / 1000),
			scope,
		};
	}

	private addRefreshToken(scope: string): string {
		const token = this.drawToken();
		this.refreshTokens.set(token, { scope, usedAt: this.clock.now() });
		return token;
	}
}
