/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- reads the checkout and runs npm, never inside n8n */
import { spawnSync } from 'node:child_process';
import {
	copyFileSync,
	existsSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findNpm, npmEnvironment } from '../../sandbox/n8n/npm';
import { CHECKOUT } from '../../sandbox/n8n/paths';

const MANIFESTS = ['.', 'sandbox/n8n/hosts/n8n-2', 'sandbox/n8n/hosts/n8n-1', 'bench/peers'];

/** npm reads 2,000 packages in some seconds. */
jest.setTimeout(120_000);

let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'open-connectors-locks-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function copyManifest(manifest: string): void {
	for (const name of ['package.json', 'package-lock.json', '.npmrc']) {
		const path = join(CHECKOUT, manifest, name);
		if (existsSync(path)) copyFileSync(path, join(folder, name));
	}
}

/** Whether `npm ci` takes the lock file without asking the registry anything: its cache is empty and it is offline. */
function npmAccepts(): { readonly accepted: boolean; readonly output: string } {
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		[
			findNpm(),
			'ci',
			'--dry-run',
			'--offline',
			'--ignore-scripts',
			'--cache',
			join(folder, 'cache'),
		],
		{ cwd: folder, env: npmEnvironment(), encoding: 'utf8' },
	);
	return { accepted: status === 0, output: stdout + stderr };
}

describe('the lock files', () => {
	it.each(MANIFESTS)('%s: npm ci takes it as it is, whatever was published since', (manifest) => {
		copyManifest(manifest);
		expect(npmAccepts()).toMatchObject({ accepted: true });
	});

	it('a lock that lacks a package is refused', () => {
		copyManifest('sandbox/n8n/hosts/n8n-2');
		const path = join(folder, 'package-lock.json');
		const lock = JSON.parse(readFileSync(path, 'utf8'));
		const lacking = Object.keys(lock.packages).filter((name) => /msgpackr-extract-/.test(name));
		expect(lacking.length).toBeGreaterThan(0);
		for (const name of lacking) delete lock.packages[name];
		writeFileSync(path, JSON.stringify(lock));
		expect(npmAccepts()).toMatchObject({ accepted: false });
	});
});
