/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs on the developer's machine, never inside n8n */
import { SetupError } from '../sandbox/n8n/explain';
import { ensureHost, ensureNodeRuntime } from '../sandbox/n8n/install';

/**
 * Installs the n8n that the package is tried and tested in, and prints the Node it runs on as the only line of
 * standard output; progress goes to standard error. With `--node-only` nothing but that Node is installed.
 */
async function main(): Promise<void> {
	const report = (line: string) => process.stderr.write(`${line}\n`);
	const nodeOnly = process.argv.includes('--node-only');
	const node = nodeOnly ? await ensureNodeRuntime(report) : (await ensureHost(report)).node;
	process.stdout.write(`${node.binary}\n`);
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof SetupError ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
