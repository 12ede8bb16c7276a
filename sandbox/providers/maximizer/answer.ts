import type { JsonRecord, JsonValue } from '../../json';
import type { MaximizerBehaviour } from './behaviour';
import type { Found } from './read';

/** `Data` of one entity. */
export const toData = (rows: readonly JsonRecord[], { oneRow }: MaximizerBehaviour): JsonValue =>
	rows.length === 1 && oneRow === 'object' ? rows[0] : rows;

/** The body of a successful answer: each entity with its data, and the key of the next page in its place. */
export const toAnswer = (
	answers: readonly (readonly [string, JsonRecord, Found | undefined])[],
	{ nextPageKey: place, notes }: MaximizerBehaviour,
): JsonRecord => {
	const isOfEntity = place.startsWith('entity.');
	const bodies = answers.map(([name, body, found]): [string, JsonRecord] => {
		const key = found?.nextPageKey;
		return [name, { ...body, ...(isOfEntity && key !== undefined ? nest(place, key) : {}) }];
	});
	const key = answers.map(([, , found]) => found?.nextPageKey).find((one) => one !== undefined);
	return {
		Code: 0,
		...(notes.length > 0 ? { Msg: notes } : {}),
		...Object.fromEntries(bodies),
		...(isOfEntity || place === 'nowhere' || key === undefined ? {} : nest(place, key)),
	};
};

/** The key below the names of its place, such as `{OrderBy: {PageKey: key}}`. */
const nest = (place: string, key: string | null): JsonRecord => {
	const [last, ...outer] = place
		.replace(/^entity\./, '')
		.split('.')
		.reverse();
	return outer.reduce<JsonRecord>((inner, name) => ({ [name]: inner }), { [last]: key });
};
