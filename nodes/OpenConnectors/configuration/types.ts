import { PollError } from '../core/error';
import { quote, shorten } from '../core/text';
import type { ResourceSettings } from './language';

/** A date of the records of a resource, as the configuration gives it. */
export interface DateSetting {
	/** Path of the field: `updated_at`, `_info.lastUpdated`, `['Modified Time']`. */
	readonly field: string;
	/** Fields that are read, in this order, where the one before holds nothing. */
	readonly furtherFields?: readonly string[];
	/** `milliseconds`, `seconds` or a Java date pattern; known to compile. */
	readonly format: string;
	/** Zone of values that name none; known to be one. Absent: the zone of the node's options. */
	readonly timezone?: string;
}

/**
 * One resource of `event.poller.configuration`, with its aliases, odd shapes and slips resolved.
 * What is absent was not given, or was blank.
 *
 * How each key is honoured:
 *
 * | key | here |
 * |---|---|
 * | `url` | the platform or the provider is asked with it; absent: the connector's own |
 * | `idField` | id of the record; absent: the connector's own, or records are told apart by content |
 * | `updatedDate…`, `createdDate…` | see {@link versionDateOf} |
 * | `filterByUpdatedDate: false` | no record is dropped for its date; see {@link versionDateOf} |
 * | `filterByCurrentDate` | needless: a version that was reported is remembered, so that what changes while a poll runs is not reported twice |
 * | `createdCheckTolerance` | needless: a record made since the last poll is created, however its two dates compare |
 * | `pageSize` | records a page, at most what the provider allows |
 * | `pollDelay` | the window reaches back at least this far behind the last poll |
 */
export interface ResourceConfiguration {
	/** Key of the resource; becomes `objectType`. */
	readonly name: string;
	/** Url template, known to be readable; absent in the empty object `{}`, which leaves everything to the connector. */
	readonly url?: string;
	/** Path of the record id; absent where several fields together are the id, which are in `settings`. */
	readonly idField?: string;
	readonly updated?: DateSetting;
	/** Decides between created and updated. */
	readonly created?: DateSetting;
	/** false: whatever the url's own filter returns counts as changed. */
	readonly filterByUpdatedDate?: boolean;
	/** Fields that change without the record being changed, see `ignoredFields`. */
	readonly volatile?: readonly string[];
	/** Records a page. */
	readonly pageSize?: number;
	/** Seconds to reach back before the last poll, for records that become searchable late. */
	readonly pollDelaySeconds?: number;
	/** The whole resource as checked, the defaults of all resources merged in; of the whole language only. */
	readonly settings?: ResourceSettings;
}

/**
 * Which keys a resource may have: those that Open Connectors documents, where connectors know their
 * provider, or all of `language.ts`, by which any API is described.
 */
export type Language = 'documented' | 'whole';

/** Of an error, in characters: what a screen holds. */
const LONGEST_MESSAGE = 1_900;

/** A sentence for the user, beginning with the path it is about. */
export interface Notice {
	/** `repair`: something was read differently from what is written. `remark`: all else. */
	readonly kind: 'repair' | 'remark';
	readonly text: string;
}

export function remark(text: string): Notice {
	return { kind: 'remark', text };
}

/** @param how what was done, each without a full stop */
export function repairNotices(path: string, how: readonly string[]): readonly Notice[] {
	return how.map((done) => ({ kind: 'repair', text: `${quote(path)}: ${done}.` }));
}

/** A poller configuration as read, with what the user should know about it. */
export interface PollerConfiguration {
	readonly resources: readonly ResourceConfiguration[];
	readonly notices: readonly Notice[];
	/** Name of the instance, of a whole instance body. */
	readonly instanceName?: string;
	/** Its tags. */
	readonly tags?: readonly string[];
	/** `event.poller.refresh_interval`: the platform polled no more often. */
	readonly refreshIntervalMinutes?: number;
}

/**
 * The date that tells the versions of a record apart, and by which records that did not change
 * since the last poll are dropped.
 *
 * | given | versions are told apart by |
 * |---|---|
 * | updated and created, the same field or two | the updated date |
 * | updated alone | the updated date; no record can be known as created |
 * | created alone (blank updated fields) | the created date: new records only |
 * | `filterByUpdatedDate: false` | nothing: the url's filter is believed, content tells versions apart |
 * | no dates | nothing: as above |
 *
 * @returns undefined when the server's word is taken
 */
export function versionDateOf(
	resource: Pick<ResourceConfiguration, 'updated' | 'created' | 'filterByUpdatedDate'>,
): DateSetting | undefined {
	if (resource.filterByUpdatedDate === false) return undefined;
	return resource.updated ?? resource.created;
}

/**
 * A configuration that cannot be used. The message says where (`path`, as
 * `contacts.datesConfiguration.updatedDateFormat`), what was found and what is expected.
 */
export class ConfigurationError extends PollError {
	constructor(
		readonly path: string,
		readonly problem: string,
	) {
		super('configuration', shorten(path ? `${quote(path)}: ${problem}` : problem, LONGEST_MESSAGE));
	}

	/** The same error with the resource put before its path. */
	within(resource: string): ConfigurationError {
		return new ConfigurationError(this.path ? `${resource}.${this.path}` : resource, this.problem);
	}
}
