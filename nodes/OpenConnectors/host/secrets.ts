import { valueOfJson } from '../core/json';
import { compileMask, type Mask } from './mask';
import { spellingsOf } from './spellings';

/**
 * Fields of a credential that are no secrets, in lower case without underscores: those of our
 * credential types, those that n8n adds, and those that authorization servers send with a token.
 */
const PUBLIC_FIELDS: ReadonlySet<string> = new Set(
	(
		'baseurl apiversion accountid clientfolderid datacentre alias granttype ' +
		'authentication authurl accesstokenurl authqueryparameters serverurl ' +
		'usedynamicclientregistration ignoresslissues sendadditionalbodyproperties ' +
		'tokenexpiredstatuscode allowedhttprequestdomains alloweddomains domains domain ' +
		'scope scopes tokentype expiresin expiresat apidomain instanceurl issuedat ' +
		'headername prefix parametername secondheadername thirdheadername loginurl tokenfield ' +
		'expiredstatus testpath'
	).split(' '),
);

/** What is read of a credential: a value that holds itself, or never ends, is not. */
const DEEPEST = 6;
const MOST_SECRETS = 200;

/** Stands around the name of a secret in a kept text; a private-use character, never in a url. */
const SEAL = '\uE001';
/** A shorter one may stand in a page position by chance. */
const LEAST_SEALED = 8;

interface Secret {
	readonly name: string;
	readonly value: string;
}

/**
 * The secrets of a poll: the one place that knows them. It grows, as n8n may renew a token while the
 * poll runs; what was a secret once stays one.
 */
export class Secrets {
	private readonly values = new Set<string>();
	/** The latest ones. */
	private known: readonly Secret[] = [];
	/** Those that were renewed: a link of before may still hold them. */
	private former: readonly Secret[] = [];
	private compiled: Mask | undefined;
	private toSeal: Spelled | undefined;
	private toUnseal: Spelled | undefined;

	/** Remembers the secrets of a credential as n8n gives it. Never throws, whatever it is. */
	add(credential: unknown): void {
		const latest = secretsIn(credential);
		const isLatest = new Set(latest.map(({ name, value }) => `${name} ${value}`));
		const renewed = this.known.filter(({ name, value }) => !isLatest.has(`${name} ${value}`));
		if (renewed.length === 0 && latest.length === this.known.length) return;
		this.former = [...this.former, ...renewed];
		this.known = latest;
		this.toSeal = undefined;
		this.toUnseal = undefined;
		for (const { value } of latest) {
			if (this.values.has(value)) continue;
			this.values.add(value);
			this.compiled = undefined;
		}
	}

	/** A text with `••••` for every secret in it, and for longer parts of one, in any spelling. */
	readonly mask: Mask = (text) => {
		this.compiled ??= compileMask([...this.values]);
		return this.compiled(text);
	};

	/** A text as it may be kept: names stand for the secrets of the credential. */
	seal(text: string): string {
		this.toSeal ??= spelledOut([...this.known, ...this.former]);
		return this.toSeal.reduce(
			(kept, [name, spelling]) => kept.split(spelling).join(SEAL + name + SEAL),
			text,
		);
	}

	/** The text that was sealed, with the secrets that the credential has now. */
	unseal(kept: string): string {
		if (!kept.includes(SEAL)) return kept;
		this.toUnseal ??= spelledOut(this.known);
		return this.toUnseal.reduce(
			(text, [name, spelling]) => text.split(SEAL + name + SEAL).join(spelling),
			kept,
		);
	}
}

type Spelled = ReadonlyArray<readonly [name: string, spelling: string]>;

/** Longest first, so that none is read as a part of another. */
function spelledOut(secrets: readonly Secret[]): Spelled {
	return secrets
		.flatMap(({ name, value }) =>
			spellingsOf(value).map((spelling, index) => [`${name}-${index}`, spelling] as const),
		)
		.filter(([, spelling]) => spelling.length >= LEAST_SEALED)
		.sort(([, a], [, b]) => b.length - a.length);
}

function secretsIn(credential: unknown): readonly Secret[] {
	const found: Secret[] = [];
	try {
		collect(credential, '', 0, found);
	} catch {
		// A credential that cannot be read to its end: what was read of it counts.
	}
	return found;
}

