import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';
import { Host, type EngineName, type HostSettings } from '../harness/host';
import { HttpProvider, withHistory, type Traits } from '../harness/httpProvider';
import { MINUTE, pass, releaseTime, stopTime } from '../harness/clock';

export { ENGINES } from '../harness/host';

/** How records are dated, and how the platform is asked for those that changed. */
export interface Dating {
	readonly format?: string;
	readonly zone?: string;
	/** Placeholder of the url. */
	readonly since?: string;
}

export interface Scenario {
	readonly traits?: Partial<Traits>;
	/** `platform`: a connector without a definition, by its configuration. Absent: Insightly. */
	readonly via?: 'provider' | 'platform';
	readonly dating?: Dating;
	readonly parameters?: INodeParameters;
	readonly options?: INodeParameters;
	readonly settings?: Partial<HostSettings>;
	/** Old records of each resource. */
	readonly history?: number;
}

const providers: HttpProvider[] = [];

/** Ends what the tests of a file began. For `afterEach`. */
export async function endScenarios(): Promise<void> {
	releaseTime();
	for (const provider of providers.splice(0)) await provider.stop();
}

/** A provider with a history, and an unpublished workflow that polls it. */
export async function prepared(engine: EngineName, scenario: Scenario = {}) {
	stopTime();
	const provider = await HttpProvider.start(scenario.traits);
	providers.push(provider);
	withHistory(provider, scenario.history);
	const host = new Host(engine, { ...settingsOf(provider, scenario), ...scenario.settings });
	return { provider, host };
}

/** The same, published a minute ago, with everything asked so far forgotten. */
export async function started(engine: EngineName, scenario: Scenario = {}) {
	const { provider, host } = await prepared(engine, scenario);
	await host.publish();
	provider.asked.splice(0);
	pass(MINUTE);
	return { provider, host };
}

function settingsOf(provider: HttpProvider, scenario: Scenario): HostSettings {
	const { via = 'provider', dating = {}, parameters, options = {} } = scenario;
	if (via === 'provider') {
		return {
			parameters: { connector: 'insightly', resources: ['contacts'], options, ...parameters },
			credentials: {
				openConnectorsInsightlyApi: { baseUrl: provider.url, apiKey: 'insightly-key' },
			},
		};
	}
	return {
		parameters: {
			connector: 'other',
			pollerConfiguration: JSON.stringify({ contacts: configurationOf(dating) }),
			options,
			...parameters,
		},
		credentials: {
			openConnectorsApi: {
				baseUrl: provider.url,
				userSecret: 'user-secret',
				organizationSecret: 'organization-secret',
				elementToken: 'element-token',
			},
		},
	};
}

const SECONDS = 'yyyy-MM-dd HH:mm:ss';

export function configurationOf({ format = SECONDS, zone = 'GMT', since }: Dating = {}) {
	return {
		url: `/hubs/crm/contacts?where=DATE_UPDATED_UTC>'${since ?? `\${gmtDate:${format}}`}'`,
		idField: 'CONTACT_ID',
		datesConfiguration: {
			updatedDateField: 'DATE_UPDATED_UTC',
			updatedDateFormat: format,
			updatedDateTimezone: zone,
			createdDateField: 'DATE_CREATED_UTC',
			createdDateFormat: format,
			createdDateTimezone: zone,
		},
	};
}

/** Items as `created 9/1`: kind, id and revision; those of other resources with its name. */
export function shown(items: readonly IDataObject[]): readonly string[] {
	return items.map(({ eventType, objectType, objectId, record }) => {
		const name = objectType === 'contacts' ? '' : `${String(objectType)} `;
		return `${String(eventType).toLowerCase()} ${name}${String(objectId)}/${revisionOf(record)}`;
	});
}

function revisionOf(record: unknown): string {
	const isObject = typeof record === 'object' && record !== null;
	return isObject && 'REVISION' in record ? String(record.REVISION) : '?';
}

/** Polls, and shows what was new. */
export async function news(host: Host): Promise<readonly string[]> {
	const items: readonly INodeExecutionData[] = await host.tick();
	return shown(items.map(({ json }) => json));
}

/** Polls a number of times, a minute apart, and shows what was new. */
export async function newsOf(host: Host, polls: number): Promise<readonly string[]> {
	const lines: string[] = [];
	for (let poll = 0; poll < polls; poll += 1) {
		lines.push(...(await news(host)));
		pass(MINUTE);
	}
	return lines;
}

/** Ids of all items, as they came. */
export function idsOf(host: Host): readonly string[] {
	return host.items.map(({ objectId }) => String(objectId));
}

/** Ids `first` to `last`, as text. */
export function ids(first: number, last: number): readonly string[] {
	return Array.from({ length: last - first + 1 }, (_, index) => String(first + index));
}

export function messagesOf(host: Host): readonly string[] {
	return host.errors.map((error) => (error instanceof Error ? error.message : String(error)));
}

/** Event ids that came more than once. */
export function repeated(host: Host): readonly string[] {
	const met = new Set<unknown>();
	return host.items.flatMap(({ eventId }) => {
		if (met.has(eventId)) return [String(eventId)];
		met.add(eventId);
		return [];
	});
}
