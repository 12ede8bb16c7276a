import type { IPollFunctions } from 'n8n-workflow';
import { shorten } from '../core/text';
import type { Mask } from './mask';

/** Longest message or description of an error, and longest line of the log, in characters. */
const MOST_SHOWN = 2_000;

/** n8n's log, under the name of the node and without secrets. */
export interface Log {
	readonly info: (sentence: string) => void;
	readonly warn: (sentence: string) => void;
}

export function logOf(context: IPollFunctions, mask: Mask): Log {
	const line = (sentence: string) => `${context.getNode().name}: ${shownSentence(sentence, mask)}`;
	return {
		info: (sentence) => context.logger.info(line(sentence)),
		warn: (sentence) => context.logger.warn(line(sentence)),
	};
}

/** A sentence as people may see it. Cut last, so that no part of a secret escapes the mask. */
export function shownSentence(sentence: string, mask: Mask = (text) => text): string {
	return shorten(mask(sentence), MOST_SHOWN - 1);
}
