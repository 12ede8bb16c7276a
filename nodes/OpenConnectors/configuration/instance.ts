import { POLLER_KEY } from './contentKeys';
import { remark, type Notice, type PollerConfiguration } from './types';
import { describe, isGiven, isObject, listed, optional, type JsonObject } from './value';

/** What a whole instance says beside what is polled. */
export type InstanceFacts = Pick<
	PollerConfiguration,
	'instanceName' | 'tags' | 'refreshIntervalMinutes'
>;

/**
 * Settings as the platform lists them, by key: `{key, defaultValue}` of an element, `{key, propertyValue}`
 * of an instance, one of them or several.
 */
export function settingsOf(value: unknown): JsonObject | undefined {
	const list: readonly unknown[] = Array.isArray(value) ? value : [value];
	const settings = list.filter(isObject).flatMap((setting) => {
		const { key, propertyValue, defaultValue } = setting;
		return typeof key === 'string' ? [[key, propertyValue ?? defaultValue] as const] : [];
	});
	const isValued = list.some((setting) => isObject(setting) && hasValue(setting));
	return isValued && settings.length === list.length ? Object.fromEntries(settings) : undefined;
}

/** Settings that were never set have none. */
function hasValue(setting: JsonObject): boolean {
	return 'propertyValue' in setting || 'defaultValue' in setting;
}

/** The settings of an instance, or of the body that makes one; undefined for anything else. */
export function instanceSettings({ element, configuration }: JsonObject): JsonObject | undefined {
	const settings = isObject(configuration)
		? configuration
		: areDefaults(configuration)
			? undefined
			: settingsOf(configuration);
	return settings && (isObject(element) || hasEventKeys(settings)) ? settings : undefined;
}

function hasEventKeys(settings: JsonObject): boolean {
	return Object.keys(settings).some((key) => key.startsWith('event.'));
}

/** Reads the facts of an instance, and notes what the platform did with its settings and nothing here does. */
export function readInstance(value: JsonObject, notices: Notice[]): InstanceFacts {
	const settings = instanceSettings(value);
	const block = settings ?? (hasEventKeys(value) ? value : undefined);
	if (!block) return {};
	noteSecrets(block, notices);
	noteDelivery(block, notices);
	const interval = readInterval(block['event.poller.refresh_interval'], notices);
	const { name, tags } = settings ? value : {};
	return {
		...optional('refreshIntervalMinutes', interval),
		...optional('instanceName', isText(name) ? name.trim() : undefined),
		...optional('tags', readTags(tags)),
	};
}

function isText(value: unknown): value is string {
	return typeof value === 'string' && isGiven(value);
}

/** Whether settings are listed as those of an element. */
export function areDefaults(value: unknown): boolean {
	return [value].flat().every((setting) => isObject(setting) && !('propertyValue' in setting));
}

function readTags(tags: unknown): readonly string[] | undefined {
	if (!Array.isArray(tags)) return undefined;
	const texts = tags.filter(isText).map((tag) => tag.trim());
	return texts.length > 0 ? texts : undefined;
}

function readInterval(value: unknown, notices: Notice[]): number | undefined {
	if (!isGiven(value)) return undefined;
	const minutes = typeof value === 'string' ? Number(value) : value;
	if (typeof minutes === 'number' && minutes > 0 && Number.isFinite(minutes)) {
		notices.push(
			remark(
				`event.poller.refresh_interval: there are at least ${minutes} minutes between two polls; Poll Times that come sooner pass without a request.`,
			),
		);
		return minutes;
	}
	notices.push(
		remark(
			`event.poller.refresh_interval is not read: found ${describe(value)}; expected minutes, for example 5.`,
		),
	);
	return undefined;
}

function noteDelivery(block: JsonObject, notices: Notice[]): void {
	const note = (text: string) => notices.push(remark(text));
	if (/^false$/i.test(String(block['event.notification.enabled'])))
		note(
			'event.notification.enabled is false: the platform did not poll this instance. Here it is polled while the workflow is published.',
		);
	if (isGiven(block['event.notification.callback.url']))
		note('event.notification.callback.url is not called: events start this workflow.');
	if (/^webhooks?$/i.test(String(block['event.vendor.type'])))
		note('event.vendor.type is webhook: here the lists are polled.');
}

const SECRET = /secret|password|api\.key|accesstoken|signature\.key/i;
const MASKED = /^[\s*•]*$|^<.*>$/;

function noteSecrets(block: JsonObject, notices: Notice[]): void {
	const found = Object.entries(block)
		.filter(([key, value]) => SECRET.test(key) && typeof value === 'string' && !MASKED.test(value))
		.map(([key]) => key);
	if (found.length === 0) return;
	notices.push(
		remark(
			`${listed(found)} ${found.length > 1 ? 'are' : 'is'} not used here: leave only ${POLLER_KEY}, and keep secrets in a credential.`,
		),
	);
}
