import type { INodeParameters } from 'n8n-workflow';
import type { HostSettings } from '../../harness/host';
import { configurationOf } from '../../failures/scenario';
import type { HostWorldPlan } from './plan';

/** What somebody chose in the node. */
export interface Chosen {
	readonly account: 0 | 1;
	readonly nodeName: string;
	readonly hasLeads: boolean;
	readonly isFiltered: boolean;
	readonly isByMinute: boolean;
	/** Parts that are written otherwise, without another meaning. */
	readonly style: number;
	/** Minutes; what shows up late does so within the least of them. */
	readonly lookback: number;
}

export const FIRST_SETTINGS: Chosen = {
	account: 0,
	nodeName: 'Poll',
	hasLeads: false,
	isFiltered: false,
	isByMinute: false,
	style: 0,
	lookback: 5,
};

/** A credential of iContact that names the account, which is not asked for then. */
export const icontactCredential = (url: string) => ({
	baseUrl: `${url}/a/1/c/2`,
	apiVersion: '2.2',
	appId: 'app',
	username: 'user',
	password: 'icontact-key',
	accountId: '',
	clientFolderId: '',
});

/** How many ways there are to write the same. */
export const STYLES = 4;

export function settingsFor(plan: HostWorldPlan, chosen: Chosen, baseUrl: string): HostSettings {
	const { nodeName } = chosen;
	switch (plan.list) {
		case 'dated':
			return {
				nodeName,
				parameters: {
					connector: 'insightly',
					resources: chosen.hasLeads ? ['contacts', 'leads'] : ['contacts'],
					options: optionsFor(plan, chosen),
				},
				credentials: { openConnectorsInsightlyApi: { baseUrl, apiKey: 'insightly-key' } },
			};
		case 'compared':
			return {
				nodeName,
				parameters: {
					connector: 'icontact',
					resources: ['campaigns'],
					events: ['created', 'updated', 'deleted'],
					options: optionsFor(plan, chosen),
				},
				credentials: {
					openConnectorsIContactApi: icontactCredential(baseUrl),
				},
			};
		case 'platform':
			return {
				nodeName,
				parameters: {
					connector: 'other',
					pollerConfiguration: JSON.stringify(configurationFor(chosen)),
					options: optionsFor(plan, chosen),
				},
				credentials: {
					openConnectorsApi: {
						baseUrl,
						userSecret: 'user-secret',
						organizationSecret: 'organization-secret',
						elementToken: 'element-token',
					},
				},
			};
	}
}

function optionsFor({ isInDrips, list }: HostWorldPlan, chosen: Chosen): INodeParameters {
	const { style, lookback } = chosen;
	return {
		...(list === 'compared' ? {} : { lookback }),
		pageSize: isInDrips ? 20 : [100, 200, 100, 150][style],
		...(isInDrips ? { maxItems: 20 } : {}),
		...(style === 1 ? { tags: 'new', instanceName: 'mine' } : {}),
		...(style === 2 ? { pathVariables: { values: [{ name: 'unused', value: '1' }] } } : {}),
		...(style === 3 && list === 'platform' ? { timezone: 'Etc/UTC' } : {}),
	};
}

function configurationFor({ hasLeads, isFiltered, isByMinute, style }: Chosen) {
	const written = (resource: string, idField: string) => {
		const { url, datesConfiguration } = configurationOf();
		const path = url.replace('contacts', resource);
		const blanks = style === 1 ? path.replace('>', ' > ') : path;
		const sized = style === 2 ? `${blanks}&pageSize=50` : blanks;
		const format = 'yyyy-MM-dd HH:mm';
		return {
			url: isFiltered ? `${sized}&status=open` : sized,
			idField,
			datesConfiguration: isByMinute
				? { ...datesConfiguration, updatedDateFormat: format, createdDateFormat: format }
				: datesConfiguration,
		};
	};
	return {
		[style === 3 ? 'persons' : 'contacts']: written('contacts', 'CONTACT_ID'),
		...(hasLeads ? { leads: written('leads', 'LEAD_ID') } : {}),
	};
}
