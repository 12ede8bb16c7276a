import { NodeOperationError, type INodeExecutionData, type IPollFunctions } from 'n8n-workflow';
import { parsePollerConfiguration } from '../configuration/parse';
import { ConfigurationError } from '../configuration/types';
import { detect } from '../detect';
import { VolatileSamples } from '../engine/volatileFields';
import { capture } from './capture';
import { dailyRequests } from './dailyRequests';
import { toNodeError } from './errors';
import { newestOf, samplesOf, type Newest } from './existing';
import { explainTest, listsIn } from './explainTest';
import { explainFields } from './fieldChecks';
import { formNotices } from './formNotice';
import { keptOf } from './kept';
import { shownSentence } from './log';
import { runtimeOf } from './nodeRuntime';
import { readList } from './readList';
import { publishedProgress } from './reportResults';
import type { FoundChanges, PollSetting } from './setting';
import type { Stream } from '../streams';
import type { RequestBudget } from '../streams/http';

/** A list that could not be read, or, without one, a resource whose lists could not be made. */
interface Failed {
	readonly stream?: Stream;
	readonly error: unknown;
}

/** What a list shows in a test. */
interface Shown extends FoundChanges {
	/** For the user, each with the name of the list. */
	readonly sentences: readonly string[];
	/** Why the first batch could not be read. */
	readonly error?: unknown;
}

/** What a list may take of what is left of the test. */
interface Share {
	readonly budget: RequestBudget;
	readonly items: number;
}

/**
 * What "Fetch Test Event" shows: what publishing would send, where a beginning was chosen, and else
 * existing records as samples of it. What the user should know stands first in the first item. A
 * resource that fails is reported there. Neither reads nor writes the state.
 *
 * @throws NodeApiError, NodeOperationError when there is nothing to show: the first failure, if any
 */
export async function fetchTestEvent(
	context: IPollFunctions,
	setting: PollSetting,
): Promise<INodeExecutionData[]> {
	const { shown, failures } = await showLists(setting);
	const used = withoutNeedless(shown);
	const items = setting.toItems(used, setting.budget.now());
	const [failed] = failures;
	if (items.length === 0) {
		if (failed) throw toNodeError(failed.error, setting.errorContext(failed.stream));
		throw nothingYet(context, setting, shown);
	}
	const { mask } = setting;
	const daily = dailyRequests(context, setting);
	const form = setting.trace ? formNotices(context.getNode(), setting.parameters) : [];
	return withNotices(items, [
		...failures.map(({ stream, error }) => {
			const place = { ...setting.errorContext(stream), messageOnly: true };
			return toNodeError(error, place).message;
		}),
		...[...setting.notices, ...(daily?.isMuch ? [daily.toSentence()] : []), ...setting.found].map(
			(notice) => shownSentence(notice, mask),
		),
		...withoutRecords(shown),
		...[...shown.flatMap(({ sentences }) => sentences), ...standIns(used), ...form].map(mask),
		...publishedProgress(setting, runtimeOf(context), setting.budget.now()),
	]);
}

async function showLists(setting: PollSetting): Promise<{
	readonly shown: readonly Shown[];
	readonly failures: readonly Failed[];
}> {
	const { parameters, streams, budget, trace } = setting;
	const failures: Failed[] = setting.failures.map((error) => ({ error }));
	const shown: Shown[] = [];
	let itemsLeft = parameters.maxItems;
	for (const [index, stream] of streams.entries()) {
		const share = 1 / (streams.length - index);
		const deadline = budget.now() + (budget.deadline - budget.now()) * share;
		const part = { budget: { ...budget, deadline }, items: itemsLeft * share };
		const list = await capture(async () => await showList(setting, stream, part));
		const { error } = 'error' in list ? list : list.value;
		if (error !== undefined) failures.push({ stream, error: withLists(error, trace) });
		if ('error' in list) continue;
		shown.push(list.value);
		if (!list.value.isSample) itemsLeft = Math.max(1, itemsLeft - list.value.changes.length);
	}
	return { shown, failures };
}

function nothingYet(
	context: IPollFunctions,
	{ mask }: PollSetting,
	shown: readonly Shown[],
): NodeOperationError {
	const did = shown.flatMap(({ sentences }) => sentences).map((sentence) => `${mask(sentence)}.`);
	const remedy = 'Create a record and fetch again. The published workflow is not affected.';
	return new NodeOperationError(context.getNode(), 'There are no records to show yet', {
		description: [remedy, ...did].join(' '),
	});
}

