import type { JsonValue } from '../../core/page';
import type { ResourceSettings } from '../../configuration/language';
import {
	parseUrlTemplate,
	type Placeholder,
	type TemplateSettings,
} from '../../configuration/urlTemplate';

/** The placeholders of the instants by which a list is asked for, wherever they stand. */
export function placeholdersOf(
	{ url = '', headers = {}, body }: Pick<ResourceSettings, 'url' | 'headers' | 'body'>,
	settings: TemplateSettings,
): readonly Placeholder[] {
	const texts = [...Object.values(headers), ...textsIn(body)];
	const templates = [
		parseUrlTemplate(url, settings),
		...texts.map((text) => parseUrlTemplate(text, { ...settings, isText: true })),
	];
	return templates.flatMap(({ parts }) =>
		parts.flatMap((part) => (part.kind === 'instant' ? [part.placeholder] : [])),
	);
}

function textsIn(value: JsonValue | undefined): readonly string[] {
	if (typeof value === 'string') return [value];
	if (typeof value !== 'object' || value === null) return [];
	return Object.values(value).flatMap((inner: JsonValue) => textsIn(inner));
}
