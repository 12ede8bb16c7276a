import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';

/** The time zones to choose from, with the one that was written before. */
export async function getTimeZones(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const chosen = this.getCurrentNodeParameter('options.timezone');
	const own = typeof chosen === 'string' && chosen !== '' ? [chosen] : [];
	const names = new Set(['UTC', ...own, ...Intl.supportedValuesOf('timeZone')]);
	return await Promise.resolve([...names].map((name) => ({ name, value: name })));
}
