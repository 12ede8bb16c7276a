import type { Faults } from '../faults';
import { Refusal } from '../mount';
import type { Settings } from '../settings';
import { UNLIMITED } from '../standIn';
import type { RecordVersion, World } from '../world';
import { filtersOf, findList, readList, type ListBehaviour, type ServedList } from './lists';
import { countBefore, pageParameters, readPlace, writePage, type Answer } from './paging';

/**
 * Answers a request for a page of one of the lists at a path.
 *
 * @throws Refusal for a parameter that none of them has, or that cannot be read
 */
export function answerTo(
	{ origin, pathname, searchParams }: URL,
	world: World,
	served: readonly ServedList[],
	behaviour: Settings<ListBehaviour>,
	faults: Faults,
): Answer & { readonly shown: readonly number[] } {
	const { paging = { type: 'none' }, pageSize = UNLIMITED } = served[0].list;
	const { late, stampZone } = faults.current;
	const place = readPlace(paging, new Map(searchParams), pageSize);
	const { query, behind } = place;
	const found = findList(served, query);
	const { resource, constants, since } = found;
	const filters = filtersOf(resource);
	const known = [...constants.keys(), since?.name, ...filters, ...pageParameters(paging)];
	const unknown = [...query.keys()].find((name) => !known.includes(name));
	if (unknown !== undefined) throw new Refusal(400, `There is no parameter ${unknown}.`);
	const bound = since && query.get(since.name);
	const asked = {
		since: bound === undefined ? undefined : since?.read(bound),
		equalities: [...query].filter(([name]) => filters.includes(name)),
		lateness: late,
	};
	const read = (skip: number, top: number) =>
		readList(world, found, { ...asked, skip, top }, behaviour.current);
	const write = (version: RecordVersion) => world.toRecord(version, stampZone);
	const skip = behind ? countBefore(read(0, UNLIMITED).versions.map(write), behind) : place.skip;
	const { versions, total, shown } = read(skip, place.top);
	const page = {
		records: versions.map(write),
		place: { ...place, skip },
		total,
		address: origin + pathname,
	};
	return { ...writePage(paging, found.list.recordsField, page), shown };
}