function collect(value: unknown, name: string, depth: number, found: Secret[]): void {
	if (found.length >= MOST_SECRETS) return;
	if (typeof value === 'string') {
		const inner = jsonObjectIn(value);
		if (inner !== undefined) collect(inner, name, depth + 1, found);
		else keep(name, value, found);
		return;
	}
	// A number that somebody typed into a field of text; deeper ones are times and counts.
	if (typeof value === 'number' && depth === 1) keep(name, String(value), found);
	if (typeof value !== 'object' || value === null || depth > DEEPEST) return;
	for (const [field, inner] of Object.entries(value)) {
		const path = name === '' ? field : `${name}.${field}`;
		if (!isPublic(field)) collect(inner, path, depth + 1, found);
		else if (typeof inner === 'string' && /url$/i.test(field))
			found.push(...secretsOfAddress(path, inner));
	}
	const fields = new Map<string, unknown>(Object.entries(value));
	keepPairs(fields, name, found);
	keepParameter(fields, name, found);
}

function isPublic(field: string): boolean {
	return PUBLIC_FIELDS.has(field.replace(/_/g, '').toLowerCase());
}

/** Blanks and invisible characters around a pasted value are no part of what a server repeats. */
function keep(name: string, value: string, found: Secret[]): void {
	const trimmed = withoutInvisible(value);
	if (trimmed !== '' && !STANDS_FOR_SECRET.test(trimmed)) found.push({ name, value: trimmed });
}

/** In the body of a login, which is full of words that stand in any message. */
const STANDS_FOR_SECRET = /^\{(?:username|password)\}$/;

const INVISIBLE = /[\s\u200B-\u200F\u2060\uFEFF]/;

function withoutInvisible(text: string): string {
	let start = 0;
	let end = text.length;
	while (start < end && INVISIBLE.test(text[start])) start += 1;
	while (end > start && INVISIBLE.test(text[end - 1])) end -= 1;
	return text.slice(start, end);
}

/** Names and passwords that are sent as one Base64 text. */
const PAIRS: ReadonlyArray<readonly [user: string, password: string]> = [
	['username', 'password'],
	['user', 'password'],
	['clientId', 'clientSecret'],
	['client_id', 'client_secret'],
];

function keepPairs(fields: ReadonlyMap<string, unknown>, name: string, found: Secret[]): void {
	for (const [userField, passwordField] of PAIRS) {
		const user = fields.get(userField);
		const password = fields.get(passwordField);
		if (typeof user === 'string' && typeof password === 'string' && password !== '')
			keep(`${name}.${userField}:`, `${user.trim()}:${password.trim()}`, found);
	}
}

/** A key that goes into the query: with its name before it, it is known however short it is. */
function keepParameter(fields: ReadonlyMap<string, unknown>, name: string, found: Secret[]): void {
	const parameter = fields.get('parameterName');
	const token = fields.get('token');
	if (typeof parameter !== 'string' || typeof token !== 'string') return;
	if (parameter.trim() === '' || token.trim() === '') return;
	const pair = [parameter.trim(), token.trim()];
	keep(`${name}.parameter`, pair.join('='), found);
	keep(`${name}.encoded`, pair.map(encodeURIComponent).join('='), found);
}

/** n8n's additional properties of the body are JSON text; their names are no secrets. */
function jsonObjectIn(text: string): object | undefined {
	const value = text.startsWith('{') ? valueOfJson(text) : undefined;
	return typeof value === 'object' && value !== null ? value : undefined;
}

/** Names of query parameters that hold a secret, however short it is. */
const SECRET_PARAMETER = /key|token|secret|pass|pwd|sig|auth|code/i;

/** The login before an `@`, and the values behind a `?`; the rest of an address is public. */
function secretsOfAddress(name: string, address: string): readonly Secret[] {
	const found: Secret[] = [];
	const start = address.indexOf('//');
	const authority = address.slice(start < 0 ? 0 : start + 2);
	const login = authority.slice(0, Math.max(0, authority.lastIndexOf('@')));
	const query = address.split(/[?#]/).slice(1);
	const [user, ...password] = login.split(':');
	keep(`${name}:pair`, login, found);
	const isKey = password.join('') === '';
	keep(`${name}:login`, decoded(isKey ? user : password.join(':')), found);
	for (const [index, pair] of query.join('&').split('&').entries()) {
		const equals = pair.indexOf('=');
		const value = decoded(pair.slice(equals + 1));
		const isSecret = SECRET_PARAMETER.test(pair.slice(0, Math.max(0, equals)));
		if (isSecret || value.length >= LEAST_SEALED) keep(`${name}?${index}`, value, found);
	}
	return found;
}

function decoded(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}
