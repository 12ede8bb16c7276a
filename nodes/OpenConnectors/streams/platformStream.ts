import { ConfigurationError, type ResourceConfiguration } from '../configuration/types';
import { findResource, type ConnectorDefinition } from './definition';
import { quote } from '../core/text';
import { platformPages } from './platform';
import { completeBaseUrl, PLATFORM_PATH } from './url';
import { documentedConfiguration } from './documented';
import { keyOf } from './key';
import { withNativeZone } from './nativeNames';
import { readingOf, rulesOf } from './reading';
import { credentialText, NO_REST, type Stream, type StreamSettings } from './stream';
import { templateOf } from './template';

/** The platform's default for its own lists; single connectors may return fewer. */
const PLATFORM_PAGE_SIZE = 200;

/** The stream of a resource that is read through the platform. */
export function platformStream(settings: StreamSettings, given: ResourceConfiguration): Stream {
	const { parameters, definition, send } = settings;
	const baseUrl = completeBaseUrl(credentialText(settings, 'baseUrl'), PLATFORM_PATH);
	const configuration = withNativeZones(definition, withDocumentedDefault(definition, given));
	const template = templateOf(configuration, configuration.url, parameters.zone);
	const reading = readingOf(configuration, undefined, parameters.zone);
	return {
		name: configuration.name,
		stateKey: configuration.name,
		hub: /^\/hubs\/([^/?]+)/.exec(configuration.url)?.[1] ?? '',
		key: keyOf(parameters, configuration, []),
		reader: reading.reader,
		watch: {
			kind: 'dates',
			rules: {
				...rulesOf(reading, configuration, parameters, undefined),
				sinceInclusive: false,
				ascending: false,
				overlap: 0,
			},
		},
		updatedField: reading.updatedField,
		restMs: NO_REST,
		pages: (budget) =>
			platformPages({
				baseUrl,
				template,
				variables: parameters.variables,
				pageSize: parameters.pageSize ?? configuration.pageSize ?? PLATFORM_PAGE_SIZE,
				send,
				budget,
			}),
	};
}

/** The platform hands dates on as the provider writes them: one without a zone is in the provider's. */
function withNativeZones<Configuration extends ResourceConfiguration>(
	definition: ConnectorDefinition | undefined,
	configuration: Configuration,
): Configuration {
	const native = definition && findResource(definition, configuration.name);
	if (!native) return configuration;
	const { updated, created } = configuration;
	return {
		...configuration,
		...(updated ? { updated: withNativeZone(updated, native) } : {}),
		...(created ? { created: withNativeZone(created, native) } : {}),
	};
}

/** What the configuration leaves open is taken from the connector's own; `{}` leaves everything open. */
function withDocumentedDefault(
	definition: ConnectorDefinition | undefined,
	given: ResourceConfiguration,
): ResourceConfiguration & { readonly url: string } {
	const resource = definition && findResource(definition, given.name);
	const documented =
		definition && resource?.hubConfiguration
			? documentedConfiguration(definition, resource)
			: undefined;
	if (given.url !== undefined) {
		const idField = given.idField ?? documented?.idField;
		return { ...given, url: given.url, ...(idField === undefined ? {} : { idField }) };
	}
	if (documented?.url !== undefined) return { ...documented, ...given, url: documented.url };
	throw new ConfigurationError(
		'url',
		`is missing. Write the path to poll, for example /hubs/crm/${quote(given.name)}.`,
	);
}
