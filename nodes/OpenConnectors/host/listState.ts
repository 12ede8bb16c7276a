import type { IPollFunctions } from 'n8n-workflow';
import { fieldsOf } from '../engine/recovery';
import { anew, keptOf, type Kept } from './kept';
import type { NodeRuntime, Replay } from './nodeRuntime';
import type { PollSetting } from './setting';
import { LATEST_EVENTS_UNREADABLE, rawStates, type SavedNode } from './state';
import type { Stream } from '../streams';

/** A list before it is read. */
export interface ListState {
	readonly stream: Stream;
	readonly kept: Kept;
	/** Where an unconfirmed batch began: the list is read once more from there. */
	readonly replay?: Kept | undefined;
}

/** What a poll knows of the node before it reads anything. */
export interface Known {
	readonly runtime: NodeRuntime;
	/** The state that the poll goes on from. */
	readonly saved: SavedNode;
	readonly replay: Replay;
}

/** What is kept of each list of the node; what could not be read is logged, once. */
export function readLists(
	context: IPollFunctions,
	{ streams, parameters, budget, log }: PollSetting,
	{ saved, replay: { states }, runtime }: Known,
): readonly ListState[] {
	const settings = { chosen: parameters.start, now: budget.now() };
	if (saved.reports.length > 0 && runtime.isUnsaid('', rawStates(context)))
		for (const report of saved.reports) log.warn(report);
	const known = new Set(streams.map(({ stateKey }) => stateKey));
	const others = [...saved.resources].filter(([name]) => !known.has(name));
	return streams.map((stream) => {
		const { stateKey, key } = stream;
		// A resource that was renamed is known by what it means.
		const [, renamed] = others.find(([, other]) => fieldsOf(other)?.get('key') === key) ?? [];
		const state = saved.resources.get(stateKey) ?? renamed;
		const kept =
			state === undefined && saved.isLost
				? anew(key, settings.now)
				: keptOf(state, stream, settings);
		const { report, notice } = kept;
		if ((report ?? notice) !== undefined && runtime.isUnsaid(stateKey, [state, notice])) {
			if (report !== undefined) log.warn(`${stateKey}: ${report}`);
			if (notice !== undefined) log.info(`${stateKey}: ${notice}`);
		}
		const batch = states.get(stateKey);
		const replay = batch === undefined ? undefined : keptOf(batch, stream, settings);
		if (replay?.report === undefined) return { stream, kept, replay };
		log.warn(`${stateKey}: ${LATEST_EVENTS_UNREADABLE}`);
		return { stream, kept };
	});
}
