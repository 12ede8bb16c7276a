import type { Page } from '../core/page';
import { capture } from './capture';
import type { Secrets } from './secrets';
import type { Stream } from '../streams';

/** Errors that caused an error, followed so far. */
const DEEPEST = 8;

/**
 * A stream that lets no secret out: neither in the message of an error, which may be shown at a
 * later poll, nor in the position of a page, which is kept in the state.
 *
 * @param refresh looks for secrets that n8n renewed meanwhile; it must not throw
 * @param isRenewed whether n8n may renew the credential while a poll runs
 */
export function guarded(
	stream: Stream,
	secrets: Secrets,
	{ refresh, isRenewed }: { readonly refresh: () => Promise<void>; readonly isRenewed: boolean },
): Stream {
	return {
		...stream,
		pages: (budget) => {
			const read = stream.pages(budget);
			/** A provider that repeats a secret in one of its links does so in all: the first one decides. */
			let mayRepeat = isRenewed;
			const sealed = async (page: Page): Promise<Page> => {
				const { next } = page;
				if (next === undefined) return page;
				if (mayRepeat) await refresh();
				const kept = secrets.seal(next);
				mayRepeat &&= kept !== next;
				return { ...page, next: kept };
			};
			return async (since, position) => {
				const at = position && secrets.unseal(position);
				const page = await capture(async () => await read(since, at));
				if ('value' in page) return await sealed(page.value);
				await refresh();
				maskMessages(page.error, secrets);
				throw page.error;
			};
		},
	};
}

function maskMessages(error: unknown, secrets: Secrets): void {
	let link = error;
	for (let depth = 0; link instanceof Error && depth < DEEPEST; depth += 1) {
		link.message = secrets.mask(link.message);
		link = link.cause;
	}
}
