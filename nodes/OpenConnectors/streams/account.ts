import { PollError } from '../core/error';
import type { AccountLookup, AccountPath } from './definition';
import { compileFieldPath } from '../core/fieldPath';
import type { RawRecord } from '../core/page';
import { quote } from '../core/text';
import { climbs } from '../configuration/climb';
import { encodeValue } from '../configuration/encode';
import { fetchAnswer, type ErrorMapper, type RequestBudget, type Send } from './http';
import { textAt } from './paging/bodyField';
import { bodyOf, identified, recordSelector } from './records';
import { SourceError, type SourceErrorKind } from './sourceError';

/** The ids that the path of an account needs are wrong, or cannot be found out; the message says what to enter. */
export class AccountError extends PollError {
	constructor(message: string) {
		super('account', message);
	}
}

export interface AccountSource {
	readonly account: AccountPath;
	/** Address that the paths are below. */
	readonly apiUrl: string;
	/** What the credential holds; blank values are asked for. */
	readonly given: Readonly<Record<string, string>>;
	/** What was found or confirmed before, by login and by what the credential held. */
	readonly known: Map<string, AccountIds>;
	/** Names the login, so that what was found is kept for it; holds no secret. */
	readonly login: string;
	readonly send: Send;
	readonly errorMapper?: ErrorMapper;
	/** Told in a sentence what was found. */
	readonly tell: (sentence: string) => void;
}

/** The ids of an account, by variable of its path. */
export type AccountIds = Readonly<Record<string, string>>;

/** Variables of a path: `/a/{accountId}` has one. */
const VARIABLE = /\{(\w+)\}/g;

/**
 * The address of an account. Ids that the credential leaves blank are asked for at the provider;
 * those that it holds are looked for in the provider's list. Both happen once in the life of this
 * process. An address that names the account itself is taken as it is.
 *
 * @throws AccountError when there are none or several, or not the one given; SourceError
 */
export async function findAccount(source: AccountSource, budget: RequestBudget): Promise<string> {
	const { account, apiUrl, login, known } = source;
	if (endsLike(account.path, apiUrl)) return apiUrl;
	const lookups = lookupsFor(account);
	const given = lookups.map(({ variable }) => source.given[variable]?.trim() ?? '');
	const name = JSON.stringify([login, apiUrl, account.path, given]);
	const ids = known.get(name) ?? (await lookUp(source, lookups, given, budget));
	known.set(name, ids);
	return apiUrl + fill(account, account.path, ids);
}

function endsLike(path: string, url: string): boolean {
	const pattern = path
		.split(VARIABLE)
		.map((part, index) => (index % 2 === 1 ? '[^/]+' : part.replace(/[^\w/-]/g, '\\$&')))
		.join('');
	return new RegExp(`${pattern}$`).test(url);
}

/** The ids that the path names, and those that have to be known to ask for them. */
function lookupsFor({ path, lookups }: AccountPath): readonly AccountLookup[] {
	const needed = new Set(variablesOf(path));
	for (const lookup of [...lookups].reverse())
		if (needed.has(lookup.variable)) for (const name of variablesOf(lookup.path)) needed.add(name);
	return lookups.filter(({ variable }) => needed.has(variable));
}

function variablesOf(path: string): readonly string[] {
	return [...path.matchAll(VARIABLE)].map(([, name]) => name);
}

async function lookUp(
	source: AccountSource,
	lookups: readonly AccountLookup[],
	given: readonly string[],
	budget: RequestBudget,
): Promise<AccountIds> {
	let ids: AccountIds = {};
	for (const [index, lookup] of lookups.entries()) {
		const answer = await fetchChoices(source, lookup, ids, budget);
		const id =
			given[index] === ''
				? onlyOne(lookup, answer, source.tell)
				: confirmed(lookup, answer, given[index]);
		ids = { ...ids, [lookup.variable]: id };
	}
	return ids;
}

interface Choice {
	readonly id: string;
	readonly name: string;
}

