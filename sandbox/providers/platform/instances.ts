import { z } from 'zod';
import type { JsonRecord } from '../../json';
import { PlatformRefusal, type PlatformElement } from './element';

/** Its configuration, by key; what was sent as an object is kept as its JSON. */
type Configuration = ReadonlyMap<string, string>;

/** A connector that somebody authenticated: what its token opens. */
export interface PlatformInstance {
	readonly id: number;
	readonly token: string;
	readonly element: PlatformElement;
	readonly name: string;
	readonly tags: readonly string[];
	readonly configuration: Configuration;
}

const FIRST_ID = 700_001;
const MASK = '********';
const SECRET = /password|secret|signature\.key/i;
const STANDARD: Configuration = new Map([
	['event.notification.enabled', 'false'],
	['filter.response.nulls', 'true'],
]);

const Change = z.object({
	name: z.string().optional(),
	tags: z.array(z.string()).optional(),
	configuration: z.record(z.unknown()).optional(),
});
const Creation = Change.extend({ name: z.string(), element: z.object({ key: z.string() }) });

/** The instances of an account: one of each connector at first, and those that are made. */
export class Instances {
	private readonly all: PlatformInstance[];

	constructor(
		private readonly elements: readonly PlatformElement[],
		private readonly drawToken: () => string,
	) {
		this.all = elements.map((element, index) => ({
			id: FIRST_ID + index,
			token: drawToken(),
			element,
			name: `Sandbox ${element.name}`,
			tags: [],
			configuration: STANDARD,
		}));
	}

	list(): readonly PlatformInstance[] {
		return this.all;
	}

	byToken(token: string): PlatformInstance | undefined {
		return this.all.find((instance) => instance.token === token);
	}

	/** The first instance of a connector, by the connector's key, or one by its own id. */
	find(keyOrId: string): PlatformInstance {
		const found = this.all.find(
			({ id, element }) => element.key === keyOrId || String(id) === keyOrId,
		);
		if (found) return found;
		throw new PlatformRefusal(404, `No element or instance found for '${keyOrId}'`);
	}

	/** `POST /instances`. */
	create(body: unknown): PlatformInstance {
		const { element: wanted, name, tags = [], configuration = {} } = read(Creation, body);
		const element = this.elements.find(({ key }) => key === wanted.key);
		if (!element) throw new PlatformRefusal(404, `No element found for '${wanted.key}'`);
		const instance = {
			id: FIRST_ID + this.all.length,
			token: this.drawToken(),
			element,
			name,
			tags,
			configuration: new Map([...STANDARD, ...toTexts(configuration)]),
		};
		this.all.push(instance);
		return instance;
	}

	/** `PATCH /instances/{id}`: what the body does not name stays. */
	update(id: string, body: unknown): PlatformInstance {
		const before = this.find(id);
		const { configuration = {}, ...change } = read(Change, body);
		const after = {
			...before,
			...change,
			configuration: new Map([...before.configuration, ...toTexts(configuration)]),
		};
		this.all[this.all.indexOf(before)] = after;
		return after;
	}
}

/** As the platform shows an instance: with secrets, its token among them, only in the answer to its creation. */
export const toInstanceAnswer = (
	{ id, token, name, element, tags, configuration }: PlatformInstance,
	{ disabled, isNew = false }: { readonly disabled: boolean; readonly isNew?: boolean },
): JsonRecord => ({
	id,
	name,
	token: isNew ? token : MASK,
	element: { key: element.key, name: element.name, hub: element.hub },
	tags: [...tags],
	valid: true,
	disabled,
	configuration: Object.fromEntries(
		[...configuration].map(([key, value]) => [key, SECRET.test(key) ? MASK : value]),
	),
	eventsEnabled: configuration.get('event.notification.enabled') === 'true',
});

/** `GET /instances/{id}/configuration`. */
export const toConfigurationAnswer = ({ id, configuration }: PlatformInstance): JsonRecord[] =>
	[...configuration].map(([key, value], index) => ({
		id: id * 100 + index,
		key,
		propertyValue: SECRET.test(key) ? MASK : value,
	}));

const toTexts = (configuration: Readonly<Record<string, unknown>>): Configuration =>
	new Map(
		Object.entries(configuration).map(([key, value]) => [
			key,
			typeof value === 'string' ? value : JSON.stringify(value),
		]),
	);

const read = <Shape extends z.ZodTypeAny>(shape: Shape, body: unknown): z.output<Shape> => {
	const result = shape.safeParse(body);
	if (result.success) return result.data;
	const [{ path, message }] = result.error.issues;
	throw new PlatformRefusal(400, `Invalid value for ${path.join('.')}: ${message}`);
};
