/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { lock } from 'proper-lockfile';
import { SetupError } from './explain';
import type { Report } from './step';

/** A run that died without letting go is forgotten after this long. */
const STALE_MS = 20_000;
const REFRESH_MS = 5_000;
const ASK_EVERY_MS = 2_000;
const WAIT_MS = 30 * 60_000;

/**
 * Does `work` while no other process of this machine does work under the same lock; waits for its turn up to
 * half an hour.
 * @param lockFile its folder must exist.
 * @param waiting what to tell the reader while somebody else is at it.
 * @throws SetupError when the turn never comes.
 */
export async function withLock<Result>(
	lockFile: string,
	waiting: string,
	report: Report,
	work: () => Promise<Result>,
): Promise<Result> {
	const release = await acquire(lockFile, waiting, report);
	try {
		return await work();
	} finally {
		await release();
	}
}

async function acquire(
	lockFile: string,
	waiting: string,
	report: Report,
): Promise<() => Promise<void>> {
	const deadline = Date.now() + WAIT_MS;
	for (let told = false; ; told = true) {
		const release = await lock(lockFile, {
			realpath: false,
			stale: STALE_MS,
			update: REFRESH_MS,
		}).catch((error: NodeJS.ErrnoException) => {
			if (error.code === 'ELOCKED' && Date.now() < deadline) return undefined;
			const reason = error.code === 'ELOCKED' ? 'another run still holds it' : error.message;
			throw new SetupError(`Cannot lock ${lockFile}: ${reason}.`);
		});
		if (release) return release;
		if (!told) report(waiting);
		await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
	}
}
