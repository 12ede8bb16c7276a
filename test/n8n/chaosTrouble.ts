import { Draw } from '../../sandbox/random';
import type { FaultSettings } from '../../sandbox/server';
import type { Cutting } from './chaosLine';
import type { Subject } from './chaosSubject';

/** Something that is wrong between n8n and the provider, or with the provider. */
interface Trouble {
	readonly name: string;
	readonly begin: (subject: Subject) => Promise<void>;
	/** How often it has been met so far, where it has to be waited for. */
	readonly met?: (subject: Subject) => number;
}

const faulty = (name: string, settings: FaultSettings): Trouble => ({
	name,
	begin: async ({ source }) => await Promise.resolve(source.faults.set(settings)),
});

const cut = (name: string, which: Cutting): Trouble => ({
	name,
	begin: async ({ line }) => await Promise.resolve(line.cutAnswers(which)),
	met: ({ line }) =>
		which === 'behind the first page' ? line.pagesCutBehindFirst : line.answersCut,
});

const EVERY_BODY_CUT = cut('every answer cut in mid-body', 'all');
const LATER_PAGES_CUT = cut('pages behind the first cut in mid-body', 'behind the first page');

const TROUBLES: readonly Trouble[] = [
	faulty('500', { fail: { status: 500 } }),
	faulty('503', { fail: { status: 503, retryAfterSeconds: 2 } }),
	{ name: 'connection refused', begin: async ({ line }) => await line.refuse() },
	EVERY_BODY_CUT,
	LATER_PAGES_CUT,
	cut('every third answer cut in mid-body', 'every third'),
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

/**
 * The troubles in an order drawn from the seed, over and over. The first round and the third cut
 * answers in mid-body, so that the shortest run has both.
 */
export function* troublesFrom(seed: number): Generator<Trouble, never> {
	const draw = new Draw(seed);
	const shuffle = (troubles: readonly Trouble[]): readonly Trouble[] => {
		const left = [...troubles];
		return troubles.map(() => left.splice(draw.int(0, left.length - 1), 1)[0]);
	};
	const cuts = [EVERY_BODY_CUT, LATER_PAGES_CUT];
	const [second, ...others] = shuffle(TROUBLES.filter((trouble) => !cuts.includes(trouble)));
	yield* [EVERY_BODY_CUT, second, LATER_PAGES_CUT, ...others];
	for (;;) yield* shuffle(TROUBLES);
}

/** Ends all that is wrong. What still waits for an answer is told at once that none comes. */
export async function endTrouble({ source, line }: Subject): Promise<void> {
	const { hang } = source.faults.current;
	source.faults.clear();
	line.cutAnswers('none');
	if (hang) await line.refuse();
	await line.accept();
}
