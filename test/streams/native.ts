import type { ConnectorDefinition } from '../../nodes/OpenConnectors/streams/definition';
import { UTC } from '../../nodes/OpenConnectors/dates/zone';
import type { HubRequest } from '../../nodes/OpenConnectors/streams/hubRequest';
import { nativeListing } from '../../nodes/OpenConnectors/streams/nativeListing';

export interface NativeCall {
	readonly definition: ConnectorDefinition;
	readonly request: Pick<HubRequest, 'resource' | 'equalities'>;
	readonly api?: string;
	readonly variables?: Readonly<Record<string, string>>;
	readonly isFiltered?: boolean;
	readonly pageSize?: number;
}

/** The list that a definition asks a provider for. */
export const listingOf = (call: NativeCall) => {
	const { definition, request, api = 'https://api.example', variables = {} } = call;
	const { resource, equalities } = request;
	return nativeListing({
		definition,
		resource,
		list: resource,
		apiUrl: () => api,
		root: () => api,
		pageSize: call.pageSize ?? 100,
		variables,
		equalities,
		isFiltered: call.isFiltered ?? true,
		zone: UTC,
	});
};

/** What the provider is asked for the records changed since an instant: the first page, without its paging. */
export const askedSince = (call: NativeCall, at: number): string => {
	const paging = call.request.resource.paging ?? call.definition.paging;
	const names = new Set<string>(
		paging.style === 'offset'
			? [
					paging.offsetParameter,
					paging.limitParameter,
					...(paging.total && 'ask' in paging.total ? [paging.total.ask[0]] : []),
				]
			: 'limitParameter' in paging
				? [paging.limitParameter]
				: [],
	);
	const [path, query = ''] = listingOf(call).request(at, undefined).url.split('?');
	const left = query.split('&').filter((pair) => pair !== '' && !names.has(pair.split('=')[0]));
	return left.length > 0 ? `${path}?${left.join('&')}` : path;
};
