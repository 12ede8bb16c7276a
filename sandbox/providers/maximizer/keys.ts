import type { JsonValue } from '../../json';

/**
 * What a Key holds: base64 of word, id and number, tab between
 * (https://developer.maximizer.com/reference/octopus-api-docs-field-and-object-types-key). Contacts share
 * the id of their company or individual; only id and number together are theirs.
 */
export interface KeyParts {
	readonly word: string;
	readonly id: string;
	/** Absent where the entity numbers nothing: tasks, notes, users. */
	readonly number?: string;
}

/** The documented codes; the others of this stand-in have none. */
export const ENTITY_TYPES: Readonly<Record<string, number>> = {
	AbEntry: 1,
	Opportunity: 2,
	Campaign: 3,
	Case: 5,
	Appointment: 10,
	Lead: 19,
};

/** First letters of the ids of individuals, who have no company above them. */
export const INDIVIDUAL_ID = '240814';

const AB_ENTRY_WORDS: readonly string[] = ['AbEntry', 'Company', 'Individual', 'Contact'];

/** `salt` changes the text and nothing else: what the vendor means by "do not store the Key". */
export const formatKey = ({ word, id, number }: KeyParts, salt?: string): string => {
	const parts = salt === undefined ? [word, id, number] : [word, id, number ?? '', salt];
	return Buffer.from(parts.filter((part) => part !== undefined).join('\t')).toString('base64');
};

export const parseKey = (text: string): KeyParts | undefined => {
	const [word, id, number] = Buffer.from(text, 'base64').toString('utf8').split('\t');
	if (!/^[A-Za-z]+$/.test(word) || !id) return undefined;
	return number ? { word, id, number } : { word, id };
};

/** The word of an address book entry without `Compatibility.AbEntryKey` 2.0. */
const toTypeWord = ({ id, number }: KeyParts): string => {
	if (number !== '0') return 'Contact';
	return id.startsWith(INDIVIDUAL_ID) ? 'Individual' : 'Company';
};

/** How the keys of one answer are written. */
export interface KeyStyle {
	/** `Compatibility.AbEntryKey` was 2.0: all address book entries begin with `AbEntry`. */
	readonly abEntryKey2: boolean;
	readonly salt?: string;
}

/** The same key as an answer shows it. Keys of users stay: their UID is a lasting reference. */
export const restyleKey = (key: string, { abEntryKey2, salt }: KeyStyle): string => {
	const parts = parseKey(key);
	if (!parts || parts.word === 'User') return key;
	const word = parts.word === 'AbEntry' && !abEntryKey2 ? toTypeWord(parts) : parts.word;
	return formatKey({ ...parts, word }, salt);
};

const isObject = (value: unknown): value is { readonly [name: string]: JsonValue } =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The id a world knows a record by, from its Key as any answer shows it: text of either style, salted or
 * not, or an object with `Value`, with `ID` and `Number`, or with `Uid`. `entity` is needed for these.
 */
export const toWorldId = (key: unknown, entity = 'AbEntry'): string | undefined => {
	if (typeof key === 'string') {
		const parts = parseKey(key);
		if (!parts) return undefined;
		return formatKey({
			...parts,
			word: AB_ENTRY_WORDS.includes(parts.word) ? 'AbEntry' : parts.word,
		});
	}
	if (!isObject(key)) return undefined;
	if (typeof key.Value === 'string') return toWorldId(key.Value, entity);
	const id = key.ID ?? key.Id ?? key.Uid ?? key.UID;
	if (typeof id !== 'string' && typeof id !== 'number') return undefined;
	const number = key.Number === undefined || key.Number === null ? undefined : String(key.Number);
	return formatKey({ word: entity, id: String(id), number });
};
