import {
	renderParameter,
	renderPath,
	type UrlTemplate,
} from '../../nodes/OpenConnectors/configuration/urlTemplate';

/** The whole url of a template for an instant and the end of a window (epoch ms), as requests write its parts. */
export function renderUrl(
	template: UrlTemplate,
	at: number,
	variables: Readonly<Record<string, string>>,
	until = at,
): string {
	const path = renderPath(template, at, variables, until);
	const query = template.query?.map((parts) =>
		renderParameter(template, parts, at, variables, until),
	);
	return query ? `${path}?${query.join('&')}` : path;
}
