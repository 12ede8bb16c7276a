import { Draw } from '../../sandbox/random';
import type { FaultSettings } from '../../sandbox/server';
import type { Subject } from './violenceSubject';

/** Something that is wrong between n8n and the provider, or with the provider. */
interface Trouble {
	readonly name: string;
	readonly begin: (subject: Subject) => Promise<void>;
}

const faulty = (name: string, settings: FaultSettings): Trouble => ({
	name,
	begin: async ({ source }) => await Promise.resolve(source.faults.set(settings)),
});

const TROUBLES: readonly Trouble[] = [
	faulty('500', { fail: { status: 500 } }),
	faulty('503', { fail: { status: 503, retryAfterSeconds: 2 } }),
	{ name: 'connection refused', begin: async ({ line }) => await line.refuse() },
	{
		name: 'cut in the middle of an answer',
		begin: async ({ line }) => await Promise.resolve(line.cutAnswers(true)),
	},
	faulty('429 with Retry-After', { fail: { status: 429, retryAfterSeconds: 3 } }),
	faulty('429 every other time', { fail: { status: 429, when: { share: 0.5 } } }),
	faulty('no answer ever', { hang: {} }),
	faulty('no answer every third time', { hang: { when: { share: 0.33 } } }),
	faulty('connection dropped every other time', { drop: { when: { share: 0.5 } } }),
	faulty('slow, 503 every third time', {
		slow: { ms: 1_500 },
		fail: { status: 503, when: { share: 0.33 } },
	}),
];

/** The troubles in an order drawn from the seed, over and over; no two in a row are the same. */
export function* troublesFrom(seed: number): Generator<Trouble, never> {
	const draw = new Draw(seed);
	for (;;) {
		const left = [...TROUBLES];
		while (left.length > 0) yield left.splice(draw.int(0, left.length - 1), 1)[0];
	}
}

/** Ends all that is wrong. What still waits for an answer is told at once that none comes. */
export async function endTrouble({ source, line }: Subject): Promise<void> {
	const { hang } = source.faults.current;
	source.faults.clear();
	line.cutAnswers(false);
	if (hang) await line.refuse();
	await line.accept();
}
