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

/** What one poll works with. */
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
	const node = context.getNode();
	const secrets = new Secrets();
	const log = logOf(context, secrets.mask);
	const prepared = await capture(async () => {
		const parameters = readParameters(context);
		const definition = findConnector(parameters.connector);
		const credentialType =
			parameters.connection === 'provider' && definition
				? credentialTypeOf(definition, parameters.authentication)
				: CREDENTIAL_OF_PLATFORM;
		if (!node.credentials?.[credentialType]) {
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
		const isRenewed = isOAuth2Type(credentialType);
		const send = sendWith(context, credentialType);
		const found: string[] = [];
		const report = (sentence: string) => {
			found.push(sentence);
			if (context.getMode() !== 'manual') log.info(sentence);
		};
		const account = node.credentials[credentialType].id ?? node.credentials[credentialType].name;
		const { streams, notices } = createStreams({
			parameters,
			definition,
			credential: { ...credential },
			send,
			memory: accountMemoryOf(account),
			report,
		});
		return {
			parameters,
			definition,
			found,
			credentialType,
			streams: streams.map((stream) => guarded(stream, secrets, { refresh, isRenewed })),
			notices,
		};
	});
	if ('error' in prepared)
		throw toNodeError(prepared.error, { node, source: 'n8n', mask: secrets.mask });
	const { parameters, definition, streams, notices, found, credentialType } = prepared.value;
	const warn = (sentence: string) => {
		found.push(sentence);
		if (context.getMode() !== 'manual') log.warn(sentence);
	};
	const source =
		parameters.connection === 'provider' && definition ? definition.displayName : 'Open Connectors';
	return {
		parameters,
		streams,
		notices,
		found,
		budget,
		log,
		mask: secrets.mask,
		errorContext: (stream) => ({
			node,
			source,
			mask: secrets.mask,
			isOAuth2: isOAuth2Type(credentialType),
			...(stream ? { resource: stream.name } : {}),
			forbiddenHint:
				parameters.connection === 'provider' && definition
					? definition.forbiddenHint
					: FORBIDDEN_BY_PLATFORM,
		}),
		toItems: (changes, pollAt) => {
			// A poll tells it by itself.
			if (context.getMode() === 'manual') found.push(...changes.flatMap(withoutIds));
			return toItems(parameters, changes, pollAt, warn);
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

/** @param warn is told in a sentence what an event could not hold */
function toItems(
	parameters: PollParameters,
	found: readonly FoundChanges[],
	pollAt: number,
	warn: (sentence: string) => void,
): INodeExecutionData[] {
	return found.flatMap(({ stream, changes }) => {
		const context = {
			elementKey: parameters.connector,
			hubKey: stream.hub,
			objectType: stream.name,
			instanceName: parameters.instanceName,
			tags: parameters.tags,
		};
		let isCut = false;
		const items = changes
			.filter((change) => parameters.events.has(change.kind))
			.map((change) => {
				const record = withinDepth(change.record);
				const isWhole = record === change.record;
				isCut ||= !isWhole;
				if (parameters.output === 'record') return { json: record };
				const event = toEvent(change, context, pollAt);
				return { json: isWhole ? event : { ...event, record } };
			});
		if (isCut) {
			warn(
				`${stream.name}: a record is nested too deeply to be written; what lies deepest is left out.`,
			);
		}
		return items;
	});
}
