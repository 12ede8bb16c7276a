import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { getInstanceResources } from './instanceConfiguration';
import { lookUps } from './lookUp';
import { pathLookUps } from './pathLookUps';
import { getTimeZones } from './timeZones';

/* What a node does, apart from what it looks like: loaded when it is needed first. */

export { poll } from './poll';

/** The lists that parameters are chosen from, by the name that the parameters give them. */
export const choices: Readonly<
	Record<string, (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>>
> = { ...lookUps, ...pathLookUps, getInstanceResources, getTimeZones };
