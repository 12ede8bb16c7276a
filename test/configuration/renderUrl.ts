import {
	renderParameter,
	renderPath,
	type UrlTemplate,
} from '../../nodes/OpenConnectors/configuration/urlTemplate';

/** The whole url of a template for an instant (epoch ms), as requests write its parts. */
export function renderUrl(
	template: UrlTemplate,
	at: number,
	variables: Readonly<Record<string, string>>,
): string {
	const path = renderPath(template, at, variables);
	const query = template.query?.map((parts) => renderParameter(template, parts, at, variables));
	return query ? `${path}?${query.join('&')}` : path;
}
