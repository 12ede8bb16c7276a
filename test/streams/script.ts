import type { HttpAnswer, RequestBudget, Send } from '../../nodes/OpenConnectors/streams/http';
import { START } from '../harness/clock';

/** One scripted answer, or the error that comes instead of one. */
export type Scripted = (Partial<HttpAnswer> & { readonly takesMs?: number }) | Error;

export interface SentRequest {
	readonly url: string;
	readonly timeoutMs: number;
	/** Of the virtual clock. */
	readonly at: number;
}

export interface Script {
	readonly send: Send;
	readonly budget: RequestBudget;
	readonly sent: readonly SentRequest[];
	readonly slept: readonly number[];
	/** Urls in the order they were asked for. */
	readonly urls: () => readonly string[];
}

/**
 * Answers requests in turn, by a clock that only requests and sleeps move, whatever they ask for: no provider,
 * which test/harness/ has. The last answer is given again and again.
 *
 * @param budgetMs time from the beginning to the deadline
 */
export function script(answers: readonly Scripted[], budgetMs = 60_000): Script {
	const sent: SentRequest[] = [];
	const slept: number[] = [];
	let now = START;
	return {
		sent,
		slept,
		urls: () => sent.map(({ url }) => url),
		send: async ({ url }, timeoutMs) => {
			const answer = answers[Math.min(sent.length, answers.length - 1)];
			sent.push({ url, timeoutMs, at: now });
			if (answer instanceof Error) throw answer;
			const { takesMs = 0, status = 200, headers = {}, body = '[]' } = answer;
			now += Math.min(takesMs, timeoutMs);
			if (takesMs > timeoutMs) throw new Error('no answer in time');
			return { status, headers, body };
		},
		budget: {
			deadline: START + budgetMs,
			now: () => now,
			sleep: async (ms) => {
				slept.push(ms);
				now += ms;
			},
		},
	};
}

/** A page of records with the ids from `first` to `last`. */
export const idsFrom = (first: number, last: number): string =>
	JSON.stringify(Array.from({ length: last - first + 1 }, (_, index) => ({ id: first + index })));
