import {
	PAGE_KEY_PLACES,
	type MaximizerBehaviour,
} from '../../sandbox/providers/maximizer/behaviour';
import type { Sandbox } from '../../sandbox/server';
import { MINUTE, pass } from '../harness/clock';
import { itAtLength, rows } from '../length';
import { expectExact, startUnhurried } from './maximizerHost';
import { check, watching } from './maximizerScenario';
import { ALL_KINDS, stopWithClock } from '../harness/sandbox';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startUnhurried();
});
afterEach(async () => await stopWithClock(sandbox));

describe('whatever the vendor leaves open', () => {
	const BEHAVIOURS: ReadonlyArray<readonly [string, Partial<MaximizerBehaviour>]> = [
		...PAGE_KEY_PLACES.map(
			(nextPageKey) => [`the next key in ${nextPageKey}`, { nextPageKey }] as const,
		),
		['no key behind the last page', { lastPageKey: 'absent' }],
		['null behind the last page', { lastPageKey: 'null' }],
		['ten rows an answer', { mostRows: 10 }],
		['ten rows an answer, and no key', { mostRows: 10, nextPageKey: 'nowhere' }],
		['rows in the order of their ids', { order: 'id' }],
		['whole seconds in conditions', { storedPrecision: 'second' }],
		['null in empty fields', { emptyFields: 'null' }],
		['a list of one', { oneRow: 'list' }],
		['texts of Keys that stay', { keys: 'stable' }],
		['no note beside a success', { notes: [] }],
		['searches without a driver', { withoutDriver: 'serve' }],
	];

	it.each(rows(BEHAVIOURS, BEHAVIOURS.length, 6))(
		'%s: contacts are told once',
		async (_name, behaviour) => {
			sandbox.maximizer.behaviour.set(behaviour);
			const host = watching(sandbox, 'durable', 'contacts', { pageSize: 7 });
			await check(sandbox, host, ['contacts'], ALL_KINDS, { changes: 9, rounds: 4 });
		},
	);

	const KEYED = BEHAVIOURS.filter(([, { nextPageKey }]) => nextPageKey !== 'nowhere');

	it('no key at all: tasks are told once', async () => {
		sandbox.maximizer.behaviour.set({ nextPageKey: 'nowhere' });
		await check(
			sandbox,
			watching(sandbox, 'durable', 'tasks', { pageSize: 30 }),
			['tasks'],
			ALL_KINDS,
		);
	});

	it.each(rows(KEYED, KEYED.length))('%s: tasks are told once', async (_name, behaviour) => {
		sandbox.maximizer.behaviour.set(behaviour);
		const host = watching(sandbox, 'durable', 'tasks', { pageSize: 7 });
		await check(sandbox, host, ['tasks'], ALL_KINDS, { gapMs: 20 * MINUTE, rounds: 4 });
	});

	itAtLength('an import of many contacts in one second', async () => {
		const host = watching(sandbox, 'durable', 'contacts', { pageSize: 20 });
		await host.publish();
		sandbox.maximizer.behaviour.set({ nextPageKey: 'nowhere', storedPrecision: 'second' });
		for (let made = 0; made < 130; made += 1) sandbox.maximizer.world.create('contacts');
		await host.tick();
		pass(MINUTE);
		await host.tick();
		await host.tick();
		expectExact(sandbox, host, ['contacts'], false);
	});
});
