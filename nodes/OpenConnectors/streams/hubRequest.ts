import { PollError } from '../core/error';
import { quote, withoutTrailing } from '../core/text';
import {
	findResource,
	type ConnectorDefinition,
	type HubConditions,
	type ResourceDefinition,
} from './definition';
import { parseWhereClause, type Condition } from '../configuration/whereClause';
import { decodeLeniently, encodeValue } from '../configuration/encode';
import { variableValue, type UrlTemplate } from '../configuration/urlTemplate';

/** A hub url that the provider's own API cannot express; the message names the part. */
export class HubRequestError extends PollError {
	constructor(url: string, problem: string) {
		super('hub-url', `The url "${quote(url)}" cannot be sent straight to the provider: ${problem}`);
	}
}

/** A hub url read once: which resource it means, and what it asks for. */
export interface HubRequest {
	readonly resource: ResourceDefinition;
	/** Whether a condition holds the poll time. */
	readonly hasSince: boolean;
	/** The other conditions, all of them equalities that the provider can be asked for. */
	readonly equalities: ReadonlyArray<readonly [field: string, value: string]>;
	readonly pageSize?: number;
}

/** Stands for the poll time while the url is taken apart; a private-use character, never in a url. */
const INSTANT = '\uE000';

/**
 * Reads a hub url (`/hubs/crm/contacts?where=…`) in the terms of the connector's definition.
 *
 * @throws HubRequestError, WhereClauseError, UrlTemplateError
 */
export function readHubRequest(
	template: UrlTemplate,
	definition: ConnectorDefinition,
	variables: Readonly<Record<string, string>>,
): HubRequest {
	const text = template.parts
		.map((part) => {
			if (part.kind === 'literal') return part.text;
			if (part.kind === 'instant') return INSTANT;
			return encodeValue(variableValue(template, part.name, variables));
		})
		.join('');
	const [path, ...rest] = text.split('?');
	const resource = resourceOf(template.text, path, definition);
	let where = '';
	let pageSize: number | undefined;
	for (const pair of rest.join('?').split('&').filter(Boolean)) {
		const [name, ...value] = pair.split('=');
		const decoded = decodeLeniently(value.join('='));
		if (name === 'where') where = decoded;
		else if (name === 'pageSize' && /^\d+$/.test(decoded)) pageSize = Number(decoded);
		else {
			throw new HubRequestError(
				template.text,
				`${definition.displayName} has nothing that stands for the parameter "${quote(name)}". Remove it.`,
			);
		}
	}
	const conditions = where.trim() === '' ? [] : parseWhereClause(where);
	const since = conditions.filter(holdsInstant);
	if (since.length > 0) checkSince(template.text, since, resource);
	return {
		resource,
		hasSince: since.length > 0,
		equalities: toEqualities(
			template.text,
			conditions.filter((condition) => !holdsInstant(condition)),
			resource,
		),
		pageSize,
	};
}

function resourceOf(
	url: string,
	path: string,
	definition: ConnectorDefinition,
): ResourceDefinition {
	// `/hubs/crm/contacts`: the hub's name is free, what follows it names the resource.
	const name = decodeLeniently(withoutTrailing(path.split('/').slice(3).join('/'), '/'));
	const found = findResource(definition, name);
	if (found) return found;
	throw new HubRequestError(
		url,
		`${definition.displayName} has no resource "${quote(name)}" here. Known are ` +
			`${definition.resources.map((resource) => resource.name).join(', ')}. ` +
			'For anything else write a path of the provider instead, one that does not begin with /hubs/.',
	);
}

function holdsInstant(condition: Condition): boolean {
	return [condition.field, ...condition.values].some((text) => text.includes(INSTANT));
}

const SINCE_OPERATORS: ReadonlySet<string> = new Set(['=', '>', '>=']);

function checkSince(url: string, since: readonly Condition[], resource: ResourceDefinition): void {
	const fields = resource.hubSince ?? [];
	const misfit = since.find(
		(condition, index) =>
			index > 0 ||
			condition.join === 'OR' ||
			!SINCE_OPERATORS.has(condition.operator) ||
			!fields.includes(condition.field.toLowerCase()),
	);
	if (!misfit) return;
	const shown = quote(misfit.text.replace(INSTANT, '…'));
	throw new HubRequestError(
		url,
		fields.length === 0
			? `the condition ${shown} asks for a filter by time, and ${resource.displayName} have none. Remove it.`
			: `the condition ${shown} is not one that ${resource.displayName} can be filtered by. ` +
				`Write the poll time once, as ${fields[0]}='…'.`,
	);
}

function toEqualities(
	url: string,
	conditions: readonly Condition[],
	resource: ResourceDefinition,
): HubRequest['equalities'] {
	const { hubConditions } = resource;
	return conditions.map((condition, index) => {
		const fits =
			hubConditions !== undefined &&
			condition.operator === '=' &&
			condition.join !== 'OR' &&
			(index === 0 || hubConditions.isSingle !== true) &&
			(hubConditions.fields === 'any' || hubConditions.fields.includes(condition.field));
		if (fits) return [condition.field, condition.values[0]] as const;
		throw new HubRequestError(
			url,
			`the condition ${quote(condition.text)} has no counterpart in the provider's API. ${possible(hubConditions)}`,
		);
	});
}

function possible(conditions: HubConditions | undefined): string {
	if (!conditions) return 'Remove it, and filter in the workflow instead.';
	if (conditions.isSingle === true)
		return "One condition field='value' is possible beside the poll time, joined by AND.";
	const names = conditions.fields === 'any' ? [] : conditions.fields;
	return names.length > 0
		? `Possible beside the poll time, joined by AND: ${names.map((name) => `${name}='…'`).join(', ')}.`
		: "Conditions field='value' are possible beside the poll time, joined by AND.";
}
