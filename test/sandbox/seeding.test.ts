import { createInsightlyWorld } from '../../sandbox/providers/insightly/world';
import { createMaximizerWorld } from '../../sandbox/providers/maximizer/world';
import { WorldClock, type World } from '../../sandbox/server';

const START = Date.UTC(2026, 0, 5, 12);

const PROVIDERS = [
	['Insightly', createInsightlyWorld],
	['Maximizer', createMaximizerWorld],
] as const;

function clockAt(at: number): WorldClock {
	const clock = new WorldClock();
	clock.freeze(at);
	return clock;
}

const recordsOf = (world: World): unknown =>
	world.resources.map((resource) =>
		world.visible(resource).map((version) => world.toRecord(version)),
	);

describe.each(PROVIDERS)('the worlds of %s', (_name, createWorld) => {
	it('of one seed and instant begin alike, and what is done in one is not done in others', () => {
		const first = createWorld(clockAt(START), 1);
		const begun = recordsOf(first);
		const made = first.create('contacts');
		const [edited, removed] = first.ids('contacts');
		first.edit('contacts', edited);
		first.remove('contacts', removed);
		const second = createWorld(clockAt(START), 1);
		expect(recordsOf(second)).toEqual(begun);
		expect(recordsOf(first)).not.toEqual(begun);
		expect(second.changes).toHaveLength(second.baseline);
		expect(second.create('contacts')).toEqual(made);
		expect(recordsOf(createWorld(clockAt(START), 1))).toEqual(begun);
	});

	it('of another seed or instant are others', () => {
		const begun = recordsOf(createWorld(clockAt(START), 1));
		expect(recordsOf(createWorld(clockAt(START), 2))).not.toEqual(begun);
		expect(recordsOf(createWorld(clockAt(START + 1_000), 1))).not.toEqual(begun);
		expect(recordsOf(createWorld(clockAt(START), 1))).toEqual(begun);
	});
});
