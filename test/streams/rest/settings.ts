import type { JsonValue } from '../../../nodes/OpenConnectors/core/page';
import type {
	PagingSettings,
	ResourceSettings,
} from '../../../nodes/OpenConnectors/configuration/language';
import type { RestTraits } from '../../harness/restApi';

/** The settings that describe an API as it is. */
export function restSettings(traits: RestTraits): ResourceSettings {
	const { place, isBare, isWrapped, none, failsWith200, filterStep, longestWindow, retention } =
		traits;
	const since = '${epoch:ms}';
	const hasUntil = longestWindow < Infinity;
	const bounds: readonly (readonly [string, string])[] = [
		['since', since],
		...(hasUntil ? ([['until', '${until:epoch:ms}']] as const) : []),
	];
	const body: JsonValue = { order: 'asc', ...Object.fromEntries(bounds) };
	const query = bounds.map(([name, value]) => `${name}=${value}`).join('&');
	const outside = isWrapped ? '^.' : '';
	return {
		...(place === 'body' ? { method: 'POST', url: '/things', body } : { url: `/things?${query}` }),
		idField: 'id',
		...(isBare ? {} : { recordsField: 'items' }),
		...(isWrapped ? { record: 'object' } : {}),
		datesConfiguration: {
			updatedDateField: `${outside}updated_at`,
			updatedDateFormat: "yyyy-MM-dd'T'HH:mm:ss.SSSX",
			createdDateField: `${outside}created_at`,
		},
		paging: pagingOf(traits),
		pageSize: 10,
		...(traits.order === 'ascending' ? { order: 'ascending' } : {}),
		...(traits.order === 'newest' ? { order: 'descending' } : {}),
		since: { granularity: `PT${filterStep / 1_000}S` },
		...(none === 'absent' ? { none: { field: 'items', absent: true } } : {}),
		...(none === 'null' ? { none: { field: 'items', equals: null } } : {}),
		...(failsWith200
			? {
					errors: [
						{ status: 200, field: 'ok', equals: false, action: 'retry', messageField: 'problem' },
					],
				}
			: {}),
		...(hasUntil ? { step: `PT${longestWindow / 1_000}S` } : {}),
		...(retention < Infinity ? { retention: `PT${retention / 1_000}S` } : {}),
	};
}

function pagingOf({ place, paging, mark, maximum, alone }: RestTraits): PagingSettings {
	const path = (name: string) =>
		place === 'query' ? name : place === 'header' ? `X-${name}` : `page.${name}`;
	const common = {
		in: place,
		limitParam: path('limit'),
		...(mark === 'more' ? { hasMoreField: 'has_more' } : {}),
		...(mark === 'end' ? { endField: 'end' } : {}),
	};
	const totals = {
		...(mark === 'total' ? { totalField: 'total' } : {}),
		...(mark === 'pages' ? { totalPagesField: 'pages' } : {}),
	};
	const most = maximum < Infinity ? { maximumOffset: maximum } : {};
	switch (paging) {
		case 'none':
			return { type: 'none' };
		case 'page':
			return {
				type: 'page_number',
				pageParam: path('number'),
				...common,
				...totals,
				...(maximum < Infinity ? { maximumPage: Math.floor(maximum / 10) } : {}),
			};
		case 'offset':
			return { type: 'offset', offsetParam: path('offset'), ...common, ...totals, ...most };
		case 'cursor':
			return {
				type: 'cursor',
				cursorField: 'cursor',
				cursorParam: path('cursor'),
				...common,
				...most,
				...(alone ? { alone } : {}),
			};
		case 'last-id':
			return {
				type: 'cursor',
				lastRecordField: 'id',
				cursorParam: path('cursor'),
				...common,
				...most,
			};
		case 'link-header':
			return { type: 'link', linkHeader: 'link', ...common };
		case 'link-field':
			return { type: 'link', linkField: 'next', ...common };
	}
}
