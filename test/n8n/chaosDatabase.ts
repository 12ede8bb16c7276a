/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- runs beside n8n on the developer's machine, never inside it */
import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { z } from 'zod';
import { TriggerEvent } from '../../sandbox/n8n/executions';
import type { N8nInstance } from '../../sandbox/n8n/instance';
import { POLL_TRIGGER_NAME } from '../../sandbox/n8n/workflow';

const run = promisify(execFile);

/**
 * Defines `itemsOf(status, data, trigger)`, what an execution was started with, given `parse` of flatted. What the
 * trigger returned stands in its run, or, when the workflow was interrupted, still in the stack to be run. The
 * stack of a poll that failed holds one item of n8n's own.
 */
export const READ_ITEMS = `
	const mainOf = (run) => run?.data?.main?.[0];
	const itemsOf = (status, data, trigger) => {
		const { resultData, executionData } = data ? parse(data) : {};
		const waiting = executionData?.nodeExecutionStack?.find(({ node }) => node.name === trigger);
		const pending = mainOf(waiting)?.filter(({ json }) => status !== 'error' || 'eventId' in json);
		return pending ?? mainOf(resultData?.runData?.[trigger]?.[0]) ?? [];
	};
`;

/** Runs in n8n's Node, which has SQLite built in, from n8n's folder, which has what unpacks executions. */
const READ = `
	const { createRequire } = require('node:module');
	const { DatabaseSync } = require('node:sqlite');
	const [entry, file, workflowId, trigger] = process.argv.slice(1);
	const { parse } = createRequire(entry)('flatted');
	${READ_ITEMS}
	const database = new DatabaseSync(file, { readOnly: true });
	const rows = database.prepare(
		'SELECT e."id", e."status", e."mode", d."data" FROM "execution_entity" e ' +
			'LEFT JOIN "execution_data" d ON d."executionId" = e."id" WHERE e."workflowId" = ? ORDER BY e."id"',
	).all(workflowId);
	const read = ({ id, status, mode, data }) =>
		({ id: String(id), status, mode, items: itemsOf(status, data, trigger) });
	process.stdout.write(JSON.stringify(rows.map(read)));
`;

const StoredExecution = z.object({
	id: z.string(),
	status: z.string(),
	mode: z.string(),
	items: z.array(z.object({ json: z.unknown() })),
});

/** An execution as it lies in n8n's database, finished or not. */
export interface StoredExecution {
	readonly id: string;
	/** n8n's word: `success`, `crashed`, `error`, `new`, `running`, … */
	readonly status: string;
	readonly events: readonly TriggerEvent[];
}

/**
 * Everything that n8n ever started for a workflow's polls, in the order begun. Works while n8n is down.
 * @throws ZodError when an item is not an event of the trigger.
 */
export async function readExecutions(
	{ host, databaseFile }: N8nInstance,
	workflowId: string,
): Promise<StoredExecution[]> {
	const args = [host.n8n, databaseFile, workflowId, POLL_TRIGGER_NAME];
	const { stdout } = await run(host.node.binary, ['--no-warnings', '--eval', READ, '--', ...args], {
		maxBuffer: 256_000_000,
	});
	return z
		.array(StoredExecution)
		.parse(JSON.parse(stdout))
		.filter(({ mode }) => mode === 'trigger')
		.map(({ id, status, items }) => ({
			id,
			status,
			events: items.map(({ json }) => TriggerEvent.parse(json)),
		}));
}

/**
 * Looks a thousand times a second at what n8n writes. At the write that is awaited it takes the database's write
 * lock, as a slow disk or another client would, so that the next write waits, and says whether the workflow's
 * execution is saved already: "caught with" or "caught without".
 */
const CATCH = `
	const { DatabaseSync } = require('node:sqlite');
	const [file, awaited] = process.argv.slice(1);
	const database = new DatabaseSync(file);
	const queries = {
		execution: 'SELECT "workflowId" AS "id", max("id") AS "value" FROM "execution_entity" GROUP BY "workflowId"',
		state: 'SELECT w."id" AS "id", coalesce(w."staticData", 0) || coalesce(p."cursor", 0) AS "value" ' +
			'FROM "workflow_entity" w LEFT JOIN "poller_state" p ON p."workflowId" = w."id"',
	};
	const read = (name) =>
		new Map(database.prepare(queries[name]).all().map(({ id, value }) => [id, value]));
	const pause = new Int32Array(new SharedArrayBuffer(4));
	const known = read(awaited);
	let executions = read('execution');
	for (;;) {
		const found = [...read(awaited)].find(([id, value]) => known.get(id) !== value);
		if (found) {
			try {
				database.exec('BEGIN IMMEDIATE');
			} catch {}
			const [id] = found;
			const isSaved = read('execution').get(id) !== executions.get(id);
			console.log('caught ' + (isSaved ? 'with' : 'without'));
			Atomics.wait(pause, 0, 0, 10000);
		}
		Atomics.wait(pause, 0, 0, 1);
	}
`;

/** What n8n writes for a poll that returned items: its state, and the execution that carries them. */
export type Write = 'state' | 'execution';

/** Whether the write came within the time, and whether the execution was saved by then. */
export type Caught = 'with execution' | 'without execution' | 'not met';

/**
 * Waits for n8n to write something for any workflow, and holds up what it writes after that.
 * @param then is called at the write
 */
export async function catchWrite(
	{ host, databaseFile }: N8nInstance,
	awaited: Write,
	withinMs: number,
	then: () => Promise<void>,
): Promise<Caught> {
	const watcher = spawn(
		host.node.binary,
		['--no-warnings', '--eval', CATCH, '--', databaseFile, awaited],
		{ stdio: ['ignore', 'pipe', 'inherit'] },
	);
	const timer = setTimeout(() => watcher.kill('SIGKILL'), withinMs);
	try {
		for await (const line of createInterface({ input: watcher.stdout })) {
			await then();
			return line === 'caught with' ? 'with execution' : 'without execution';
		}
		return 'not met';
	} finally {
		clearTimeout(timer);
		watcher.kill('SIGKILL');
	}
}
