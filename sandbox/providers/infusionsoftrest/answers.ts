import type { FastifyRequest } from 'fastify';
import type { Faults } from '../../faults';
import type { JsonRecord } from '../../json';
import { Refusal } from '../../mount';
import type { Settings } from '../../settings';
import type { RecordVersion, World } from '../../world';
import { readParameters } from '../platform/records';
import { ACCOUNT_ANSWERS } from './account';
import type { InfusionsoftRestBehaviour } from './behaviour';
import type { KeapObject, V1Face, V2Face } from './object';
import { KEAP_OBJECTS } from './objects';
import { TAGS } from './records/marketing';
import { CONTACTS } from './records/contacts';
import { formatV1, formatV2 } from './stamps';
import {
	appliedTags,
	APPLIED_TAGS_V1,
	APPLIED_TAGS_V2,
	taggedContacts,
	TAGGED_CONTACTS_V1,
	TAGGED_CONTACTS_V2,
} from './tagging';
import { listV1, withoutOptional, writePageV1 } from './v1';
import { listV2, withFields, writePageV2 } from './v2';
import { writeRecord } from './world';

/** Body of an answer, and the numbers of the changes it tells of. */
export interface Answered {
	readonly body: JsonRecord;
	readonly shown?: readonly number[];
}

type Answer = (request: FastifyRequest, id: string) => Answered;

export interface AnswerContext {
	readonly world: World;
	readonly behaviour: Settings<InfusionsoftRestBehaviour>;
	readonly faults: Faults;
	/** Address of the API, without a version. */
	baseUrl(): string;
}

/**
 * Answers GET requests by their address below the API's, with or without a slash at the end. The
 * addresses are kept in one table and not as routes of the server, which takes long to start with many.
 */
export class Answers {
	private readonly table = new Map<string, Answer>();

	constructor(private readonly context: AnswerContext) {
		for (const [path, body] of Object.entries(ACCOUNT_ANSWERS)) {
			this.table.set(path, () => ({ body }));
		}
		for (const object of KEAP_OBJECTS) this.addObject(object);
		this.addTagging();
	}

	/** `path` begins with the version. Throws a refusal where nothing lives. */
	answer(path: string, request: FastifyRequest): Answered {
		const trimmed = path.replace(/\/$/, '');
		const list = this.table.get(trimmed);
		if (list) return list(request, '');
		const [, parent, id] = /^(.+)\/([^/]+)$/.exec(trimmed) ?? [];
		const single = this.table.get(`${parent}/:id`);
		if (single) return single(request, id);
		const [, owner, ownerId, part] = /^(.+)\/([^/]+)\/([^/]+)$/.exec(trimmed) ?? [];
		const belonging = this.table.get(`${owner}/:id/${part}`);
		if (belonging) return belonging(request, ownerId);
		throw new Refusal(404, `There is no ${path} here.`);
	}

	private addObject(object: KeapObject): void {
		const { v1, v2 } = object;
		if (v1) {
			this.table.set(`/v1/${v1.path}`, (request) =>
				this.readV1(request, object, v1, this.permitted(object)),
			);
			if (!v1.listOnly) {
				this.table.set(`/v1/${v1.path}/:id`, (request, id) => ({
					body: this.toRecordV1(object, v1, request)(this.find(object, id)),
				}));
			}
		}
		if (v2) {
			this.table.set(`/v2/${v2.path}`, (request) =>
				this.readV2(request, object, v2, this.permitted(object)),
			);
			if (!v2.listOnly) {
				this.table.set(`/v2/${v2.path}/:id`, (request, id) => ({
					body: this.toRecordV2(object, v2, request)(this.find(object, id)),
				}));
			}
		}
	}

