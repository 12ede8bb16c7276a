/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n on the developer's machine, never inside it */
import { cpSync, existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { N8nInstance } from '../../sandbox/n8n/instance';

/** n8n writes a line for every poll with them. */
export const LOGGED = { N8N_LOG_LEVEL: 'debug' };

/**
 * Copies what tells why a change did not arrive: the log, which takes {@link LOGGED}, and the database.
 * @returns the folder
 */
export function keep({ logFile, databaseFile }: N8nInstance): string {
	const kept = mkdtempSync(join(tmpdir(), 'open-connectors-kept-'));
	for (const file of [logFile, databaseFile, `${databaseFile}-wal`])
		if (existsSync(file)) cpSync(file, join(kept, basename(file)));
	return kept;
}
