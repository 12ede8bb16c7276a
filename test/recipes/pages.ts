/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on the developer's machine */
import { readdirSync, readFileSync } from 'node:fs';

const FOLDER = 'docs/recipes';

/** A page of a recipe, as somebody who follows it reads it. */
export interface Recipe {
	/** Of its file, without the suffix. */
	readonly name: string;
	readonly text: string;
	/** JSON, as it is copied. */
	readonly configuration: string;
	/** The path variables that the page explains. */
	readonly variables: readonly string[];
}

export function readRecipes(): readonly Recipe[] {
	return readdirSync(FOLDER)
		.filter((file) => file !== 'README.md')
		.map((file) => toRecipe(file.replace('.md', ''), readFileSync(`${FOLDER}/${file}`, 'utf8')));
}

function toRecipe(name: string, text: string): Recipe {
	const blocks = [...text.matchAll(/^```json\n([^]*?)^```$/gm)];
	const variables = [...text.matchAll(/^- `\{(\w+)\}` \(/gm)].map(([, variable]) => variable);
	return { name, text, configuration: blocks[0]?.[1] ?? '', variables };
}

export function readIndex(): string {
	return readFileSync(`${FOLDER}/README.md`, 'utf8');
}