	private addTagging(): void {
		const { world, faults } = this.context;
		const contactsOf = (tag: RecordVersion): RecordVersion[] =>
			taggedContacts(world, tag.id, faults.current.late);
		const tagsOf = (contact: RecordVersion): RecordVersion[] =>
			appliedTags(world, contact, faults.current.late);

		this.table.set('/v1/tags/:id/contacts', (request, id) => {
			const face = { ...TAGGED_CONTACTS_V1, path: `tags/${id}/contacts` };
			const { body } = this.readV1(request, CONTACTS, face, contactsOf(this.find(TAGS, id)));
			return { body };
		});
		this.table.set('/v2/tags/:id/contacts', (request, id) => {
			const face = { ...TAGGED_CONTACTS_V2, path: `tags/${id}/contacts` };
			const { body } = this.readV2(request, CONTACTS, face, contactsOf(this.find(TAGS, id)));
			return { body };
		});
		this.table.set('/v1/contacts/:id/tags', (request, id) => {
			const face = { ...APPLIED_TAGS_V1, path: `contacts/${id}/tags` };
			const { body } = this.readV1(request, TAGS, face, tagsOf(this.find(CONTACTS, id)));
			return { body };
		});
		this.table.set('/v2/contacts/:id/tags', (request, id) => {
			const face = { ...APPLIED_TAGS_V2, path: `contacts/${id}/tags` };
			const { body } = this.readV2(request, TAGS, face, tagsOf(this.find(CONTACTS, id)));
			return { body };
		});
	}

	/** The records of an object as they can be seen now, if the user may see them. */
	private permitted(object: KeapObject): RecordVersion[] {
		const { world, faults, behaviour } = this.context;
		const paths = [object.v1?.path, object.v2?.path];
		if (behaviour.current.notPermitted.some((path) => paths.includes(path))) {
			throw new Refusal(403, `You are not permitted to see ${object.resource}.`);
		}
		return world.visible(object.resource, faults.current.late);
	}

	private find(object: KeapObject, id: string): RecordVersion {
		const version = this.permitted(object).find((candidate) => candidate.id === id);
		if (version) return version;
		throw new Refusal(404, `No ${object.resource} record with the id ${id} was found.`);
	}

	private readV1(
		request: FastifyRequest,
		object: KeapObject,
		face: V1Face,
		versions: readonly RecordVersion[],
	): Answered {
		const { behaviour, baseUrl } = this.context;
		const parameters = readParameters(request.query);
		const list = listV1(versions, object, face, parameters, behaviour.current);
		const body = writePageV1({
			key: face.key,
			records: list.versions.map(this.toRecordV1(object, face, request)),
			total: list.total,
			place: list.place,
			address: `${baseUrl()}/v1/${face.path}`,
			parameters,
			syncToken: face.syncToken,
		});
		return { body, shown: list.shown };
	}

	private readV2(
		request: FastifyRequest,
		object: KeapObject,
		face: V2Face,
		versions: readonly RecordVersion[],
	): Answered {
		const behaviour = this.context.behaviour.current;
		const list = listV2(versions, object, face, readParameters(request.query), behaviour);
		const records = list.versions.map(this.toRecordV2(object, face, request));
		const body = writePageV2({ face, records, total: list.total, place: list.place, behaviour });
		return { body, shown: list.shown };
	}

	private toRecordV1(object: KeapObject, face: V1Face, { query }: FastifyRequest) {
		const { stampZone } = this.context.faults.current;
		return (version: RecordVersion): JsonRecord =>
			withoutOptional(
				writeRecord(object, face, version, (at) => formatV1(at, stampZone)),
				face,
				readParameters(query),
			);
	}

	private toRecordV2(object: KeapObject, face: V2Face, { query }: FastifyRequest) {
		const { stampZone } = this.context.faults.current;
		const behaviour = this.context.behaviour.current;
		const form = face.stamps ?? behaviour.stampsV2;
		return (version: RecordVersion): JsonRecord =>
			withFields(
				writeRecord(object, face, version, (at) => formatV2(at, form, stampZone)),
				object,
				face,
				readParameters(query),
				behaviour,
			);
	}
}
