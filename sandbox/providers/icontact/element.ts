import { Refusal } from '../../mount';
import type { Settings } from '../../settings';
import type { World } from '../../world';
import type { PlatformElement } from '../platform/element';
import type { Condition, Operator } from '../platform/where';
import type { IContactBehaviour } from './behaviour';
import { findResource } from './resources';
import { searchIContact } from './search';
import type { Parameters } from './terms';

/** The resources the platform's iContact connector is documented to poll. */
const RESOURCES = ['contacts', 'messages'];

const SEARCH_TYPES: Readonly<Partial<Record<Operator, string>>> = {
	'=': 'eq',
	'>': 'gt',
	'>=': 'gte',
	'<': 'lt',
	'<=': 'lte',
};

/**
 * The platform's iContact connector, in front of the same records as the API. Conditions become search
 * terms; those that the API does not know leave the list as it is, and its warning does not come through.
 * Messages show the dates that the platform's documented configuration reads.
 */
export const createIContactElement = (
	world: World,
	behaviour: Settings<IContactBehaviour>,
): PlatformElement => ({
	key: 'icontact',
	name: 'iContact',
	hub: 'general',
	world,
	resources: RESOURCES,
	pageSize: { standard: 200, maximum: 500 },
	list: (resource, { conditions, skip, top, order, lateness }) => {
		const found = findResource(resource, 'folder');
		if (!found) throw new Refusal(404, `The resource ${resource} cannot be found.`);
		const query = { parameters: toParameters(conditions), skip, top, order, lateness };
		return searchIContact(world, found, query, behaviour.current);
	},
});

const toParameters = (conditions: readonly Condition[]): Parameters =>
	conditions.reduce<Parameters>((parameters, { name, operator, value }) => {
		const searchType = SEARCH_TYPES[operator];
		if (searchType === undefined || name in parameters) {
			throw new Refusal(400, `A search by ${name} ${operator} '${value}' is not possible.`);
		}
		const term = { ...parameters, [name]: value };
		return operator === '=' ? term : { ...term, [`${name}SearchType`]: searchType };
	}, {});
