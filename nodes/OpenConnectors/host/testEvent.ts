import { NodeOperationError, type INodeExecutionData, type IPollFunctions } from 'n8n-workflow';
import { datedVersion, isCoarse, type Change } from '../engine/change';
import { contentVersion } from '../engine/contentHistory';
import type { EpochMs, Page, RawRecord } from '../core/page';
import type { ChangeKind } from '../core/rules';
import { capture } from './capture';
import { toNodeError } from './errors';
import { shownSentence } from './log';
import type { PollSetting } from './setting';
import type { Stream } from '../streams';
import type { RequestBudget } from '../streams/http';

const DAY_MS = 86_400_000;
/** How far back a test looks, until it finds something. */
const REACHES_MS = [DAY_MS, 30 * DAY_MS];
const RECORDS_PER_RESOURCE = 5;

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
	const { parameters, streams, budget } = setting;
	const found: Array<{ stream: Stream; changes: readonly Change[] }> = [];
	const failures: Array<{ stream: Stream; error: unknown }> = [];
	for (const [index, stream] of streams.entries()) {
		const share = (budget.deadline - budget.now()) / (streams.length - index);
		const deadline = budget.now() + share;
		const sample = await capture(async () => await newestOf(stream, { ...budget, deadline }));
		if ('error' in sample) failures.push({ stream, error: sample.error });
		else found.push({ stream, changes: sample.value });
	}
	const chosen = setting.toItems(found, budget.now());
	if (chosen.length > 0) {
		const failed = failures.map(
			({ stream, error }) =>
				toNodeError(error, { ...setting.errorContext(stream), messageOnly: true }).message,
		);
		return withNotices(chosen, setting, failed);
	}
	const [failed] = failures;
	if (failed) throw toNodeError(failed.error, setting.errorContext(failed.stream));
	const kinds = [...parameters.events].join(' or ');
	const some = found.some(({ changes }) => changes.length > 0);
	throw new NodeOperationError(
		context.getNode(),
		some ? `None of the newest records was ${kinds}` : 'There are no records to show yet',
		{
			description: some
				? 'Choose more kinds under Events, or create a record and fetch again. The published workflow is not affected.'
				: 'Create a record and fetch again. The published workflow is not affected.',
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

async function newestOf(stream: Stream, budget: RequestBudget): Promise<readonly Change[]> {
	const readPage = stream.pages(budget);
	let page: Page = { records: [] };
	for (const since of [...REACHES_MS.map((reach) => budget.now() - reach), 0]) {
		page = await readPage(since);
		if (page.records.length > 0) break;
	}
	return toSample(stream, page);
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
