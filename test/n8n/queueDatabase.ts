/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n on the developer's machine, never inside it */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import { TriggerEvent } from '../../sandbox/n8n/executions';
import type { Host } from '../../sandbox/n8n/install';
import { POLL_TRIGGER_NAME } from '../../sandbox/n8n/workflow';
import { READ_ITEMS, type StoredExecution } from './chaosDatabase';

const run = promisify(execFile);

/** Runs in n8n's Node, from n8n's folder, which has what speaks with Postgres and what unpacks executions. */
const QUERY = `
	const { createRequire } = require('node:module');
	const [entry, port, trigger, sql] = process.argv.slice(1);
	const load = createRequire(entry);
	const { Client } = load('pg');
	const { parse } = load('flatted');
	${READ_ITEMS}
	const client = new Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });
	client
		.connect()
		.then(async () => {
			const { rows } = await client.query(sql);
			const read = ({ data, ...row }) => ({ ...row, items: itemsOf(row.status, data, trigger) });
			process.stdout.write(JSON.stringify(trigger ? rows.map(read) : rows));
		})
		.finally(() => client.end());
`;

/** The database of an n8n in queue mode. */
export class QueueDatabase {
	constructor(
		private readonly host: Host,
		readonly port: number,
	) {}

	/** Rows of a query, each checked. */
	async query<Shape extends z.ZodTypeAny>(
		sql: string,
		row: Shape,
	): Promise<Array<z.output<Shape>>> {
		return z.array(row).parse(await this.ask(sql, ''));
	}

	/**
	 * Everything that n8n ever started for polls, by workflow, in the order begun.
	 * @throws ZodError when an item is not an event of the trigger.
	 */
	async executions(): Promise<ReadonlyMap<string, readonly StoredExecution[]>> {
		const rows = z.array(Row).parse(await this.ask(EXECUTIONS, POLL_TRIGGER_NAME));
		const byWorkflow = new Map<string, StoredExecution[]>();
		for (const { id, workflowId, status, items } of rows) {
			const events = items.map(({ json }) => TriggerEvent.parse(json));
			const execution = { id: String(id), status, events };
			const before = byWorkflow.get(workflowId);
			if (before) before.push(execution);
			else byWorkflow.set(workflowId, [execution]);
		}
		return byWorkflow;
	}

	/** How the executions that were started as retries of others ended: n8n's words. */
	async retries(): Promise<readonly string[]> {
		const rows = await this.query(RETRIES, z.object({ status: z.string() }));
		return rows.map(({ status }) => status);
	}

	/** Rows written so far, by table: inserted, updated and deleted. */
	async writes(): Promise<ReadonlyMap<string, number>> {
		const rows = await this.query(
			WRITES,
			z.object({ table: z.string(), writes: z.coerce.number() }),
		);
		return new Map(rows.map(({ table, writes }) => [table, writes]));
	}

	private async ask(sql: string, trigger: string): Promise<unknown> {
		const args = [this.host.n8n, String(this.port), trigger, sql];
		const { stdout } = await run(this.host.node.binary, ['--eval', QUERY, '--', ...args], {
			maxBuffer: 512_000_000,
		});
		return JSON.parse(stdout);
	}
}

const Row = z.object({
	id: z.number(),
	workflowId: z.string(),
	status: z.string(),
	items: z.array(z.object({ json: z.unknown() })),
});

const EXECUTIONS = `
	SELECT e."id", e."workflowId", e."status", d."data"
	FROM "execution_entity" e LEFT JOIN "execution_data" d ON d."executionId" = e."id"
	WHERE e."mode" = 'trigger' ORDER BY e."id"`;

const RETRIES = `SELECT "status" FROM "execution_entity" WHERE "mode" = 'retry'`;

const WRITES = `
	SELECT "relname" AS "table", "n_tup_ins" + "n_tup_upd" + "n_tup_del" AS "writes"
	FROM "pg_stat_user_tables"`;
