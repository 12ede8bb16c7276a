import { UTC } from '../../nodes/OpenConnectors/dates/zone';
import type { Asked } from '../../nodes/OpenConnectors/streams/remoteList';

/** What is asked of a list, beside the list and where it is. */
export const ASKED: Omit<Asked, 'list' | 'apiUrl' | 'root' | 'pageSize'> = {
	variables: {},
	equalities: [],
	isFiltered: true,
	zone: UTC,
	credential: () => '',
	accountIds: new Map(),
	report: () => undefined,
};
