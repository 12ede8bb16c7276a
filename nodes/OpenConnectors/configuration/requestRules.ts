import { quote } from '../core/text';
import { parseDuration } from './duration';
import { atEnd, when, type Checked, type Contradiction } from './contradiction';
import type { PagingSettings } from './language';
import type { UrlTemplate } from './urlTemplate';
import { describe, isObject } from './value';

/* What is wrong in how a list is asked for. */

export function requestRule({
	settings: { method, body, paging },
}: Checked): readonly Contradiction[] {
	const isInBody = placeOf(paging) === 'body';
	return [
		...when(
			body !== undefined && method !== 'POST',
			'method',
			`found ${describe(method)}; a body takes "method": "POST"`,
		),
		...when(
			isInBody && method !== 'POST',
			'paging.in',
			'found the text "body"; a GET has none: write "method": "POST", or "in": "query"',
		),
		...when(
			isInBody && body !== undefined && !isObject(body),
			'body',
			`found ${describe(body)}; expected an object, as paging puts its parameters into it`,
		),
	];
}

export function windowRule({
	settings: { step, since },
	templates,
}: Checked): readonly Contradiction[] {
	const stepMs = parseDuration(step ?? '');
	const boundMs = parseDuration(since?.granularity ?? '');
	const hasSince = atEnd(templates, 'since').length > 0;
	const [until] = atEnd(templates, 'until');
	return [
		...when(
			step !== undefined && (until === undefined || !hasSince),
			'step',
			`found ${describe(step)} without both ends of a window; expected a placeholder for each in url, headers or body, for example from=\${epoch:s}&to=\${until:epoch:s}`,
		),
		...when(
			stepMs !== undefined && boundMs !== undefined && stepMs < boundMs,
			'step',
			`found ${describe(step)}, which is shorter than since.granularity, ${quote(since?.granularity ?? '')}: both ends of such a window are the same to the API. Write the longest window that it takes`,
		),
		...when(
			until !== undefined && !hasSince,
			'url',
			`found ${quote(until?.text ?? '')} without the lower end of the window; expected a placeholder such as \${epoch:s} beside it`,
		),
	];
}

/** Each list costs a request a poll. */
const MOST_VALUES = 500;

export function valuesRule({
	settings: { values = {} },
	templates,
}: Checked): readonly Contradiction[] {
	const used = new Set(templates.flatMap(({ variables }) => variables));
	const lists = Object.entries(values);
	const count = lists.reduce((product, [, list]) => product * list.length, 1);
	return [
		...lists.flatMap(([variable, list]) => [
			...when(
				!used.has(variable),
				`values.${quote(variable)}`,
				`{${quote(variable)}} stands nowhere in url, headers or body. ${used.size > 0 ? `There: ${[...used].map((name) => `{${name}}`).join(', ')}` : `Write it there, for example /${quote(variable)}/{${quote(variable)}}`}`,
			),
			...when(
				new Set(list).size < list.length,
				`values.${quote(variable)}`,
				'found a value twice; expected each once',
			),
		]),
		...when(
			count > MOST_VALUES,
			'values',
			`found ${count} lists to poll; at most ${MOST_VALUES} are polled by one node`,
		),
	];
}

/** A parameter that paging sets stands nowhere else. */
export function parameterRule({
	settings: { paging },
	templates,
}: Checked): readonly Contradiction[] {
	if (placeOf(paging) !== 'query' || paging === undefined) return [];
	const own = new Set((templates[0]?.query ?? []).map(nameOf));
	return Object.entries(paging).flatMap(([key, value]) =>
		when(
			key.endsWith('Param') && typeof value === 'string' && own.has(value),
			'url',
			`found the parameter ${quote(String(value))}, which paging.${key} sets; leave it out of the url`,
		),
	);
}

function nameOf([first]: UrlTemplate['parts']): string {
	return first?.kind === 'literal' ? first.text.split('=', 1)[0] : '';
}

function placeOf(paging: PagingSettings | undefined): string {
	return (paging && 'in' in paging && paging.in) || 'query';
}
