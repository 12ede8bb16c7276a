import type { AccountPath } from '../connectors/definition';
import { compileFieldPath } from '../polling/fieldPath';
import { encodeValue } from '../templates/encode';
import { fetchAnswer, type Dialect, type RequestBudget, type Send } from './http';
import { bodyOf, recordSelector } from './records';
import { SourceError } from './sourceError';

/** The ids that the path of an account needs cannot be found out; the message says what to enter. */
export class AccountError extends Error {
	constructor(message: string) {
		super(message);
		this.name = 'AccountError';
	}
}

export interface AccountSource {
	readonly account: AccountPath;
	/** Address that the paths are below. */
	readonly apiUrl: string;
	/** What the credential holds; blank values are asked for. */
	readonly given: Readonly<Record<string, string>>;
	/** Names the login, so that what was found is kept for it; holds no secret. */
	readonly login: string;
	readonly send: Send;
	readonly dialect: Dialect;
	/** Told in a sentence what was found. */
	readonly tell: (sentence: string) => void;
}

/** What was found, by login. */
const found = new Map<string, Readonly<Record<string, string>>>();

/**
 * The address of an account: ids that the credential leaves blank are asked for at the provider,
 * once in the life of this process.
 *
 * @throws AccountError when there are none or several, SourceError
 */
export async function findAccount(source: AccountSource, budget: RequestBudget): Promise<string> {
	const { account, apiUrl, given, login, tell } = source;
	const known = found.get(login) ?? {};
	const values: Record<string, string> = {};
	for (const lookup of account.lookups) {
		const { variable } = lookup;
		const value = given[variable]?.trim() || known[variable];
		values[variable] = value ?? (await ask(source, lookup, values, budget));
		if (value === undefined)
			tell(`${lookup.label} ${values[variable]} is used, the only one there is.`);
	}
	found.set(login, { ...values });
	return apiUrl + fill(account.path, values);
}

async function ask(
	source: AccountSource,
	lookup: AccountPath['lookups'][number],
	values: Readonly<Record<string, string>>,
	budget: RequestBudget,
): Promise<string> {
	const { apiUrl, send, dialect } = source;
	const url = apiUrl + fill(lookup.path, values);
	const answer = await fetchAnswer(send, { method: 'GET', url }, budget, dialect);
	if (answer instanceof SourceError) throw answer;
	const entries = recordSelector(lookup.recordsField)(bodyOf(answer));
	const idOf = compileFieldPath(lookup.idField);
	const nameOf = compileFieldPath(lookup.nameField);
	if (entries.length === 1) return String(idOf(entries[0]));
	const label = lookup.label;
	if (entries.length === 0) {
		throw new AccountError(
			`${label}: the credential may see none. Ask the owner of the account to give it access, or enter the ${label} in the credential.`,
		);
	}
	const choices = entries
		.slice(0, 20)
		.map((entry) => `${String(idOf(entry))} (${String(nameOf(entry) ?? 'without a name')})`);
	throw new AccountError(
		`${label}: there are several. Enter one of them in the credential: ${choices.join(', ')}.`,
	);
}

function fill(path: string, values: Readonly<Record<string, string>>): string {
	return path.replace(/\{(\w+)\}/g, (_whole, name: string) => encodeValue(values[name] ?? ''));
}
