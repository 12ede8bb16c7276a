import type { IDisplayOptions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

/** A value that the user may choose. */
export function choice(name: string, value: string, description?: string): INodePropertyOptions {
	return { name, value, description };
}

type Field = Omit<INodeProperties, 'type' | 'noDataExpression'>;

/** A parameter with one of several values. */
export function oneOf(field: Field): INodeProperties {
	return { type: 'options', noDataExpression: true, ...field };
}

/** A parameter with any number of several values, at least one. */
export function someOf(field: Field): INodeProperties {
	return { type: 'multiOptions', noDataExpression: true, required: true, ...field };
}

/** A parameter of text, or of another type where `more` says so. */
export function parameter(
	displayName: string,
	name: string,
	description: string | undefined,
	more: Partial<INodeProperties> = {},
): INodeProperties {
	return { displayName, name, type: 'string', default: '', description, ...more };
}

/** Whether something may be shown for a connector. */
export function isFor(connectorKey: string, { show, hide }: IDisplayOptions = {}): boolean {
	const isShown = show?.connector?.includes(connectorKey) ?? true;
	return isShown && hide?.connector?.includes(connectorKey) !== true;
}