/** What the user should know comes first, and in the first item only. */
function withNotices(
	[first, ...others]: readonly INodeExecutionData[],
	notices: readonly string[],
): INodeExecutionData[] {
	if (notices.length === 0) return [first, ...others];
	return [{ ...first, json: Object.assign({ notices }, first.json, { notices }) }, ...others];
}

/** The names of resources none of whose lists has a record. */
function withoutRecords(shown: readonly Shown[]): readonly string[] {
	const names = new Set(shown.map(({ stream }) => stream.name));
	for (const { stream, changes } of shown) if (changes.length > 0) names.delete(stream.name);
	return [...names].map((name) => `${name}: there are no records yet`);
}

/** Samples are for resources that show nothing else, those of deletions for such as show none. */
function withoutNeedless(shown: readonly Shown[]): readonly Shown[] {
	const namesOf = (lists: readonly Shown[]) => new Set(lists.map(({ stream }) => stream.name));
	const real = namesOf(shown.filter(({ isSample }) => !isSample));
	const deleted = namesOf(
		shown.filter(
			({ standIn, changes }) => !standIn && changes.some(({ kind }) => kind === 'deleted'),
		),
	);
	return shown.filter(
		({ isSample, standIn, stream: { name } }) =>
			!(isSample && real.has(name)) && !(standIn === 'deleted' && deleted.has(name)),
	);
}

/** Which of the items were not what they are shown as. */
function standIns(used: readonly Shown[]): readonly string[] {
	return used.flatMap(({ stream, standIn }) =>
		standIn
			? `${stream.stateKey}: existing records, shown as if they had just been ${standIn}`
			: [],
	);
}

/** @throws what reading throws, and ConfigurationError for a setting that fits none of the records */
async function showList(setting: PollSetting, stream: Stream, share: Share): Promise<Shown> {
	const { events, start } = setting.parameters;
	const { budget } = share;
	const newest = await newestOf(stream, budget);
	const explained = await explain(setting, { stream, ...newest }, budget);
	const batch = start.kind === 'at' ? await firstBatch(setting, stream, share) : undefined;
	const { error, sentences: told = [] } = batch ?? {};
	const sentences = [...explained, ...told];
	if (batch?.changes.some(({ kind }) => events.has(kind))) return { ...batch, sentences };
	const { changes, standIn } = await samplesOf(stream, newest, events, budget);
	return { stream, changes, standIn, isSample: true, sentences, error };
}

/** What the poll sends that publishes the workflow. */
async function firstBatch(
	setting: PollSetting,
	stream: Stream,
	{ budget, items }: Share,
): Promise<Shown> {
	const kept = keptOf(undefined, stream, { chosen: setting.parameters.start, now: budget.now() });
	const { changes, warnings, complete, error } = await readList(
		{ stream, kept },
		{ ...setting, budget },
		{ items, time: 1 },
		new VolatileSamples(),
	);
	const told = warnings.map(({ message }) => `${stream.stateKey}: ${message}`);
	const isMore = !complete && error === undefined;
	const sentences = isMore ? [...told, `${stream.stateKey}: the next polls send the rest`] : told;
	return { stream, changes, sentences, error };
}

/** Where the list that is looked for is not in the answer, the lists that are. */
function withLists(error: unknown, trace: PollSetting['trace']): unknown {
	if (!(error instanceof ConfigurationError) || !error.path.endsWith('.recordsField')) return error;
	const lists = trace ? listsIn(trace) : '';
	return lists === ''
		? error
		: new ConfigurationError(error.path, `${error.problem} The answer has ${lists}.`);
}

/**
 * Checks that the records have the ids and dates that the settings say. Of any REST API, says what was
 * done: there a field that is wrong shows nowhere else.
 *
 * @throws ConfigurationError
 */
async function explain(
	{ parameters: { selection, variables }, trace }: PollSetting,
	tested: Newest & { readonly stream: Stream },
	budget: RequestBudget,
): Promise<readonly string[]> {
	const { stream, page } = tested;
	if (trace && selection.kind === 'json') {
		const { resources } = parsePollerConfiguration(selection.source, 'whole', variables);
		const resource = resources.find(({ name }) => name === stream.name);
		return resource ? await explainTest({ ...tested, resource }, trace, budget) : [];
	}
	const { records } = page;
	const seen = detect({ body: records }, null);
	explainFields({ records, stream, isUsers: selection.kind === 'json', now: budget.now(), seen });
	return [];
}
