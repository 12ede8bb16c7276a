import { sleep, type INodeExecutionData, type IPollFunctions } from 'n8n-workflow';
import { ConfigurationError } from '../configuration/types';
import { CONNECTORS } from '../connectors';
import { toEvent } from '../events/event';
import type { Change } from '../polling/change';
import { parseCursor, type Cursor } from '../polling/cursor';
import { scan, type ScanResult } from '../polling/scan';
import { isActivationPoll } from './activation';
import { isTransient, toNodeError, type ErrorContext } from './errors';
import { oneAtATime } from './overlap';
import { readParameters, type PollParameters } from './parameters';
import { sendWith } from './send';
import {
	dropBaseline,
	hasState,
	loadState,
	saveBaseline,
	saveState,
	startOf,
	toWaiting,
	type ResourceStates,
	type SavedStates,
	type Waiting,
} from './state';
import { createStreams, type Stream } from './streams';
import { fetchTestEvent } from './testEvent';

/** Share of the host's time for one poll that is used; the rest is for what comes after. */
const BUDGET_SHARE = 0.7;
/** Time for one poll where n8n is too old to say (before 2.38). */
const FALLBACK_BUDGET_MS = 30_000;
/** N: most records remembered of a resource, 54 kB. */
const MAX_REMEMBERED = 2_000;

const CREDENTIAL_OF_PLATFORM = 'openConnectorsApi';

/** What one poll works with. */
export interface PollSetting {
	readonly parameters: PollParameters;
	readonly streams: readonly Stream[];
	readonly notices: readonly string[];
	/** Epoch ms of the local clock by which the poll has to end. */
	readonly deadline: number;
	readonly errorContext: (stream?: Stream) => ErrorContext;
	readonly toItems: (found: readonly FoundChanges[], pollAt: number) => INodeExecutionData[];
}

export interface FoundChanges {
	readonly stream: Stream;
	readonly changes: readonly Change[];
}

/** The work of the node: one call of n8n's `poll()`. */
export async function poll(context: IPollFunctions): Promise<INodeExecutionData[][] | null> {
	const startedAt = Date.now();
	const budgetMs = context.getPollBudgetMs?.() ?? FALLBACK_BUDGET_MS;
	if (context.getMode() === 'manual') {
		const setting = await prepare(context, startedAt + budgetMs * BUDGET_SHARE);
		return [await fetchTestEvent(context, setting)];
	}
	const activation = isActivationPoll(context);
	return await oneAtATime(context, { startedAt, budgetMs, state: loadState(context) }, async () => {
		const setting = await prepare(context, startedAt + budgetMs * BUDGET_SHARE);
		return await pollStreams(context, setting, activation, startedAt);
	});
}

async function prepare(context: IPollFunctions, deadline: number): Promise<PollSetting> {
	const node = context.getNode();
	const secrets: string[] = [];
	const prepared = await capture(async () => {
		const parameters = readParameters(context);
		const definition = CONNECTORS[parameters.connector];
		const credentialType =
			parameters.connection === 'provider' && definition
				? definition.credentialType
				: CREDENTIAL_OF_PLATFORM;
		if (!node.credentials?.[credentialType]) {
			throw new ConfigurationError(
				'Credential',
				'none is chosen. Choose or create one at the top of the node.',
			);
		}
		const credential = await context.getCredentials(credentialType);
		secrets.push(...secretsIn(credential));
		const send = sendWith(context, credentialType);
		const baseUrl = String(credential.baseUrl ?? '');
		return { parameters, definition, ...createStreams({ parameters, baseUrl, send }) };
	});
	if ('error' in prepared) throw toNodeError(prepared.error, { node, source: 'n8n', secrets });
	const { parameters, definition, streams, notices } = prepared.value;
	const source =
		parameters.connection === 'provider' && definition ? definition.displayName : 'Open Connectors';
	return {
		parameters,
		streams,
		notices,
		deadline,
		errorContext: (stream) => ({
			node,
			source,
			secrets,
			...(stream ? { resource: stream.name, updatedField: stream.updatedField } : {}),
			...(definition ? { forbiddenHint: definition.forbiddenHint } : {}),
		}),
		toItems: (found, pollAt) => toItems(parameters, found, pollAt),
	};
}

/** Every text of the credential but its address; n8n never shows them, and neither do we. */
function secretsIn(credential: object): readonly string[] {
	return Object.entries(credential)
		.filter(([name]) => name !== 'baseUrl')
		.flatMap(([, value]) => (typeof value === 'string' && value.length > 3 ? [value] : []));
}

