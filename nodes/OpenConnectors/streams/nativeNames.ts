import type { DateSetting, ResourceConfiguration } from '../configuration/types';
import { datesOf } from '../configuration/dateSettings';
import type { ResourceDefinition } from './definition';

export interface NativeConfiguration {
	readonly configuration: ResourceConfiguration;
	/** What changed, for the user; each begins with a path below the resource. */
	readonly notices: readonly string[];
}

/**
 * Puts a configuration that was written for the platform into the provider's names: the platform
 * renames fields of some connectors, and names dates that some providers never send.
 */
export function toNativeNames(
	configuration: ResourceConfiguration,
	native: ResourceDefinition,
): NativeConfiguration {
	const notices: string[] = [];
	const dates = datesOf(native.datesConfiguration);
	const { idField, updated, created, ...rest } = configuration;
	const meanings = new Map(Object.entries(native.hubFields ?? {}));
	const meaning = (name: string | undefined) =>
		name === undefined ? undefined : meanings.get(name);
	const toDate = (setting: DateSetting | undefined, key: string): DateSetting | undefined => {
		if (!setting) return undefined;
		const path = `datesConfiguration.${key}`;
		const means = meaning(setting.field);
		if (means === 'updated' || means === 'created') {
			const date = dates[means];
			if (date && date.field !== setting.field)
				notices.push(`${path}: the provider calls ${setting.field} ${date.field}.`);
			return date ?? setting;
		}
		if (means !== 'none') return withNativeZone(setting, native);
		notices.push(
			`${path}: the provider sends no ${setting.field}. Changes are found by comparing the records.`,
		);
		return undefined;
	};
	const isRenamed = meaning(idField) === 'id';
	const nativeId = [native.idField].flat();
	if (isRenamed && nativeId.join() !== idField)
		notices.push(`idField: the provider calls ${idField ?? ''} ${nativeId.join(' and ')}.`);
	const nativeUpdated = toDate(updated, 'updatedDateField');
	const nativeCreated = toDate(created, 'createdDateField');
	return {
		configuration: {
			...rest,
			...(idField === undefined || isRenamed ? {} : { idField }),
			...(nativeUpdated ? { updated: nativeUpdated } : {}),
			...(nativeCreated ? { created: nativeCreated } : {}),
		},
		notices: [...new Set(notices)],
	};
}

/** A date without a zone is in the zone that the provider is known to write it in. */
export function withNativeZone(setting: DateSetting, native: ResourceDefinition): DateSetting {
	const { updated, created } = datesOf(native.datesConfiguration);
	const isUpdated =
		updated?.field === setting.field || native.alsoUpdated?.includes(setting.field) === true;
	const isCreated = created?.field === setting.field;
	const known = isUpdated ? updated?.timezone : isCreated ? created.timezone : undefined;
	if (setting.timezone !== undefined || known === undefined) return setting;
	return { ...setting, timezone: known };
}
