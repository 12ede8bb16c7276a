import type { Page } from '../polling/page';
import { capture } from './capture';
import type { Secrets } from './secrets';
import type { Stream } from './streams';

/** Errors that caused an error, followed so far. */
const DEEPEST = 8;

/**
 * A stream that lets no secret out: neither in the message of an error, which may be shown at a
 * later poll, nor in the position of a page, which is kept in the state.
 *
 * @param refresh looks for secrets that n8n renewed meanwhile; it must not throw
 */
export function guarded(stream: Stream, secrets: Secrets, refresh: () => Promise<void>): Stream {
	return {
		...stream,
		pages: (budget) => {
			const read = stream.pages(budget);
			return async (since, position) => {
				const at = position && secrets.unseal(position);
				const page = await capture(async () => await read(since, at));
				if ('value' in page) return sealed(page.value, secrets);
				await refresh();
				maskMessages(page.error, secrets);
				throw page.error;
			};
		},
	};
}

function sealed(page: Page, secrets: Secrets): Page {
	const { next } = page;
	return next === undefined ? page : { ...page, next: secrets.seal(next) };
}

function maskMessages(error: unknown, secrets: Secrets): void {
	let link = error;
	for (let depth = 0; link instanceof Error && depth < DEEPEST; depth += 1) {
		link.message = secrets.mask(link.message);
		link = link.cause;
	}
}
