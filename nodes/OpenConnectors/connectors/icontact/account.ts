import { PollError } from '../../core/error';
import { climbs } from '../../configuration/climb';
import { encodeValue } from '../../configuration/encode';
import { compileFieldPath } from '../../core/fieldPath';
import type { RawRecord } from '../../core/page';
import { quote } from '../../core/text';
import { fetchAnswer, type Source } from '../../streams/http';
import type { AccountIds } from '../../streams/remoteList';
import { textAt } from '../../streams/paging/bodyField';
import { bodyOf, identified, recordSelector } from '../../streams/records';
import { SourceError, type SourceErrorCode } from '../../streams/sourceError';

/** The ids that the path of an account needs are wrong, or cannot be found out; the message says what to enter. */
export class AccountError extends PollError {
	constructor(message: string) {
		super('account', message);
	}
}

export interface Account {
	/** Such as `/a/{accountId}/c/{clientFolderId}`. */
	readonly path: string;
	readonly apiUrl: string;
	/** A field of the credential; what is blank is asked for. */
	readonly credential: (name: string) => string;
	/** What was found or confirmed before, by login and by what the credential held. */
	readonly known: Map<string, AccountIds>;
	/** Names the login, so that what was found is kept for it; holds no secret. */
	readonly login: string;
	readonly report: (sentence: string) => void;
}

interface Lookup {
	/** Name in the path, and field of the credential. */
	readonly variable: string;
	/** What the user calls it. */
	readonly label: string;
	/** Path of the list; may use the variables before. */
	readonly path: string;
	readonly recordsField: string;
	/** Says which is which when there are several. */
	readonly nameField: string;
}

/** In the order in which they have to be asked for. */
const LOOKUPS: readonly Lookup[] = [
	{
		variable: 'accountId',
		label: 'Account ID',
		path: '/a/',
		recordsField: 'accounts',
		nameField: 'companyName',
	},
	{
		variable: 'clientFolderId',
		label: 'Client Folder ID',
		path: '/a/{accountId}/c/',
		recordsField: 'clientfolders',
		nameField: 'emailRecipient',
	},
];

/** Variables of a path: `/a/{accountId}` has one. */
const VARIABLE = /\{(\w+)\}/g;

/**
 * The address of an account. Ids that the credential leaves blank are asked for at the provider;
 * those that it holds are looked for in the provider's list. Both happen once in the life of this
 * process. An address that names the account itself is taken as it is.
 *
 * @throws AccountError when there are none or several, or not the one given; SourceError
 */
export async function findAccount(account: Account, source: Source): Promise<string> {
	const { path, apiUrl, login, known } = account;
	if (endsLike(path, apiUrl)) return apiUrl;
	const lookups = lookupsFor(path);
	const given = lookups.map(({ variable }) => account.credential(variable).trim());
	const name = JSON.stringify([login, apiUrl, path, given]);
	const ids = known.get(name) ?? (await lookUp(account, lookups, given, source));
	known.set(name, ids);
	return apiUrl + fill(path, ids);
}

function endsLike(path: string, url: string): boolean {
	const pattern = path
		.split(VARIABLE)
		.map((part, index) => (index % 2 === 1 ? '[^/]+' : part.replace(/[^\w/-]/g, '\\$&')))
		.join('');
	return new RegExp(`${pattern}$`).test(url);
}

/** The ids that the path names, and those that have to be known to ask for them. */
function lookupsFor(path: string): readonly Lookup[] {
	const needed = new Set(variablesOf(path));
	for (const lookup of [...LOOKUPS].reverse())
		if (needed.has(lookup.variable)) for (const name of variablesOf(lookup.path)) needed.add(name);
	return LOOKUPS.filter(({ variable }) => needed.has(variable));
}

function variablesOf(path: string): readonly string[] {
	return [...path.matchAll(VARIABLE)].map(([, name]) => name);
}

async function lookUp(
	account: Account,
	lookups: readonly Lookup[],
	given: readonly string[],
	source: Source,
): Promise<AccountIds> {
	let ids: AccountIds = {};
	for (const [index, lookup] of lookups.entries()) {
		const answer = await fetchChoices(account, lookup, ids, source);
		const id =
			given[index] === ''
				? onlyOne(lookup, answer, account.report)
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
	account: Account,
	lookup: Lookup,
	ids: AccountIds,
	source: Source,
): Promise<Choices | SourceError> {
	const url = account.apiUrl + fill(lookup.path, ids);
	const idOf = compileFieldPath(lookup.variable);
	const hasId = (entry: RawRecord) => (textOf(idOf(entry)) === '' ? undefined : entry);
	const recordsIn = identified(recordSelector(lookup.recordsField), lookup.variable, hasId);
	const answer = await fetchAnswer(
		source,
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
	{ label }: Lookup,
	answer: Choices | SourceError,
	report: Account['report'],
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
	report(`${label} ${quote(choices[0].id)} is used, the only one there is.`);
	return choices[0].id;
}

/** These say nothing about an id that is given: not everybody may read the list, and not all that answer are lists. */
const LIST_REFUSED: ReadonlySet<SourceErrorCode> = new Set([
	'forbidden',
	'not-found',
	'rejected',
	'no-list',
]);

function confirmed({ label }: Lookup, answer: Choices | SourceError, given: string): string {
	if (answer instanceof SourceError) {
		if (LIST_REFUSED.has(answer.code)) return given;
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

function fill(path: string, ids: AccountIds): string {
	return path.replace(VARIABLE, (_whole, name: string) => {
		const id = ids[name] ?? '';
		if (!climbs(id)) return encodeValue(id);
		const label = LOOKUPS.find(({ variable }) => variable === name)?.label ?? name;
		throw new AccountError(
			`${label}: "${quote(id)}" is none, as "." or ".." leads out of the path. ` +
				`Enter the ${label} in the credential, or leave it blank.`,
		);
	});
}
