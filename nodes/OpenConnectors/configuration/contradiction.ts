import type { ResourceSettings } from './language';
import { placeholdersOf } from './urlSetting';
import type { Placeholder, UrlTemplate } from './urlTemplate';

/** A resource whose every setting is right by itself. */
export interface Checked {
	readonly name: string;
	readonly settings: ResourceSettings;
	/** Of the url, the headers and the texts of the body. */
	readonly templates: readonly UrlTemplate[];
}

/** One key and what is wrong with it beside the others. */
export type Contradiction = readonly [key: string, problem: string];

export const when = (isWrong: boolean, key: string, problem: string): readonly Contradiction[] =>
	isWrong ? [[key, problem]] : [];

export function atEnd(
	templates: readonly UrlTemplate[],
	end: 'since' | 'until',
): readonly Placeholder[] {
	return templates.flatMap((template) => placeholdersOf(template, end));
}