interface Failed {
	readonly stream: Stream;
	readonly error: unknown;
}

async function pollStreams(
	context: IPollFunctions,
	setting: PollSetting,
	activation: boolean,
	startedAt: number,
): Promise<INodeExecutionData[][] | null> {
	if (activation) {
		for (const notice of setting.notices)
			context.logger.warn(`${context.getNode().name}: ${notice}`);
	}
	const saved = loadState(context);
	const hadState = hasState(context);
	const next: Record<string, Cursor | Waiting> = {};
	const found: FoundChanges[] = [];
	const failed: Failed[] = [];
	let itemsLeft = setting.parameters.maxItems;
	let pollAt = startedAt;
	for (const [index, stream] of setting.streams.entries()) {
		const share = 1 / (setting.streams.length - index);
		const outcome = await capture(
			async () => await scanStream(stream, setting, saved, itemsLeft * share, share),
		);
		if ('error' in outcome) {
			failed.push({ stream, error: outcome.error });
			const cursor = parseCursor(saved[stream.name], stream.key);
			next[stream.name] = cursor ?? toWaiting(saved[stream.name], stream.key, startedAt);
			continue;
		}
		const result = outcome.value;
		if (index === 0) pollAt = result.t0;
		next[stream.name] = result.cursor;
		found.push({ stream, changes: result.changes });
		itemsLeft = Math.max(1, itemsLeft - result.changes.length);
		report(context, stream, result);
	}
	const items = setting.toItems(found, pollAt);
	const [first] = failed;
	if (first && mustTell(failed, items.length, activation)) {
		throw toNodeError(first.error, setting.errorContext(first.stream));
	}
	for (const { stream, error } of failed) {
		context.logger.warn(toNodeError(error, setting.errorContext(stream)).message);
	}
	remember(context, next, activation, hadState);
	return items.length > 0 ? [items] : null;
}

/**
 * Whether a failure is thrown. Found items go first, and n8n would throw them away with the
 * error; what still fails is told by the next poll. A throw while publishing stops the trigger for
 * good, so that only what somebody has to mend is thrown then.
 */
function mustTell(failed: readonly Failed[], items: number, activation: boolean): boolean {
	if (items > 0) return false;
	return activation ? failed.some(({ error }) => !isTransient(error)) : failed.length > 0;
}

async function scanStream(
	stream: Stream,
	setting: PollSetting,
	saved: SavedStates,
	maxItems: number,
	timeShare: number,
): Promise<ScanResult> {
	const now = () => Date.now();
	const deadline = now() + (setting.deadline - now()) * timeShare;
	return await scan({
		cursor: parseCursor(saved[stream.name], stream.key),
		key: stream.key,
		start: startOf(saved[stream.name], stream.key, setting.parameters.start),
		readPage: stream.pages({ deadline, now, sleep }),
		reader: stream.reader,
		rules: stream.rules,
		limits: { maxItems: Math.max(1, Math.ceil(maxItems)), maxRemembered: MAX_REMEMBERED, deadline },
		now,
	});
}

function report(context: IPollFunctions, stream: Stream, result: ScanResult): void {
	for (const warning of result.warnings)
		context.logger.warn(`${context.getNode().name}: ${stream.name}: ${warning.message}`);
}

/** Writes the state, last of all. */
function remember(
	context: IPollFunctions,
	next: ResourceStates,
	activation: boolean,
	hadState: boolean,
): void {
	saveState(context, next);
	if (activation && !hadState) saveBaseline(context, next);
	else if (hadState) dropBaseline(context);
}

function toItems(
	parameters: PollParameters,
	found: readonly FoundChanges[],
	pollAt: number,
): INodeExecutionData[] {
	return found.flatMap(({ stream, changes }) => {
		const context = {
			elementKey: parameters.connector,
			hubKey: stream.hub,
			objectType: stream.name,
			instanceName: parameters.instanceName,
			tags: parameters.tags,
		};
		return changes
			.filter((change) => parameters.events.has(change.kind))
			.map((change) => ({
				json:
					parameters.output === 'record'
						? { ...change.record }
						: { ...toEvent(change, context, pollAt) },
			}));
	});
}

async function capture<Value>(
	work: () => Promise<Value>,
): Promise<{ value: Value } | { error: unknown }> {
	try {
		return { value: await work() };
	} catch (error) {
		return { error };
	}
}
