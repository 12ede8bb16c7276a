import type { IPollFunctions } from 'n8n-workflow';
import { anew, isOfOtherSettings, keptOf, type Kept } from './kept';
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
	if (saved.reports.length > 0 && runtime.isNewDamage('', rawStates(context)))
		for (const report of saved.reports) log.warn(report);
	return streams.map((stream) => {
		const { stateKey, key } = stream;
		const state = saved.resources.get(stateKey);
		const kept =
			state === undefined && saved.isLost
				? anew(key, settings.now)
				: keptOf(state, stream, settings);
		if (kept.report !== undefined && runtime.isNewDamage(stateKey, state))
			log.warn(`${stateKey}: ${kept.report}`);
		if (isOfOtherSettings(state, key))
			log.info(`${stateKey}: the settings changed, polling begins anew`);
		const batch = states.get(stateKey);
		const replay = batch === undefined ? undefined : keptOf(batch, stream, settings);
		if (replay?.report === undefined) return { stream, kept, replay };
		log.warn(`${stateKey}: ${LATEST_EVENTS_UNREADABLE}`);
		return { stream, kept };
	});
}
