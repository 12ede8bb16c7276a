import type { Face } from './face';
import type { Recipe } from './pages';
import { Poller } from './poller';
import { Shop } from './shop';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** A winter's day, as the stand-in of Jira knows Berlin's winter time only. */
const START = Date.parse('2026-01-05T12:00:00.250Z');

export interface Played {
	readonly poller: Poller;
	/** What has to be sent, each once. */
	readonly expected: readonly string[];
}

/**
 * Some hours at an API: records before the first poll, then new ones over several pages, two of them in
 * one instant, edits in one instant, a record that shows up after a later one, a deletion, and quiet polls.
 */
export async function play(
	recipe: Pick<Recipe, 'configuration'>,
	face: Face,
	clock: { time: number },
): Promise<Played> {
	clock.time = START - 3 * 60 * MINUTE;
	const shop = new Shop(clock);
	const { idOf = ({ id }) => String(id), tells, traces = false, compares = false } = face;
	const expected: string[] = [];
	const create = (lateMs?: number) => {
		const kind = tells === 'updates' ? 'updated' : 'created';
		expected.push(`${kind} ${idOf(shop.create(lateMs))}`);
	};
	const edit = (id: number) => {
		if (tells === 'news') create();
		else expected.push(`updated ${idOf(shop.edit(id))}`);
	};
	for (let count = 0; count < 5; count += 1) {
		shop.create();
		clock.time += 7 * SECOND;
	}
	const poller = new Poller(recipe, face, shop);
	const pollAt = async (time: number) => {
		clock.time = Math.max(clock.time, time);
		await poller.poll();
	};
	await pollAt(START);

	clock.time = START + 10 * MINUTE;
	create();
	create();
	clock.time += 3 * SECOND;
	create();
	edit(1);
	clock.time += 90 * SECOND;
	create();
	await pollAt(START + 20 * MINUTE);

	clock.time = START + 30 * MINUTE;
	create(40 * SECOND);
	clock.time += 5 * SECOND;
	create();
	await pollAt(START + 30 * MINUTE + 20 * SECOND);
	await pollAt(START + 40 * MINUTE);

	clock.time = START + 50 * MINUTE;
	edit(2);
	edit(3);
	edit(7);
	clock.time += 70 * SECOND;
	if (tells !== 'news') {
		const { id } = shop.remove(4);
		if (traces || compares) expected.push(`deleted ${idOf({ ...shop.visible()[0], id })}`);
	}
	for (const minutes of [60, 70, 80, 90, 100]) await pollAt(START + minutes * MINUTE);
	return { poller, expected };
}
