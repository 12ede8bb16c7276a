import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { ConfigurationError } from '../configuration/types';
import { findConnector } from '../connectors';
import type { ConnectorDefinition } from '../streams/definition';
import { withinDepth } from './depth';
import { toEvent } from './event';
import type { Change } from '../engine/change';
import { capture } from './capture';
import { toNodeError, type ErrorContext } from './errors';
import { guarded } from './guardedStream';
import { logOf, type Log } from './log';
import type { Mask } from './mask';
import { readParameters, type PollParameters } from './parameters';
import { Secrets } from './secrets';
import { isOAuth2Type, sendWith } from './send';
import { createStreams, type Stream } from '../streams';
import type { RequestBudget } from '../streams/http';
import { accountMemoryOf } from './nodeRuntime';

const CREDENTIAL_OF_PLATFORM = 'openConnectorsApi';
const FORBIDDEN_BY_PLATFORM =
	'The connector instance is disabled, or its login may not read this object. Look at the instance in Open Connectors.';

export interface PollSetting {
	readonly parameters: PollParameters;
	readonly streams: readonly Stream[];
	readonly notices: readonly string[];
	/** Sentences about what turned out while polling; grows. */
	readonly found: readonly string[];
	/** Of the whole poll. */
	readonly budget: RequestBudget;
	readonly log: Log;
	readonly mask: Mask;
	readonly errorContext: (stream?: Stream) => ErrorContext;
	readonly toItems: (found: readonly FoundChanges[], pollAt: number) => INodeExecutionData[];
}

export interface FoundChanges {
	readonly stream: Stream;
	readonly changes: readonly Change[];
}

/**
 * Reads parameters and credential.
 *
 * @throws NodeOperationError that says which setting is wrong
 */
export async function prepare(
	context: IPollFunctions,
	budget: RequestBudget,
): Promise<PollSetting> {
	const secrets = new Secrets();
	try {
		return await settingOf(context, budget, secrets);
	} catch (error) {
		throw toNodeError(error, { node: context.getNode(), source: 'n8n', mask: secrets.mask });
	}
}

async function settingOf(
	context: IPollFunctions,
	budget: RequestBudget,
	secrets: Secrets,
): Promise<PollSetting> {
	const node = context.getNode();
	const { mask } = secrets;
	const log = logOf(context, mask);
	const isManual = context.getMode() === 'manual';
	const parameters = readParameters(context);
	const definition = findConnector(parameters.connector);
	const provider = parameters.connection === 'provider' ? definition : undefined;
	const credentialType = provider
		? credentialTypeOf(provider, parameters.authentication)
		: CREDENTIAL_OF_PLATFORM;
	const chosen = node.credentials?.[credentialType];
	if (!chosen) {
		throw new ConfigurationError(
			'Credential',
			'none is chosen. Choose or create one at the top of the node.',
		);
	}
	const credential = await context.getCredentials(credentialType);
	secrets.add(credential);
	const refresh = async () => {
		const renewed = await capture(async () => await context.getCredentials(credentialType));
		if ('value' in renewed) secrets.add(renewed.value);
	};
	const isOAuth2 = isOAuth2Type(credentialType);
	const found: string[] = [];
	const say = (line: (sentence: string) => void) => (sentence: string) => {
		found.push(sentence);
		if (!isManual) line(sentence);
	};
	const { streams, notices } = createStreams({
		parameters,
		definition,
		credential: { ...credential },
		send: sendWith(context, credentialType),
		memory: accountMemoryOf(chosen.id ?? chosen.name),
		report: say(log.info),
	});
	return {
		parameters,
		streams: streams.map((stream) => guarded(stream, secrets, { refresh, isRenewed: isOAuth2 })),
		notices,
		found,
		budget,
		log,
		mask,
		errorContext: (stream) => ({
			node,
			source: provider?.displayName ?? 'Open Connectors',
			mask,
			isOAuth2,
			resource: stream?.name,
			forbiddenHint: provider?.forbiddenHint ?? FORBIDDEN_BY_PLATFORM,
		}),
		toItems: (changes, pollAt) => {
			// A poll says it by itself.
			if (isManual) found.push(...changes.flatMap(withoutIds));
			return toItems(parameters, changes, pollAt, say(log.warn));
		},
	};
}

function credentialTypeOf(
	{ credentials }: ConnectorDefinition,
	authentication: string | undefined,
): string {
	const chosen = credentials.find((choice) => choice.authentication === authentication);
	return (chosen ?? credentials[0]).type;
}

/** What to say of records of which none has the id that is expected. */
function withoutIds({ stream, changes }: FoundChanges): readonly string[] {
	const { idField } = stream.reader;
	const isMissing = changes.length > 0 && changes.every(({ id }) => id === '');
	if (idField === undefined || !isMissing) return [];
	return [
		`${stream.name}: none of the records shown has an id in "${idField}". ` +
			'Check idField in the poller configuration.',
	];
}

/** @param warn gets a sentence about what an event could not hold */
function toItems(
	parameters: PollParameters,
	found: readonly FoundChanges[],
	pollAt: number,
	warn: (sentence: string) => void,
): INodeExecutionData[] {
	const items = found.flatMap(({ stream, changes }) => {
		const context = {
			elementKey: parameters.connector,
			hubKey: stream.hub,
			objectType: stream.name,
			instanceName: parameters.instanceName,
			tags: parameters.tags,
		};
		let isCut = false;
		const dated = changes
			.filter((change) => parameters.events.has(change.kind))
			.map((change) => {
				const at = change.updated ?? pollAt;
				const record = withinDepth(change.record);
				const isWhole = record === change.record;
				isCut ||= !isWhole;
				if (parameters.output === 'record') return { at, json: record };
				const event = toEvent(change, context, pollAt);
				return { at, json: isWhole ? event : { ...event, record } };
			});
		if (isCut) {
			warn(
				`${stream.name}: a record is nested too deeply to be written; what lies deepest is left out.`,
			);
		}
		return dated;
	});
	// What happened first comes first, whichever list shows it: a record deleted and restored was restored last.
	return items.sort((a, b) => a.at - b.at).map(({ json }) => ({ json }));
}
