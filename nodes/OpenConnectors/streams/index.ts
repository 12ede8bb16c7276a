import { quote } from '../core/text';
import { parsePollerConfiguration } from '../configuration/parse';
import {
	ConfigurationError,
	type PollerConfiguration,
	type ResourceConfiguration,
} from '../configuration/types';
import { documentedConfiguration } from './documented';
import { platformPlan, providerPlans } from './planStreams';
import { tooLongDelay } from './reading';
import { restPlans } from './rest/plans';
import type { Built, StreamSettings } from './stream';
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
	const { parameters, definition } = settings;
	const isRest = parameters.connector === REST;
	const { resources, notices, ...instance }: PollerConfiguration =
		parameters.selection.kind === 'json'
			? parsePollerConfiguration(
					parameters.selection.source,
					isRest ? 'whole' : 'documented',
					parameters.variables,
				)
			: { resources: chosenResources(settings, parameters.selection.names), notices: [] };
	const built = resources.map((resource) =>
		inResource(resource.name, () => {
			if (isRest) return restPlans(settings, resource);
			const { plans, notices: found } =
				parameters.connection === 'provider' && definition
					? providerPlans(settings, definition, resource)
					: platformPlan(settings, resource);
			return { streams: plans.map((plan) => toStream(parameters, plan)), notices: found };
		}),
	);
	return {
		streams: built.flatMap(({ streams }) => streams),
		notices: [
			...notices.map(({ text }) => text),
			...built.flatMap((part) => part.notices),
			...resources.flatMap(tooLongDelay),
		],
		instance,
	};
}

/** The configurations of ticked resources: the documented ones, or, for the provider, all from the definition. */
function chosenResources(
	{ parameters, definition }: StreamSettings,
	names: readonly string[],
): readonly ResourceConfiguration[] {
	return names.map((name) => {
		const resource = definition?.resources.find((candidate) => candidate.name === name);
		if (!definition || !resource) {
			const known = definition?.resources.map((candidate) => candidate.name).join(', ') ?? 'none';
			throw new ConfigurationError(
				'Resources',
				`"${quote(name)}" is not a resource of this connector. Known are: ${known}.`,
			);
		}
		return parameters.connection === 'provider'
			? { name }
			: documentedConfiguration(definition, resource);
	});
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
