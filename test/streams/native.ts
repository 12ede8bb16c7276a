import type {
	ConnectorDefinition,
	ListDefinition,
} from '../../nodes/OpenConnectors/streams/definition';
import { UTC, type Zone } from '../../nodes/OpenConnectors/dates/zone';
import type { HubRequest } from '../../nodes/OpenConnectors/streams/hubRequest';
import { ASKED } from './asked';
import { settingsRequester } from '../../nodes/OpenConnectors/streams/requester';

export interface NativeCall {
	readonly definition: ConnectorDefinition;
	readonly request: Pick<HubRequest, 'resource' | 'equalities'>;
	/** Another list of the resource. */
	readonly list?: ListDefinition;
	readonly api?: string;
	readonly root?: string;
	readonly variables?: Readonly<Record<string, string>>;
	readonly isFiltered?: boolean;
	readonly pageSize?: number;
	readonly zone?: Zone;
}

/** The list that a definition asks a provider for. */
export const listOf = (call: NativeCall) => {
	const { definition, request, api = 'https://api.example', variables = {} } = call;
	const { resource, equalities } = request;
	const list = { ...resource, ...call.list };
	const { requester = definition.requester ?? settingsRequester } = list;
	return requester({
		...ASKED,
		list,
		apiUrl: () => api,
		root: call.root ?? api,
		pageSize: call.pageSize ?? 100,
		variables,
		equalities,
		hubConditions: resource.hubConditions,
		isFiltered: call.isFiltered ?? true,
		zone: call.zone ?? UTC,
	});
};

/** What the provider is asked for the records changed since an instant: the first page, without its paging. */
export const askedSince = (call: NativeCall, at: number): string => {
	const { paging } = call.request.resource;
	const names = new Set<unknown>([
		...(paging && 'offsetParam' in paging ? [paging.offsetParam, 'count_total'] : []),
		...(paging && 'limitParam' in paging ? [paging.limitParam] : []),
	]);
	const [path, query = ''] = listOf(call).request(at, undefined).url.split('?');
	const left = query.split('&').filter((pair) => pair !== '' && !names.has(pair.split('=')[0]));
	return left.length > 0 ? `${path}?${left.join('&')}` : path;
};
