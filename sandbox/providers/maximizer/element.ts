import { readListing } from '../../listing';
import { Refusal } from '../../mount';
import { floorToSecond, parseInstant } from '../../stamps';
import type { RecordVersion, World } from '../../world';
import type { PlatformElement } from '../platform/element';
import type { Condition } from '../platform/where';
import { ADDRESS_BOOK } from './resources';

const UPDATED = 'LastModifyDate';

/**
 * The platform's Maximizer connector, in front of the same records as the API. It knows the documented
 * resources and conditions on the last change; every other condition is an equality.
 */
export const createMaximizerElement = (world: World): PlatformElement => ({
	key: 'maximizer',
	name: 'Maximizer CRM',
	hub: 'crm',
	world,
	resources: ['contacts', 'companies', ADDRESS_BOOK, 'opportunities'],
	pageSize: { standard: 200, maximum: 500 },
	list: (resource, { conditions, skip, top, order, lateness }) => {
		const since = conditions.find(
			({ name, operator }) => name === UPDATED && operator.startsWith('>'),
		);
		const others = conditions.filter((condition) => condition !== since);
		return readListing(world.visible(resource, lateness), {
			since: since && {
				instant: readInstant(since),
				boundary: since.operator === '>=' ? 'inclusive' : 'exclusive',
				stampOf: ({ updatedAt }) => floorToSecond(updatedAt),
			},
			matches: others.length > 0 ? toMatch(world, others) : undefined,
			order: order ?? (() => 0),
			skip,
			top,
		});
	},
});

const readInstant = ({ value }: Condition): number => {
	const at = parseInstant(value);
	if (at !== undefined) return at;
	throw new Refusal(400, `${UPDATED} cannot be read: '${value}'.`);
};

const toMatch = (
	world: World,
	conditions: readonly Condition[],
): ((version: RecordVersion) => boolean) => {
	const tests = conditions.map((condition): ((version: RecordVersion) => boolean) => {
		const { name, operator, value } = condition;
		if (name !== UPDATED) {
			if (operator !== '=') throw new Refusal(400, `The operator ${operator} is not supported.`);
			return (version) => String(world.toRecord(version)[name]) === value;
		}
		const bound = readInstant(condition);
		switch (operator) {
			case '<':
				return ({ updatedAt }) => floorToSecond(updatedAt) < bound;
			case '<=':
				return ({ updatedAt }) => floorToSecond(updatedAt) <= bound;
			case '=':
				return ({ updatedAt }) => floorToSecond(updatedAt) === bound;
			default:
				throw new Refusal(400, `The operator ${operator} is not supported twice.`);
		}
	});
	return (version) => tests.every((test) => test(version));
};
