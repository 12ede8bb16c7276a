import type { IPollFunctions } from 'n8n-workflow';
import { shorten } from '../core/text';
import type { Mask } from './mask';

/** Longest message or description of an error, and longest line of the log, in characters. */
const MOST_SHOWN = 2_000;

/** n8n's log, under the names of workflow and node and without secrets. */
export interface Log {
	readonly info: (sentence: string) => void;
	readonly warn: (sentence: string) => void;
}

/**
 * Lines read `Workflow > Node: sentence`, as n8n prints the text alone by default. For logs in JSON
 * each has `workflowId`, `workflowName` and `nodeName` beside it.
 */
export function logOf(context: IPollFunctions, mask: Mask): Log {
	const { id: workflowId, name: workflowName } = context.getWorkflow();
	const { name: nodeName } = context.getNode();
	const place = workflowName ? `${workflowName} > ${nodeName}` : nodeName;
	const to = (level: keyof Log) => (sentence: string) =>
		context.logger[level](`${place}: ${shownSentence(sentence, mask)}`, {
			workflowId,
			workflowName,
			nodeName,
		});
	return { info: to('info'), warn: to('warn') };
}

/** A sentence as people may see it. Cut last, so that no part of a secret escapes the mask. */
export function shownSentence(sentence: string, mask: Mask = (text) => text): string {
	return shorten(mask(sentence), MOST_SHOWN - 1);
}
