/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs on the developer's machine, never inside n8n */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countInstalled } from '../sandbox/n8n/lockfile';
import { findNpm, npmEnvironment } from '../sandbox/n8n/npm';
import { type Report, runStep } from '../sandbox/n8n/step';

/**
 * Installs the peers by their own lock file, unless that was done before. Their install
 * scripts are not run: nothing that is measured needs what they build.
 *
 * @param folder of their package.json
 * @throws SetupError with cause and remedy
 */
export async function ensurePeers(folder: string, report: Report): Promise<void> {
	const lock = readFileSync(join(folder, 'package-lock.json'));
	const hash = createHash('sha256').update(lock).digest('hex');
	const mark = join(folder, 'node_modules', '.installed');
	if (existsSync(mark) && readFileSync(mark, 'utf8') === hash) return;
	await runStep(
		{
			title:
				'Installing the engines to measure beside ours into bench/peers/node_modules, 920 MB, once',
			usual: '1 to 3 minutes',
			command: process.execPath,
			args: [findNpm(), 'ci', '--ignore-scripts', '--no-audit', '--no-fund'],
			cwd: folder,
			env: npmEnvironment(),
			logFile: join(tmpdir(), 'open-connectors-bench-install.log'),
			progress: countInstalled(folder, folder),
		},
		report,
	);
	writeFileSync(mark, hash);
}
