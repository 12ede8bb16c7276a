import * as STAND_INS from './providers';
import { place, type Account, type Placed, type Site, type StandIn } from './standIn';

export { STAND_INS };

type StandIns = typeof STAND_INS;
export type Connector = keyof StandIns;

type Own<Name extends Connector> =
	StandIns[Name] extends StandIn<infer Found extends Account> ? Found : never;

/** The account at each provider, by the key of its connector. */
export type Accounts = { readonly [Name in Connector]: Own<Name> & Placed };

const byName: { readonly [Name in Connector]: StandIn<Own<Name>> } = STAND_INS;

const isConnector = (name: string): name is Connector => name in STAND_INS;

export const CONNECTOR_NAMES = Object.keys(STAND_INS).filter(isConnector);

type AnyAccounts = Readonly<Record<string, Account & Placed>>;

const isWhole = (accounts: AnyAccounts): accounts is Accounts =>
	CONNECTOR_NAMES.every((name) => name in accounts);

/** Puts all stand-ins on a server. */
export function placeStandIns(site: Site): Accounts {
	const placed = <Name extends Connector>(name: Name) => place(byName[name], site);
	const accounts: AnyAccounts = Object.fromEntries(
		CONNECTOR_NAMES.map((name) => [name, placed(name)]),
	);
	if (isWhole(accounts)) return accounts;
	throw new Error('A stand-in has no account.');
}
