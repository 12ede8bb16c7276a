import type { ResourceConfiguration } from '../configuration/types';
import type { EpochMs, Page } from '../core/page';
import { shorten } from '../core/text';
import { formatIso } from '../dates/iso';
import { detect, type Detection } from '../detect';
import type { Stream } from '../streams';
import { bodyOf } from '../streams/records';
import type { HttpRequest, RequestBudget } from '../streams/http';
import { capture } from './capture';
import { explainFields } from './fieldChecks';
import { isCounted, leadsAs, leadsOn } from './furtherPages';
import type { Exchange, Trace } from './trace';

/** A list as a test read it. */
export interface Tested {
	readonly stream: Stream;
	readonly resource: ResourceConfiguration;
	readonly page: Page;
	/** What was asked for, epoch ms. */
	readonly since: EpochMs;
}

/**
 * What a test did, and what the next poll will do, in sentences. Asks the API once more at most.
 *
 * @throws ConfigurationError for a setting that does not fit what the API answers
 */
export async function explainTest(
	tested: Tested,
	trace: Trace,
	budget: RequestBudget,
): Promise<readonly string[]> {
	const { stream, resource, page } = tested;
	const { recordsField, granularity } = resource.settings ?? {};
	const exchange = lastAnswered(trace);
	if (!exchange) return [];
	const seen = detectIn(exchange, recordsField);
	const { records } = page;
	const now = budget.now();
	const checked = { records, stream, isUsers: true, granularity, now, seen };
	const sentences = [
		`asked ${lineOf(exchange.request)}; ${count(records.length)} came`,
		...explainFields(checked),
		await goesOn(tested, trace, budget, seen),
		...(await narrowing(tested, budget)),
		...(await nextPoll(tested, trace, budget)),
	];
	return sentences.map((sentence) => `${stream.stateKey}: ${sentence}`);
}

function lastAnswered({ exchanges }: Trace): Exchange | undefined {
	return exchanges.filter(({ answer }) => answer !== undefined).pop();
}

const MOST_LISTS = 5;

/** The lists in the answer that came last: `a list at data.items (5 records), at tags (1 record)`. */
export function listsIn(trace: Trace): string {
	const exchange = lastAnswered(trace);
	const lists = exchange ? detectIn(exchange).alternatives.lists : [];
	const told = lists
		.slice(0, MOST_LISTS)
		.flatMap((list) => (list.field === null ? [] : `${list.field} (${count(list.count)})`));
	return told.length > 0 ? `a list at ${told.join(', at ')}` : '';
}

function detectIn({ request, answer }: Exchange, recordsField?: string): Detection {
	return detect({ request, headers: answer?.headers, body: answer?.body }, recordsField);
}

const count = (records: number) => `${records} record${records === 1 ? '' : 's'}`;

/** Of a body that is sent, in characters. */
const MOST_BODY = 500;

function lineOf({ method, url, body }: HttpRequest): string {
	const line = `${method} ${url}`;
	return body === undefined ? line : `${line} with ${shorten(body, MOST_BODY)}`;
}

async function goesOn(
	{ stream, resource, page, since }: Tested,
	trace: Trace,
	budget: RequestBudget,
	seen: Detection,
): Promise<string> {
	const { next } = page;
	if (next === undefined) {
		const { paging = { type: 'none' } } = resource.settings ?? {};
		if (seen.paging === null) return ENDS;
		const shown = JSON.stringify(seen.paging);
		if (paging.type === 'none')
			return `no paging is set, so that no further page is read; the answer shows one: ${shown}`;
		if (leadsAs(seen.paging, paging)) return ENDS;
		const { answer } = lastAnswered(trace) ?? {};
		if (answer && leadsOn(seen.paging, { ...answer, ...page, body: bodyOf(answer) }))
			return `${ENDS}, as what paging names leads no further; but the answer goes on by this one: ${shown}`;
		// The last page of a list shows its paging too, if it says how many there are.
		return isCounted(seen.paging)
			? ENDS
			: `${ENDS}; where it does not, "paging" may be another: ${shown}`;
	}
	const request = await trace.dryRun(async () => await stream.pages(noTime(budget))(since, next));
	return `the list goes on with ${request ? lineOf(request) : 'another page'}`;
}

const ENDS = 'the list ends with this page';

/** Whether the API left out what was not changed since: once more, it is asked for all there is. */
async function narrowing(
	{ stream, resource, page, since }: Tested,
	budget: RequestBudget,
): Promise<readonly string[]> {
	if (stream.sync.kind === 'full') return ['the whole list is compared with what it was'];
	const { url = '', body, headers } = resource.settings ?? {};
	if (!JSON.stringify([url, body ?? '', headers ?? '']).includes('${'))
		return ['the url asks for nothing by time: the whole list is read, and filtered here'];
	if (page.records.length === 0) return [];
	if (since === 0) return ['asked for what changed in the last 30 days, the API sent nothing'];
	const older = ({ records }: Page) =>
		records.filter((record) => (stream.reader.updated(record) ?? Infinity) < since - STEP_MS)
			.length;
	const asked = `what changed since ${formatIso(since)}`;
	if (older(page) > 0)
		return [`asked for ${asked}, the API sent older records too: they are left out here`];
	const whole = await capture(async () => await stream.pages(budget)(0));
	if ('error' in whole) return [];
	return older(whole.value) > 0
		? [`asked for ${asked}, the API left older records out`]
		: [`whether the API filters by time does not show: its first page has no older records`];
}

/** A filter by whole days is one. */
const STEP_MS = 86_400_000;

async function nextPoll(
	{ stream }: Tested,
	trace: Trace,
	budget: RequestBudget,
): Promise<readonly string[]> {
	const lookbackMs = stream.sync.kind === 'full' ? 0 : stream.sync.rules.lookbackMs;
	const since = budget.now() - lookbackMs;
	const request = await trace.dryRun(async () => await stream.pages(noTime(budget))(since));
	return request ? [`the next poll will ask ${lineOf(request)}`] : [];
}

/** So that nothing is tried twice. */
const noTime = (budget: RequestBudget): RequestBudget => ({
	...budget,
	deadline: budget.now() + 1,
});
