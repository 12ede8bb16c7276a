import { EndWatch, RecordsRead } from './endlessList';
import { EndlessListError } from './errors';
import {
	PagePositionError,
	type EpochMs,
	type Page,
	type PagePosition,
	type ReadPage,
} from '../core/page';
import { Progress } from './progress';
import type { ScanInput, ScanResult } from './types';

/** An offset list that moves more often than this within one poll has no order to rely on. */
const MAX_RESTARTS = 3;

/** A timer may ring a little before the clock says so. */
const NEAR_MS = 50;

/**
 * Reads one window of a resource, or a part of it, and reports what is new.
 *
 * Pure but for `readPage`: the cursor given is never changed, the one returned replaces it.
 *
 * @throws whatever `readPage` threw, when no page could be read; the old cursor then stays right
 */
export async function scan(input: ScanInput): Promise<ScanResult> {
	const progress = new Progress(input);
	for (let restarts = 0; ; restarts += 1) {
		const outcome = await readWindow(input, progress, restarts >= MAX_RESTARTS);
		if (outcome !== 'begin again') return outcome;
	}
}

/**
 * Reads the window from where it stands.
 *
 * @param lenient whether a list that moved is read on all the same
 * @throws what `readPage` threw, when no page of this poll could be read
 */
async function readWindow(
	input: ScanInput,
	progress: Progress,
	lenient: boolean,
): Promise<ScanResult | 'begin again'> {
	const end = new EndWatch(input.rules.overlap);
	const read = new RecordsRead();
	/** A request that the end of the poll cut off is no failure, once something was read. */
	const cutShort = (error: unknown) =>
		progress.pages > 0 && input.now() + NEAR_MS >= input.limits.deadline ? end.timeOver() : error;
	for (;;) {
		const answer = await attempt(input.readPage, progress.since(), progress.at);
		if ('error' in answer) {
			const { error } = answer;
			const isRefused =
				error instanceof PagePositionError && (error.isCertain || progress.pages === 0);
			const isGivenUp = !isRefused || progress.at === undefined;
			if (isGivenUp && progress.pages === 0) throw error;
			if (isGivenUp || lenient) return progress.pause(cutShort(error));
			progress.refuse();
			return 'begin again';
		}
		progress.learn(answer.page);
		await progress.probe(answer.page);
		if (progress.accept(answer.page, lenient) === 'moved') return 'begin again';
		const { page } = answer;
		progress.sample(page);
		if (progress.repeats) {
			const again = await attempt(input.readPage, progress.since(), progress.repeats.at);
			if ('error' in again) {
				if (!(again.error instanceof PagePositionError) || lenient)
					return progress.pause(cutShort(again.error));
				progress.refuse();
				return 'begin again';
			}
			if (progress.acceptAgain(again.page, lenient) === 'moved') return 'begin again';
		}
		if (page.next === undefined || progress.isBehindWindow(page)) {
			// Each page is read again behind the next one; behind the last there is none.
			if (progress.repeats && page.records.length > 0) {
				const again = await attempt(input.readPage, progress.since(), progress.at);
				progress.acceptLast('page' in again ? again.page : undefined);
			}
			return progress.finish();
		}
		const endless =
			page.next === progress.at
				? new EndlessListError('repeated')
				: end.page(page, read.add(page, input.reader));
		if (endless?.pages === 'repeated') {
			if (progress.pages === 1) throw endless;
			// Where it was has led nowhere: the next poll begins the window again.
			progress.restart();
			return progress.pause(endless);
		}
		progress.advance(page);
		if (endless) return progress.pause(endless);
		if (progress.detector.count >= input.limits.maxItems && progress.mayPause)
			return progress.pause();
		if (input.now() >= input.limits.deadline) return progress.pause(end.timeOver());
	}
}

async function attempt(
	readPage: ReadPage,
	since: EpochMs,
	position: PagePosition | undefined,
): Promise<{ page: Page } | { error: unknown }> {
	try {
		return { page: await readPage(since, position) };
	} catch (error) {
		return { error };
	}
}
