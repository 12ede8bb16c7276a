/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on the developer's machine */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const FOLDER = 'examples';

const Node = z
	.object({
		id: z.string().uuid(),
		name: z.string(),
		type: z.string(),
		typeVersion: z.number(),
		position: z.tuple([z.number(), z.number()]),
		parameters: z.record(z.unknown()),
	})
	.strict();
export type ExampleNode = z.infer<typeof Node>;

/** A workflow as n8n's editor exports one, but without what belongs to one n8n: ids, credentials, pinned items. */
const Example = z
	.object({
		name: z.string(),
		nodes: z.array(Node),
		connections: z.record(
			z.object({
				main: z.array(
					z.array(z.object({ node: z.string(), type: z.literal('main'), index: z.literal(0) })),
				),
			}),
		),
		pinData: z.object({}).strict(),
		settings: z.object({ executionOrder: z.literal('v1') }).strict(),
	})
	.strict();
export type Example = z.infer<typeof Example>;

/** Their files' names without the ending. */
export const EXAMPLES = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.json'))
	.map((file) => file.replace(/\.json$/, ''));

/** @throws ZodError when it holds anything else than a workflow to import */
export function readExample(name: string): Example {
	return Example.parse(JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8')));
}
