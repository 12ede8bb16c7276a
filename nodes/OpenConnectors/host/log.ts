import type { IPollFunctions } from 'n8n-workflow';
import { shorten } from '../core/text';
import type { Mask } from './mask';

/** Longest message or description of an error, and longest line of the log, in characters. */
const MOST_SHOWN = 2_000;

/** n8n's log, under the names of workflow and node and without secrets. */
export interface Log {
	/** @param figures that a log in JSON has beside the text */
	readonly debug: (sentence: string, figures?: Readonly<Record<string, number>>) => void;
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
	const names = { workflowId, workflowName, nodeName };
	const line = (sentence: string) => `${place}: ${shownSentence(sentence, mask)}`;
	const { logger } = context;
	return {
		debug: (sentence, figures) => logger.debug(line(sentence), { ...figures, ...names }),
		info: (sentence) => logger.info(line(sentence), { ...names }),
		warn: (sentence) => logger.warn(line(sentence), { ...names }),
	};
}

/** A sentence as people may see it. Cut last, so that no part of a secret escapes the mask. */
export function shownSentence(sentence: string, mask: Mask = (text) => text): string {
	return shorten(mask(sentence), MOST_SHOWN - 1);
}
