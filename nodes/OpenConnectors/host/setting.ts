import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import { findConnector, rest } from '../connectors';
import type { ConnectorDefinition } from '../streams/definition';
import { withinDepth } from './depth';
import { toEvent, toRecordWithEvent } from './event';
import type { Change } from '../engine/change';
import { toNodeError, type ErrorContext } from './errors';
import { furtherPages } from './furtherPages';
import { guarded } from './guardedStream';
import { logOf, type Log } from './log';
import { PLATFORM, readPollingSettings } from './instanceConfiguration';
import { loginOf, type Login } from './login';
import type { Mask } from './mask';
import type { ChangeKind } from '../core/rules';
import { readParameters, type PollParameters } from './parameters';
import { Secrets } from './secrets';
import { SourceError } from '../streams/sourceError';
import { createStreams, type Built, type Stream } from '../streams';
import type { RequestBudget } from '../streams/http';
import { accountMemoryOf } from './nodeRuntime';
import { Trace } from './trace';
import { Traffic } from './traffic';

const FORBIDDEN_BY_PLATFORM =
	'The connector instance is disabled, or its login may not read this object. Look at the instance in Open Connectors.';

export interface PollSetting {
	readonly parameters: PollParameters;
	readonly streams: readonly Stream[];
	/** Why resources are left out; a test alone goes on without them. */
	readonly failures: readonly unknown[];
	readonly notices: readonly string[];
	/** Sentences about what turned out while polling; grows. */
	readonly found: readonly string[];
	/** A list that was read to its end is not read again before so long, in ms. */
	readonly leastIntervalMs: number;
	/** Of the whole poll. */
	readonly budget: RequestBudget;
	readonly log: Log;
	readonly traffic: Traffic;
	readonly mask: Mask;
	/** What a test of any REST API sends; absent otherwise. */
	readonly trace?: Trace;
	readonly errorContext: (stream?: Stream) => ErrorContext;
	readonly toItems: (found: readonly FoundChanges[], pollAt: number) => INodeExecutionData[];
}

export interface FoundChanges {
	readonly stream: Stream;
	readonly changes: readonly Change[];
	/** Whether they are existing records, of which a test makes samples. */
	readonly isSample?: boolean;
	/** What they are shown as where nothing of what was chosen has happened to them. */
	readonly standIn?: ChangeKind | undefined;
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
		throw toNodeError(error, {
			node: context.getNode(),
			source: error instanceof SourceError ? PLATFORM : 'n8n',
			mask: secrets.mask,
			forbiddenHint: FORBIDDEN_BY_PLATFORM,
		});
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
	const given = readParameters(context);
	const definition = findConnector(given.connector);
	const provider = given.connection === 'provider' ? definition : undefined;
	const traffic = new Traffic();
	const opened = await loginOf(context, given, provider, secrets);
	const login = { ...opened, send: traffic.sending(opened.send) };
	const { selection } = given;
	const parameters = given.isOfInstance
		? {
				...given,
				selection: {
					...selection,
					source: await readPollingSettings(context, login, budget, { log, mask }),
				},
			}
		: given;
	const { credential, send, isOAuth2, isRenewed, refresh } = login;
	const trace = isManual && provider === rest ? new Trace() : undefined;
	const found: string[] = [];
	const failures: unknown[] = [];
	const say = (line: (sentence: string) => void) => (sentence: string) => {
		found.push(sentence);
		if (!isManual) line(sentence);
	};
	const { streams, notices, missed, instance } = createStreams({
		parameters,
		definition,
		credential,
		send: trace ? trace.around(send) : send,
		memory: accountMemoryOf(login.account),
		report: say(log.info),
		...(isManual ? { leaveOut: (error) => failures.push(error) } : { furtherPages }),
	});
	if (isManual) found.push(...missed);
	const named = { ...parameters, ...namesOf(parameters, instance) };
	return {
		parameters: named,
		streams: streams.map((stream) =>
			traffic.reading(guarded(stream, secrets, { refresh, isRenewed })),
		),
		failures,
		notices,
		leastIntervalMs: leastInterval(instance.refreshIntervalMinutes),
		found,
		budget,
		log,
		traffic,
		mask,
		...(trace ? { trace } : {}),
		errorContext: (stream) => ({
			node,
			source: sourceOf(provider, login),
			mask,
			isOAuth2,
			resource: stream?.name,
			forbiddenHint: provider?.forbiddenHint ?? FORBIDDEN_BY_PLATFORM,
		}),
		toItems: (changes, pollAt) =>
			toItems({ parameters: named, found: changes, pollAt, warn: say(log.warn) }),
	};
}

/** Whom an error is about: of any API its host. */
function sourceOf(provider: ConnectorDefinition | undefined, { credential }: Login): string {
	if (provider !== rest) return provider?.displayName ?? PLATFORM;
	const baseUrl = String(credential.baseUrl).trim();
	return URL.canParse(baseUrl) ? new URL(baseUrl).host : 'The API';
}

/** n8n's polls come some seconds sooner or later: one that is so little too soon counts. */
export const SOONER_MS = 30_000;

function leastInterval(minutes = 0): number {
	return Math.max(0, minutes * 60_000 - SOONER_MS);
}

/** What events are marked with: what the configuration says where the options say nothing. */
function namesOf(
	{ instanceName, tags }: PollParameters,
	instance: Built['instance'],
): Pick<PollParameters, 'instanceName' | 'tags'> {
	return {
		instanceName: instanceName || (instance.instanceName ?? ''),
		tags: tags.length > 0 ? tags : (instance.tags ?? []),
	};
}

function toItems({
	parameters,
	found,
	pollAt,
	warn,
}: {
	readonly parameters: PollParameters;
	readonly found: readonly FoundChanges[];
	readonly pollAt: number;
	/** Gets a sentence about what an event could not hold. */
	readonly warn: (sentence: string) => void;
}): INodeExecutionData[] {
	const { instanceName, tags } = parameters;
	const items = found.flatMap(({ stream, changes, isSample }) => {
		const context = {
			elementKey: parameters.connector,
			hubKey: stream.hub,
			objectType: stream.name,
			...(stream.values ? { values: stream.values, listName: stream.stateKey } : {}),
			instanceName,
			tags,
			isSample,
		};
		let isCut = false;
		const dated = changes
			.filter((change) => parameters.events.has(change.kind))
			.map((change) => {
				const at = change.updated ?? pollAt;
				const record = withinDepth(change.record);
				const isWhole = record === change.record;
				isCut ||= !isWhole;
				const found = toEvent(change, context, pollAt);
				const event = isWhole ? found : { ...found, record };
				return { at, json: parameters.output === 'record' ? toRecordWithEvent(event) : event };
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
