import { createPoller } from './engines';
import { VirtualTime } from './virtualTime';
import { BEHAVIOURS, BUSY_MS, START, World, type Behaviour } from './world';

export interface Judgement {
	readonly title: string;
	/** Records whose last version was never handed out, of how many that changed. */
	readonly lost: number;
	readonly changed: number;
	/** Items of versions that had been handed out before, or were there before polling began. */
	readonly twice: number;
	readonly requests: number;
}

const MINUTE_MS = 60_000;
/** Polls after the last change, so that whatever an engine means to catch up with is caught up with. */
const QUIET_MS = 40 * MINUTE_MS;
/** n8n polls at a second of the minute that it draws once. */
const SECOND_OF_POLL_MS = 17_400;
/** How often an activation that fails is tried again, as n8n does. */
const ACTIVATION_ATTEMPTS = 5;

/** Polls one world after the other. */
export async function judge(engine: string): Promise<readonly Judgement[]> {
	const time = new VirtualTime(START);
	const judgements: Judgement[] = [];
	for (const behaviour of BEHAVIOURS) {
		time.now = START;
		judgements.push(await judgeOne(engine, behaviour, time));
	}
	return judgements;
}

async function judgeOne(
	engine: string,
	behaviour: Behaviour,
	time: VirtualTime,
): Promise<Judgement> {
	const world = new World(behaviour, time);
	const poller = createPoller(engine, world);
	const given = new Map<number, number>();
	const attempt = async (work: () => Promise<readonly unknown[]>): Promise<boolean> => {
		try {
			for (const item of await work()) {
				const number = versionIn(item);
				given.set(number, (given.get(number) ?? 0) + 1);
			}
			return true;
		} catch {
			return false;
		}
	};
	for (let tries = 0; tries < ACTIVATION_ATTEMPTS; tries += 1)
		if (await attempt(async () => await poller.enable())) break;
	let before = poller.save();
	const polls = (BUSY_MS + QUIET_MS) / MINUTE_MS;
	for (let poll = 0; poll < polls; poll += 1) {
		time.now = Math.max(time.now, START + poll * MINUTE_MS + SECOND_OF_POLL_MS);
		if (behaviour.stateBackAt?.includes(poll)) poller.restore(before);
		before = poller.save();
		await attempt(async () => await poller.poll());
	}
	return { ...verdict(world, given), title: behaviour.title, requests: world.requests };
}

function verdict(
	world: World,
	given: ReadonlyMap<number, number>,
): Pick<Judgement, 'lost' | 'changed' | 'twice'> {
	const news = world.versions.filter(({ changedAt }) => changedAt > START);
	const last = new Map(news.map((version) => [version.id, version.number]));
	let twice = 0;
	for (const [number, times] of given)
		twice += world.versions[number].changedAt > START ? times - 1 : times;
	return {
		lost: [...last.values()].filter((number) => !given.has(number)).length,
		changed: last.size,
		twice,
	};
}

/** The version that an item of any engine carries. */
function versionIn(item: unknown): number {
	const found = /"VERSION":(\d+)/.exec(JSON.stringify(item));
	if (!found) throw new Error('An item tells no version');
	return Number(found[1]);
}
