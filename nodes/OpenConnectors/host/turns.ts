import type { IPollFunctions } from 'n8n-workflow';
import { nodeNameOf } from './nodeName';
import type { Stream } from '../streams';

/** When each list may be read again, in ms of the monotonic clock, by workflow and node. */
const allRests = new Map<string, Map<string, number>>();

export function restsOf(context: IPollFunctions): Map<string, number> {
	const rests = allRests.get(nodeNameOf(context)) ?? new Map<string, number>();
	allRests.set(nodeNameOf(context), rests);
	return rests;
}

/** The resource that a poll without time left over is to be continued with, by workflow and node. */
const nextInTurn = new Map<string, string>();

export function beginNextWith(context: IPollFunctions, stream: Stream): void {
	nextInTurn.set(nodeNameOf(context), stream.stateKey);
}

/** The resources, from the one on that the poll before had no time for. */
export function inTurn(context: IPollFunctions, streams: readonly Stream[]): readonly Stream[] {
	const first = nextInTurn.get(nodeNameOf(context));
	nextInTurn.delete(nodeNameOf(context));
	const at = Math.max(
		0,
		streams.findIndex((stream) => stream.stateKey === first),
	);
	return [...streams.slice(at), ...streams.slice(0, at)];
}
