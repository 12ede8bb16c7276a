import { OpenConnectorsMaximizerApi } from '../../../credentials/OpenConnectorsMaximizerApi.credentials';
import { OpenConnectorsMaximizerOAuth2Api } from '../../../credentials/OpenConnectorsMaximizerOAuth2Api.credentials';
import type { ReceivedChange } from '../../oracle';
import { ALL_KINDS, EDITS, UNLIMITED, type StandIn } from '../../standIn';
import { mountMaximizer, type MaximizerSandbox } from './api';
import { createMaximizerElement } from './element';
import { formatKey } from './keys';
import { MAXIMIZER_RESOURCES } from './resources';
import { createMaximizerWorld } from './world';

/** What address book entries are in the world. */
export const ADDRESS_BOOK_KINDS = ['companies', 'individuals', 'contacts'] as const;
const KIND_OF_TYPE: Readonly<Record<string, string>> = {
	Company: 'companies',
	Individual: 'individuals',
	Contact: 'contacts',
};

const inWorld = (resource: string): readonly string[] =>
	resource === 'addressbook-entries' ? ADDRESS_BOOK_KINDS : [resource.replace(/^new-/, '')];

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null;

function typeOf(record: unknown): string {
	if (!isObject(record)) return '';
	const { Org: before } = record;
	const entry = isObject(before) && isObject(before.AbEntry) ? before.AbEntry : record;
	return String(entry.Type);
}

/** The Key that the world knows a record by, made of ID and Number; the platform shows it as it is. */
function toKey(resource: string, objectId: string): string {
	const isKey = /^[A-Za-z]+\t/.test(Buffer.from(objectId, 'base64').toString('latin1'));
	if (isKey) return objectId;
	const word = MAXIMIZER_RESOURCES.find((known) => known.resource === resource)?.entity.name;
	const [, id, number] = /^([^-]+?)(?:-(\d+))?$/.exec(objectId) ?? [];
	return formatKey({ word: word ?? '', id: id ?? '', ...(number ? { number } : {}) });
}

function toWorld(event: ReceivedChange): ReceivedChange {
	const [only, ...others] = inWorld(event.resource);
	const resource = others.length > 0 ? (KIND_OF_TYPE[typeOf(event.record)] ?? '') : only;
	return { ...event, resource, id: toKey(resource, String(event.id)) };
}

export const maximizer: StandIn<MaximizerSandbox> = {
	credentials: [new OpenConnectorsMaximizerOAuth2Api(), new OpenConnectorsMaximizerApi()],
	mount: ({ server, clock, url, seed, secrets }) =>
		mountMaximizer(server, createMaximizerWorld(clock, seed), url, seed, secrets),
	element: ({ world }) => createMaximizerElement(world),
	forms: ({ baseUrl, oauth2: { clientId, clientSecret }, credential }) => [
		{ baseUrl, clientId, clientSecret, dataCentre: 'caw', alias: 'sandbox-trading' },
		credential,
	],
	liftLimits: ({ behaviour }) => behaviour.set({ requestsPerWindow: UNLIMITED }),
	watched: {
		provider: {
			works: [{ resources: ['contacts', 'cases', 'notes', 'tasks'], ...ALL_KINDS }],
		},
		openConnectors: {
			works: [{ resources: ['companies', 'contacts', 'opportunities'], ...EDITS }],
			anyKindAs: 'UPDATED',
		},
	},
	inWorld,
	toWorld,
};
