import { NodeOperationError, type INodeExecutionData, type IPollFunctions } from 'n8n-workflow';
import { datedVersion, isCoarse, type Change } from '../engine/change';
import { contentVersion } from '../engine/contentHistory';
import type { EpochMs, Page, RawRecord } from '../core/page';
import type { ChangeKind } from '../core/rules';
import { parsePollerConfiguration } from '../configuration/parse';
import { ConfigurationError } from '../configuration/types';
import { capture } from './capture';
import { toNodeError } from './errors';
import { explainTest, listsIn } from './explainTest';
import { formNotices } from './formNotice';
import { shownSentence } from './log';
import type { PollSetting } from './setting';
import type { Stream } from '../streams';
import type { RequestBudget } from '../streams/http';

const DAY_MS = 86_400_000;
/** How far back a test looks, until it finds something. */
const REACHES_MS = [DAY_MS, 30 * DAY_MS];
const RECORDS_PER_RESOURCE = 5;

const MORE_KINDS = 'Choose more kinds under Events, or create a record and fetch again.';
const NEW_RECORD = 'Create a record and fetch again.';

/**
 * The newest records of each resource, as events: what "Fetch Test Event" shows. A resource that
 * fails is reported in the first item. Neither reads nor writes the state.
 *
 * @throws NodeApiError, NodeOperationError when there is nothing to show: the first failure, if any
 */
export async function fetchTestEvent(
	context: IPollFunctions,
	setting: PollSetting,
): Promise<INodeExecutionData[]> {
	const { parameters, streams, budget, mask } = setting;
	const found: Array<{ stream: Stream; changes: readonly Change[] }> = [];
	const failures: Array<{ stream: Stream; error: unknown }> = [];
	const said: string[] = [];
	for (const [index, stream] of streams.entries()) {
		const share = (budget.deadline - budget.now()) / (streams.length - index);
		const deadline = budget.now() + share;
		const listBudget = { ...budget, deadline };
		const newest = await capture(async () => await newestOf(stream, listBudget));
		if ('error' in newest) {
			failures.push({ stream, error: withLists(newest.error, setting.trace) });
			continue;
		}
		const explanation = await capture(
			async () => await explain(setting, { stream, ...newest.value }, listBudget),
		);
		if ('error' in explanation) throw toNodeError(explanation.error, setting.errorContext(stream));
		said.push(...explanation.value);
		found.push({ stream, changes: toSample(stream, newest.value.page) });
	}
	const chosen = setting.toItems(found, budget.now());
	if (chosen.length > 0) {
		const failed = failures.map(
			({ stream, error }) =>
				toNodeError(error, { ...setting.errorContext(stream), messageOnly: true }).message,
		);
		const form = setting.trace ? formNotices(context.getNode(), parameters) : [];
		return withNotices(chosen, setting, [...said.map(mask), ...form.map(mask), ...failed]);
	}
	const [failed] = failures;
	if (failed) throw toNodeError(failed.error, setting.errorContext(failed.stream));
	const did = said.map((sentence) => `${mask(sentence)}.`).join(' ');
	const kinds = [...parameters.events].join(' or ');
	const some = found.some(({ changes }) => changes.length > 0);
	throw new NodeOperationError(
		context.getNode(),
		some ? `None of the newest records was ${kinds}` : 'There are no records to show yet',
		{
			description:
				`${some ? MORE_KINDS : NEW_RECORD} The published workflow is not affected. ${did}`.trim(),
		},
	);
}

/** What the user should know of the configuration stands in the first item of a test, and only there. */
function withNotices(
	items: readonly INodeExecutionData[],
	{ notices: ofConfiguration, found, mask }: PollSetting,
	failures: readonly string[],
): INodeExecutionData[] {
	const masked = [...ofConfiguration, ...found].map((notice) => shownSentence(notice, mask));
	const notices = [...masked, ...failures];
	return items.map((item, index) =>
		index === 0 && notices.length > 0 ? { ...item, json: { ...item.json, notices } } : item,
	);
}

/** A page, and since when what was changed was asked for. */
interface Newest {
	readonly page: Page;
	readonly since: EpochMs;
}

async function newestOf(stream: Stream, budget: RequestBudget): Promise<Newest> {
	const readPage = stream.pages(budget);
	for (const reach of REACHES_MS) {
		const since = budget.now() - reach;
		const page = await readPage(since);
		if (page.records.length > 0) return { page, since };
	}
	return { page: await readPage(0), since: 0 };
}

/** Where the list that is looked for is not in the answer, the lists that are. */
function withLists(error: unknown, trace: PollSetting['trace']): unknown {
	if (!(error instanceof ConfigurationError) || !error.path.endsWith('.recordsField')) return error;
	const lists = trace ? listsIn(trace) : '';
	return lists === ''
		? error
		: new ConfigurationError(error.path, `${error.problem} The answer has ${lists}.`);
}

/** Of any REST API, what was done: there a field that is wrong shows nowhere else. */
async function explain(
	{ parameters: { selection, variables, zone }, trace }: PollSetting,
	tested: Newest & { readonly stream: Stream },
	budget: RequestBudget,
): Promise<readonly string[]> {
	if (!trace || selection.kind !== 'json') return [];
	const { resources } = parsePollerConfiguration(selection.source, 'whole', variables);
	const resource = resources.find(({ name }) => name === tested.stream.name);
	return resource ? await explainTest({ ...tested, resource, zone }, trace, budget) : [];
}

function toSample(stream: Stream, page: Page): readonly Change[] {
	const { reader } = stream;
	return page.records
		.map((record): Change => {
			const updated = reader.updated(record);
			const created = reader.created(record);
			const kind: ChangeKind = reader.deleted(record)
				? 'deleted'
				: created !== undefined && created === updated
					? 'created'
					: 'updated';
			return {
				kind,
				id: String(reader.id(record) ?? ''),
				updated,
				version: versionOf(stream, record, kind, updated),
				record,
			};
		})
		.sort((a, b) => (b.updated ?? 0) - (a.updated ?? 0))
		.slice(0, RECORDS_PER_RESOURCE);
}

/** The name that a published workflow gives the version, unless the record held it before. */
function versionOf(
	{ reader, sync }: Stream,
	record: RawRecord,
	kind: ChangeKind,
	updated: EpochMs | undefined,
): string {
	const content = contentVersion(reader.fingerprint(record), 1);
	if (sync.kind === 'full') return content;
	const isNamed = updated === undefined || isCoarse(sync.rules.granularityMs);
	return datedVersion(kind, updated, isNamed ? content : undefined);
}
