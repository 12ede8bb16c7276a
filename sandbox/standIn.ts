import type { FastifyInstance } from 'fastify';
import type { ICredentialType } from 'n8n-workflow';
import type { WorldClock } from './clock';
import type { Faults } from './faults';
import type { RequestLogEntry } from './mount';
import type { OAuth2Server } from './oauth2';
import type { ReceivedChange } from './oracle';
import type { PlatformElement } from './providers/platform/element';
import type { SecretDraw } from './random';
import type { World } from './world';

export const CONNECTIONS = ['provider', 'openConnectors'] as const;
export type Connection = (typeof CONNECTIONS)[number];

/** The server that all stand-ins share, and what decides their records and secrets. */
export interface Site {
	readonly server: FastifyInstance;
	readonly clock: WorldClock;
	/** Known once the server listens. */
	readonly url: () => string;
	readonly seed: number;
	readonly secrets: SecretDraw;
}

/** An account at a provider: what it holds, what is wrong with it, and what was asked of it. */
export interface Account {
	readonly baseUrl: string;
	readonly world: World;
	readonly faults: Faults;
	/** In order of arrival; grows while the sandbox runs. */
	readonly requests: readonly RequestLogEntry[];
	/** The authorization server, if the provider has one. */
	readonly oauth2?: OAuth2Server;
}

/** Resources that change in one way. */
export interface Work {
	readonly resources: readonly string[];
	/** Share of the changes that make a record; of the others, `removeShare` of all remove one. */
	readonly createShare: number;
	readonly removeShare: number;
}

/** What can be watched by one connection, and how its records change. */
export interface Watched {
	readonly works: readonly Work[];
	/** The kind that may stand for the other one, where the connection cannot tell created from updated. */
	readonly anyKindAs?: 'CREATED' | 'UPDATED';
}

export const ALL_KINDS = { createShare: 0.4, removeShare: 0.1 };
export const EDITS = { createShare: 0.4, removeShare: 0 };
export const ADDITIONS = { createShare: 1, removeShare: 0 };

/** Values as somebody types them into the form of a credential. */
export interface Form {
	readonly type: string;
	readonly data: Readonly<Record<string, string>>;
	/** Whether it has to be connected by logging in at the provider. */
	readonly isOAuth2: boolean;
}

/** What a connector brings to the sandbox and to the tests, beside its definition. */
export interface StandIn<Own extends Account> {
	/** In the order of {@link StandIn.forms}; the first is the one that workflows use. */
	readonly credentials: readonly ICredentialType[];
	readonly mount: (site: Site) => Own;
	/** The same account as the platform shows it. */
	readonly element: (account: Own) => PlatformElement;
	/** What to type into the credentials. */
	readonly forms: (account: Own) => ReadonlyArray<Readonly<Record<string, string>>>;
	/** Takes the limits of requests away. */
	readonly liftLimits: (account: Own) => void;
	readonly watched: Readonly<Record<Connection, Watched>>;
	/** What the world calls a resource of the connector; absent: the same. */
	readonly inWorld?: (resource: string) => readonly string[];
	/** An event with the resource and the id that the world knows its record by; absent: by `inWorld` alone. */
	readonly toWorld?: (event: ReceivedChange) => ReceivedChange;
}

/** A stand-in at its place on the server. */
export interface Placed {
	readonly element: PlatformElement;
	/** Forms of all its credentials, the one that workflows use first. */
	forms(): readonly Form[];
	liftLimits(): void;
}

/** Puts a stand-in on the server. */
export function place<Own extends Account>(standIn: StandIn<Own>, site: Site): Own & Placed {
	const account = standIn.mount(site);
	return Object.assign(account, {
		element: standIn.element(account),
		forms: () =>
			standIn.forms(account).map((data, index) => {
				const { name, extends: parents = [] } = standIn.credentials[index];
				return { type: name, data, isOAuth2: parents.includes('oAuth2Api') };
			}),
		liftLimits: () => standIn.liftLimits(account),
	});
}

/** More requests than any test makes. */
export const UNLIMITED = 1_000_000;
