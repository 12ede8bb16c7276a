/** A date of the records of a resource, as the configuration gives it. */
export interface DateSetting {
	/** Path of the field. */
	readonly field: string;
	/** `milliseconds`, `seconds` or a Java date pattern; absent when the configuration leaves it open. */
	readonly format?: string;
	/** Zone of values that name none. */
	readonly timezone?: string;
}

/** One resource of `event.poller.configuration`, with its aliases and odd shapes resolved. */
export interface ResourceConfiguration {
	/** Key of the resource; becomes `objectType`. */
	readonly name: string;
	/** Url template; absent in the empty object `{}`, which leaves everything to the connector. */
	readonly url?: string;
	/** Path of the record id; absent when blank. */
	readonly idField?: string;
	readonly updated?: DateSetting;
	readonly created?: DateSetting;
	/** Records a page. */
	readonly pageSize?: number;
	/** Seconds to reach back before the last poll, for records that become searchable late. */
	readonly pollDelaySeconds?: number;
}

/** A poller configuration as read, with what the user should know about it. */
export interface PollerConfiguration {
	readonly resources: readonly ResourceConfiguration[];
	/** Sentences for the user: keys that are kept but have no effect here. */
	readonly notices: readonly string[];
}

/**
 * A configuration that cannot be used. The message says where (`path`, as
 * `contacts.datesConfiguration.updatedDateFormat`), what was found and what is expected.
 */
export class ConfigurationError extends Error {
	constructor(
		readonly path: string,
		readonly problem: string,
	) {
		super(path ? `${path}: ${problem}` : problem);
		this.name = 'ConfigurationError';
	}

	/** The same error with the resource put before its path. */
	within(resource: string): ConfigurationError {
		return new ConfigurationError(this.path ? `${resource}.${this.path}` : resource, this.problem);
	}
}
