import type { JsonRecord } from '../../json';
import type { MaximizerBehaviour } from './behaviour';
import { CHANGE_FIELD, entityNames, findEntity } from './entities';
import { isRecord } from './records';
import { invalid } from './refusal';

/**
 * The answer to a read of `Schema`: all objects below `/`, all fields below `/{Object}`. Fields show whether
 * conditions and order may name them; types have the vendor's names as far as these are known.
 */
export const readSchema = (request: JsonRecord, behaviour: MaximizerBehaviour): JsonRecord[] => {
	const path = findTree(isRecord(request.Criteria) ? request.Criteria.SearchQuery : undefined);
	if (path === '/') return entityNames().map((name) => ({ Key: `/${name}`, Name: name }));
	const entity = findEntity(path?.slice(1) ?? '');
	if (!entity) throw invalid('Schema', 'the Key must be a $TREE of a known object.');
	return entity.fields.map(({ name, type }) => ({
		Key: `/${entity.name}/${name}`,
		Name: name === CHANGE_FIELD ? 'Sandbox change' : name,
		Alias: [name],
		Type: TYPE_NAMES[type],
		Queryable: !behaviour.notQueryable.includes(`${entity.name}/${name}`),
		Sortable: !behaviour.notSortable.includes(`${entity.name}/${name}`),
		Mandatory: false,
	}));
};

const TYPE_NAMES = {
	text: 'StringField',
	number: 'NumericField',
	boolean: 'BooleanField',
	dateTime: 'DateTimeField',
	date: 'DateTimeField',
	key: 'Key',
	user: 'UidObject',
	option: 'EnumField<StringItem>',
	options: 'EnumField<StringItem>',
	currency: 'CurrencyField',
	group: 'Object',
	snapshot: 'Object',
} as const;

/** `{Key: {$TREE: path}}`, alone or as a part of `$AND`. */
const findTree = (query: unknown): string | undefined => {
	if (!isRecord(query)) return undefined;
	const { Key: key, $AND: parts } = query;
	if (isRecord(key) && typeof key.$TREE === 'string') return key.$TREE;
	if (!Array.isArray(parts)) return undefined;
	return parts.map(findTree).find((path) => path !== undefined);
};
