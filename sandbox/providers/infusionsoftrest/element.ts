import { Refusal } from '../../mount';
import type { Settings } from '../../settings';
import type { World } from '../../world';
import type { PlatformElement } from '../platform/element';
import type { Condition } from '../platform/where';
import type { InfusionsoftRestBehaviour } from './behaviour';
import type { KeapObject, V1Face } from './object';
import { KEAP_OBJECTS } from './objects';
import { listV1, type Parameters } from './v1';

/**
 * The polling configuration of the platform's connector, word for word from
 * https://github.com/cloud-elements/devportal/blob/master/docs/elements/infusionsoft-rest/events.md
 */
export const INFUSIONSOFT_REST_CONFIGURATION = {
	url: '/hubs/crm/appointments',
	idField: 'id',
	datesConfiguration: {
		updatedDateField: 'modification_date',
		updatedDateFormat: "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'",
		updatedDateTimezone: 'GMT',
		createdDateField: 'creation_date',
		createdDateFormat: "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'",
		createdDateTimezone: 'GMT',
	},
};

/** The resources the platform's connector is documented to poll. */
const RESOURCES = [
	'appointments',
	'tasks',
	'files',
	'opportunities',
	'contacts',
	'orders',
	'transactions',
];

/**
 * The platform's Infusionsoft REST connector, in front of the same records as v1 of the API. Whether
 * appointments really came with the two dates its documentation names is unknown; here they do.
 */
export const createInfusionsoftRestElement = (
	world: World,
	behaviour: Settings<InfusionsoftRestBehaviour>,
): PlatformElement => ({
	key: 'infusionsoftrest',
	name: 'Infusionsoft REST',
	hub: 'crm',
	world,
	resources: RESOURCES,
	pageSize: { standard: 200, maximum: 1000 },
	list: (resource, { conditions, skip, top, order, lateness }) => {
		const { object, face } = requireFace(resource);
		const parameters: Parameters = {
			...toParameters(conditions, face),
			limit: String(top),
			offset: String(skip),
		};
		const visible = world.visible(resource, lateness);
		return listV1(order ? visible.sort(order) : visible, object, face, parameters, {
			...behaviour.current,
			...(order ? { order: 'id' } : {}),
		});
	},
});

const requireFace = (resource: string): { readonly object: KeapObject; readonly face: V1Face } => {
	const object = KEAP_OBJECTS.find((candidate) => candidate.resource === resource);
	if (object?.v1) return { object, face: object.v1 };
	throw new Refusal(404, `No resource '${resource}'.`);
};

/** Every condition becomes the parameter of its name. What the API does not know it ignores. */
const toParameters = (conditions: readonly Condition[], face: V1Face): Parameters => {
	const unsupported = conditions.find(({ operator }) => operator !== '=');
	if (unsupported) {
		throw new Refusal(400, `The operator ${unsupported.operator} is not supported.`);
	}
	return Object.fromEntries(
		conditions.filter(({ name }) => name in face.filters).map(({ name, value }) => [name, value]),
	);
};
