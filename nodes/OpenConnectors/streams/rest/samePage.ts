import { ConfigurationError } from '../../configuration/types';
import type { PagingSettings } from '../../configuration/language';
import type { Page } from '../../core/page';
import type { RecordReader } from '../../core/reader';
import type { ReadWindow } from '../readPages';

/** The setting by which the next page is asked for, by type of paging. */
const ASKED_BY: Readonly<Record<PagingSettings['type'], string>> = {
	none: '',
	page_number: 'pageParam',
	offset: 'offsetParam',
	cursor: 'cursorParam',
	link: 'linkField',
};

/**
 * Notices an API that gives the same page again, whichever is asked for, as it does not know the
 * parameter. Without that the list would seem to be endless, or to end behind its first page.
 *
 * @param name of the resource, for messages
 */
export function refusingSamePages(
	read: ReadWindow,
	name: string,
	paging: PagingSettings,
	reader: Pick<RecordReader, 'id' | 'updated' | 'fingerprint'>,
): ReadWindow {
	let latest: Read | undefined;
	const heldBy = ({ records }: Page) =>
		records
			.map((record) => [reader.id(record) ?? reader.fingerprint(record), reader.updated(record)])
			.join();
	return async (since, position, until) => {
		const page = await read(since, position, until);
		const query = `${since}/${until ?? ''}`;
		const before = latest;
		latest = { query, position, held: heldBy(page) };
		const isSame =
			before !== undefined &&
			before.query === query &&
			position !== undefined &&
			position !== before.position &&
			page.records.length > 0 &&
			latest.held === before.held;
		// A list that moved by just so much shows other records where it showed these.
		if (!isSame || heldBy(await read(since, before.position, until)) !== before.held) return page;
		throw new ConfigurationError(
			`${name}.paging.${ASKED_BY[paging.type]}`,
			'the next page holds the same records as the one before it, so that the API does not know what it is asked for by. ' +
				'Check the name against the documents of the API; where it gives the whole list at once, write {"type":"none"}.',
		);
	};
}

/** What the latest page was asked for by, and which versions of records it held. */
interface Read {
	readonly query: string;
	readonly position: string | undefined;
	readonly held: string;
}
