import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Faults } from '../../faults';
import type { JsonRecord } from '../../json';
import { Refusal, type AfterSent } from '../../mount';
import type { Settings } from '../../settings';
import type { RecordVersion, World } from '../../world';
import {
	accountsOf,
	clientFoldersOf,
	OWN_ACCOUNT,
	OWN_FOLDER,
	requireAccount,
	requireClientFolder,
} from './accounts';
import type { IContactBehaviour } from './behaviour';
import { formatStamp } from './eastern';
import { readActions, readStatistics } from './history';
import { readPage, readParameters, toEnvelope } from './paging';
import { findResource, type IContactResource } from './resources';
import { searchIContact, type IContactQuery } from './search';

/** What the routes serve. */
export interface IContactSource {
	readonly world: World;
	readonly behaviour: Settings<IContactBehaviour>;
	readonly faults: Faults;
}

/** The parts of an address. */
interface Place {
	readonly accountId: string;
	readonly folderId?: string;
	readonly resource: string;
	readonly id?: string;
	/** A resource below that record. */
	readonly nested?: string;
	readonly nestedId?: string;
}

interface PlaceRoute {
	Params: Place;
}

export const addRoutes = (
	app: FastifyInstance,
	afterSent: AfterSent,
	source: IContactSource,
): void => {
	const { world, behaviour, faults } = source;

	const toRecord = (version: RecordVersion): JsonRecord => {
		const zone = faults.current.stampZone;
		const record = world.toRecord(version, zone);
		if (version.resource !== 'messages') return record;
		const { messageDates } = behaviour.current;
		return { ...record, createDate: formatStamp(version.createdAt, messageDates, zone) };
	};

	const pageOf = (request: FastifyRequest) =>
		readPage(readParameters(request.query), behaviour.current);

	const listAll = (request: FastifyRequest, name: string, records: readonly JsonRecord[]) => {
		const page = pageOf(request);
		const shown = records.slice(page.offset, page.offset + page.limit);
		const { emptyList } = behaviour.current;
		return toEnvelope(name, shown, { ...page, total: records.length, emptyList });
	};

	const list = (
		request: FastifyRequest,
		resource: IContactResource,
		parent?: IContactQuery['parent'],
	): JsonRecord => {
		const page = pageOf(request);
		const { versions, total, shown, ignored } = searchIContact(
			world,
			resource,
			{
				parameters: readParameters(request.query),
				parent,
				skip: page.offset,
				top: page.limit,
				lateness: faults.current.late,
			},
			behaviour.current,
		);
		afterSent(request, () => world.markShown(shown));
		const { emptyList } = behaviour.current;
		const place = { ...page, total, ignored, emptyList };
		return toEnvelope(resource.resource, versions.map(toRecord), place);
	};

	const find = (resource: IContactResource, id: string): RecordVersion => {
		const visible = world.visible(resource.resource, faults.current.late);
		const version = visible.find((candidate) => candidate.id === id);
		if (version) return version;
		throw new Refusal(404, `There is no ${resource.single} ${id}.`);
	};

	const answer = (request: FastifyRequest, place: Place): JsonRecord => {
		const { accountId, folderId, id, nested } = place;
		requireAccount(behaviour.current, accountId);
		if (folderId !== undefined) requireClientFolder(behaviour.current, folderId);
		const below = folderId === undefined ? 'account' : 'folder';
		const resource = findResource(place.resource, below);
		if (!resource) throw noResource(request.url);
		const isOwn = accountId === OWN_ACCOUNT && (folderId ?? OWN_FOLDER) === OWN_FOLDER;
		if (id === undefined) {
			return isOwn ? list(request, resource) : listAll(request, resource.resource, []);
		}
		if (!isOwn) throw new Refusal(404, `There is no ${resource.single} ${id}.`);
		const version = find(resource, id);
		if (nested === undefined) return { [resource.single]: toRecord(version) };
		return answerBelow(request, version, nested, place.nestedId);
	};

	const answerBelow = (
		request: FastifyRequest,
		{ resource: above, id }: RecordVersion,
		nested: string,
		nestedId?: string,
	): JsonRecord => {
		if (nestedId === undefined && above === 'contacts' && nested === 'actions') {
			return listAll(request, nested, readActions(world, id, faults.current.stampZone));
		}
		if (nestedId === undefined && above === 'messages' && nested === 'statistics') {
			return readStatistics(world, id);
		}
		const resource = findResource(nested, above);
		const field = above === 'messages' ? 'messageId' : 'segmentId';
		if (resource && nestedId === undefined) return list(request, resource, { field, id });
		if (resource && nestedId !== undefined && above === 'segments') {
			const version = find(resource, nestedId);
			if (version.fields[field] === id) return { [resource.single]: toRecord(version) };
		}
		throw noResource(request.url);
	};

	/** The vendor's addresses end in a slash as often as not. */
	const get = (path: string, reply: (request: FastifyRequest, place: Place) => JsonRecord) => {
		for (const address of [path, `${path}/`]) {
			app.get<PlaceRoute>(address, async (request) => reply(request, request.params));
		}
	};

	get('/time', () => {
		const now = world.clock.now();
		return { time: formatStamp(now, 'offset'), timestamp: Math.floor(now / 1000) };
	});

	get('/a', (request) => listAll(request, 'accounts', accountsOf(behaviour.current)));

	get('/a/:accountId', (_request, { accountId }) => ({
		account: requireAccount(behaviour.current, accountId),
	}));

	get('/a/:accountId/c', (_request, { accountId }) => {
		requireAccount(behaviour.current, accountId);
		const clientfolders = clientFoldersOf(behaviour.current);
		return { clientfolders, total: clientfolders.length };
	});

	get('/a/:accountId/c/:folderId', (_request, { accountId, folderId = '' }) => {
		requireAccount(behaviour.current, accountId);
		return { clientfolder: requireClientFolder(behaviour.current, folderId) };
	});

	get('/a/:accountId/:resource', answer);
	get('/a/:accountId/:resource/:id', answer);
	for (const rest of ['', '/:id', '/:id/:nested', '/:id/:nested/:nestedId']) {
		get(`/a/:accountId/c/:folderId/:resource${rest}`, answer);
	}
};

export const noResource = (path: string): Refusal =>
	new Refusal(404, `The resource ${path} cannot be found.`);
