import type { INode } from 'n8n-workflow';
import { parsePollerConfiguration } from '../configuration/parse';
import { fromSettings } from './form';
import type { PollParameters } from './parameters';

/**
 * What a form stands for, and what JSON looks like as a form: a node to paste onto the canvas, as no
 * node can fill in its own form.
 *
 * @returns nothing for JSON that the form has no fields for
 */
export function formNotices(
	node: INode,
	{ selection, variables }: Pick<PollParameters, 'selection' | 'variables'>,
): readonly string[] {
	if (selection.kind !== 'json') return [];
	if (node.parameters.configure !== 'json')
		return [`The form stands for this configuration: ${JSON.stringify(selection.source)}`];
	const { resources } = parsePollerConfiguration(selection.source, 'whole', variables);
	const list = resources.map(({ name, settings }) => fromSettings(name, { ...settings }));
	if (list.length === 0 || list.includes(undefined)) return [];
	const { type, typeVersion, name, position, credentials, parameters } = node;
	const others = Object.entries(parameters).filter(([key]) => key !== 'pollerConfiguration');
	const filled = { ...Object.fromEntries(others), configure: 'form', lists: { list } };
	const copy = { type, typeVersion, name, position, credentials, parameters: filled };
	const pasted = { nodes: [copy], connections: {} };
	return [`As a form; copy this and paste it onto the canvas: ${JSON.stringify(pasted)}`];
}