interface Choices {
	readonly choices: readonly Choice[];
	/** Whether the list holds all there are. */
	readonly isWhole: boolean;
}

async function fetchChoices(
	source: AccountSource,
	lookup: AccountLookup,
	ids: AccountIds,
	budget: RequestBudget,
): Promise<Choices | SourceError> {
	const url = source.apiUrl + fill(source.account, lookup.path, ids);
	const idOf = compileFieldPath(lookup.idField);
	const hasId = (entry: RawRecord) => (textOf(idOf(entry)) === '' ? undefined : entry);
	const recordsIn = identified(recordSelector(lookup.recordsField), lookup.idField, hasId);
	const answer = await fetchAnswer(
		{ ...source, budget },
		{ method: 'GET', url },
		{
			read: (read) => {
				const body = bodyOf(read);
				return { body, entries: recordsIn(body) };
			},
		},
	);
	if (answer instanceof SourceError) return answer;
	const { body, entries } = answer;
	const nameOf = compileFieldPath(lookup.nameField);
	const choices = entries.flatMap((entry): readonly Choice[] => {
		const id = textOf(idOf(entry));
		return id === '' ? [] : [{ id, name: textOf(nameOf(entry)) }];
	});
	const total = Number(textAt('total')(body) ?? choices.length);
	if (choices.length === 0 && total > 0) {
		const promised = `though it says that there are ${total}`;
		return new SourceError('no-list', `an empty list of ${lookup.recordsField}, ${promised},`);
	}
	return { choices, isWhole: !(total > choices.length) };
}

function onlyOne(
	{ label }: AccountLookup,
	answer: Choices | SourceError,
	tell: AccountSource['tell'],
): string {
	if (answer instanceof SourceError) throw answer;
	const { choices } = answer;
	if (choices.length === 0) {
		throw new AccountError(
			`${label}: the credential may see none. Ask the owner of the account to give it access, or enter the ${label} in the credential.`,
		);
	}
	if (choices.length > 1) {
		throw new AccountError(
			`${label}: there are several. Enter one of them in the credential: ${listed(choices)}.`,
		);
	}
	tell(`${label} ${quote(choices[0].id)} is used, the only one there is.`);
	return choices[0].id;
}

/** Refusals of a list say nothing about an id: not everybody may read the list. */
const LIST_REFUSED: ReadonlySet<SourceErrorKind> = new Set(['forbidden', 'not-found', 'rejected']);

function confirmed({ label }: AccountLookup, answer: Choices | SourceError, given: string): string {
	if (answer instanceof SourceError) {
		if (LIST_REFUSED.has(answer.kind)) return given;
		throw answer;
	}
	const { choices, isWhole } = answer;
	if (!isWhole || choices.length === 0 || choices.some(({ id }) => id === given)) return given;
	throw new AccountError(
		`${label}: the credential names ${quote(given)}, which is not one that its user may use. ` +
			`Enter one of these in the credential, or leave the ${label} blank: ${listed(choices)}.`,
	);
}

const MOST_LISTED = 20;

function listed(choices: readonly Choice[]): string {
	const shown = choices
		.slice(0, MOST_LISTED)
		.map(({ id, name }) => `${quote(id)} (${name === '' ? 'without a name' : quote(name)})`);
	const more = choices.length > MOST_LISTED ? ` and ${choices.length - MOST_LISTED} more` : '';
	return shown.join(', ') + more;
}

function textOf(value: unknown): string {
	return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function fill({ lookups }: AccountPath, path: string, ids: AccountIds): string {
	return path.replace(VARIABLE, (_whole, name: string) => {
		const id = ids[name] ?? '';
		if (!climbs(id)) return encodeValue(id);
		const label = lookups.find(({ variable }) => variable === name)?.label ?? name;
		throw new AccountError(
			`${label}: "${quote(id)}" is none, as "." or ".." leads out of the path. ` +
				`Enter the ${label} in the credential, or leave it blank.`,
		);
	});
}
