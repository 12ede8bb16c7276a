import { quote } from '../core/text';
import { parsePollerConfiguration } from '../configuration/parse';
import {
	ConfigurationError,
	type PollerConfiguration,
	type ResourceConfiguration,
} from '../configuration/types';
import { documentedConfiguration } from './documented';
import { kindsOfResource, missedEvents, someOf, type ShownKinds } from './kinds';
import { platformPlan, providerPlans } from './planStreams';
import { tooLongDelay } from './reading';
import { restPlans } from './rest/plans';
import type { Built, Stream, StreamSettings } from './stream';
import { toStream } from './toStream';

export type { Built, Stream, StreamSettings } from './stream';

/** Any API, which its configuration alone describes. */
const REST = 'rest';

/**
 * The streams that the node's parameters ask for.
 *
 * @throws ConfigurationError and its like, naming the resource and the setting
 */
export function createStreams(settings: StreamSettings): Built {
	const { parameters } = settings;
	const isRest = parameters.connector === REST;
	const { resources, notices, ...instance }: PollerConfiguration =
		parameters.selection.kind === 'json'
			? parsePollerConfiguration(
					parameters.selection.source,
					isRest ? 'whole' : 'documented',
					parameters.variables,
					parameters.selection.names,
				)
			: { resources: parameters.selection.names.map((name) => ({ name })), notices: [] };
	const built = resources.flatMap((resource): BuiltResource[] => {
		try {
			return [builtResource(settings, resource)];
		} catch (error) {
			return leftOut(settings, error);
		}
	});
	const shown = built.map(({ configuration: { name }, streams }) => ({
		name,
		kinds: shownOf(settings, name, streams),
	}));
	return {
		streams: built.flatMap(({ streams }) => streams),
		notices: [
			...notices.map(({ text }) => text),
			...built.flatMap((part) => part.notices),
			...built.flatMap(({ configuration }) => tooLongDelay(configuration)),
		],
		missed: missedEvents(settings, shown),
		instance,
	};
}

interface BuiltResource {
	readonly configuration: ResourceConfiguration;
	readonly streams: readonly Stream[];
	readonly notices: readonly string[];
}

function builtResource(settings: StreamSettings, given: ResourceConfiguration): BuiltResource {
	const { parameters, definition } = settings;
	const isTicked = parameters.selection.kind === 'resources';
	const configuration = isTicked ? chosenResource(settings, given.name) : given;
	return inResource(configuration.name, () => {
		if (parameters.connector === REST)
			return { configuration, ...restPlans(settings, configuration) };
		const { plans, notices } =
			parameters.connection === 'provider' && definition
				? providerPlans(settings, definition, configuration)
				: platformPlan(settings, configuration);
		return { configuration, streams: plans.map((plan) => toStream(parameters, plan)), notices };
	});
}

/** What a resource shows: a ticked one what its definition says, another one what its settings make of it. */
function shownOf(
	{ parameters, definition }: StreamSettings,
	name: string,
	streams: readonly Stream[],
): ShownKinds {
	const resource = definition?.resources.find((candidate) => candidate.name === name);
	return definition && resource && parameters.selection.kind === 'resources'
		? kindsOfResource(definition, resource, parameters.connection)
		: new Set(streams.flatMap(({ kinds }) => [...kinds]));
}

function leftOut({ leaveOut }: StreamSettings, error: unknown): [] {
	if (!leaveOut) throw error;
	leaveOut(error);
	return [];
}

/** The configuration of a ticked resource: the documented one, or, for the provider, all from the definition. */
function chosenResource(
	{ parameters, definition }: StreamSettings,
	name: string,
): ResourceConfiguration {
	const resource = definition?.resources.find((candidate) => candidate.name === name);
	if (!definition || !resource) {
		const known = someOf((definition?.resources ?? []).map((candidate) => candidate.name));
		throw new ConfigurationError(
			'Resources',
			`"${quote(name)}" is not a resource of this connector. Choose from the list: ${known}.`,
		);
	}
	return parameters.connection === 'provider'
		? { name }
		: documentedConfiguration(definition, resource);
}

/** Runs a step of a resource's set-up; an error names the resource. */
function inResource<Value>(name: string, step: () => Value): Value {
	try {
		return step();
	} catch (error) {
		throw namedAfter(name, error);
	}
}

function namedAfter(name: string, error: unknown): unknown {
	if (error instanceof ConfigurationError && !error.path.startsWith(name))
		return error.within(name);
	if (error instanceof Error && !(error instanceof ConfigurationError))
		return new ConfigurationError(name, error.message);
	return error;
}
