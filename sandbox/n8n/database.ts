/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n on the developer's machine, never inside it */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { N8nInstance } from './instance';

const run = promisify(execFile);

/** Runs in n8n's Node, which has SQLite built in; ours may not. */
const QUERY = `
	const { DatabaseSync } = require('node:sqlite');
	const [file, sql, ...values] = process.argv.slice(1);
	const database = new DatabaseSync(file, { readOnly: true });
	process.stdout.write(JSON.stringify(database.prepare(sql).all(...values)));
`;

/** Rows of a query on the database of n8n, running or not, each checked. */
export async function query<Shape extends z.ZodTypeAny>(
	instance: N8nInstance,
	sql: string,
	values: readonly string[],
	row: Shape,
): Promise<Array<z.output<Shape>>> {
	const { stdout } = await run(
		instance.host.node.binary,
		['--no-warnings', '--eval', QUERY, '--', instance.databaseFile, sql, ...values],
		{ maxBuffer: 64_000_000 },
	);
	return z.array(row).parse(JSON.parse(stdout));
}

/** The text n8n keeps as a workflow's static data, byte by byte; null when there is none. */
export async function readStaticData(
	instance: N8nInstance,
	workflowId: string,
): Promise<string | null> {
	const rows = await query(
		instance,
		'SELECT "staticData" FROM "workflow_entity" WHERE "id" = ?',
		[workflowId],
		z.object({ staticData: z.string().nullable() }),
	);
	return rows[0]?.staticData ?? null;
}

/** What the durable engine keeps of a workflow's pollers, byte by byte; empty before their first poll. */
export async function readPollerStates(instance: N8nInstance, workflowId: string) {
	return await query(
		instance,
		'SELECT "nodeId", "cursor", "consecutiveErrors", "backoffUntil" FROM "poller_state" WHERE "workflowId" = ? ORDER BY "nodeId"',
		[workflowId],
		z.object({
			nodeId: z.string(),
			cursor: z.string().nullable(),
			consecutiveErrors: z.number(),
			backoffUntil: z.union([z.string(), z.number()]).nullable(),
		}),
	);
}
