import { sleep } from 'n8n-workflow';
import { steadyClock } from '../core/monotonic';
import type { RequestBudget } from '../streams/http';

const LONGEST_MS = 15_000;

/** The time for what somebody waits for in the editor: 15 seconds. */
export function editorBudget(): RequestBudget {
	const now = steadyClock();
	return { deadline: now() + LONGEST_MS, now, sleep };
}
