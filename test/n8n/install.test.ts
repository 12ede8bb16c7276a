/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- plays npm on the developer's machine, never inside n8n */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureHost } from '../../sandbox/n8n/install';
import { N8N_1, type N8nLine } from '../../sandbox/n8n/lines';
import { countInstalled, findDepartures } from '../../sandbox/n8n/lockfile';
import { formatProgress } from '../../sandbox/n8n/step';

/** Stands for npm: keeps a list of what it was asked to do, and installs packages of one file each. */
const NPM = `
const { appendFileSync, existsSync, mkdirSync, symlinkSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const plan = require(join(__dirname, 'plan.json'));
const command = process.argv[2];
appendFileSync(join(__dirname, 'calls.txt'), command + '\\n');
function write(path, text) {
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, text);
}
const driver = join('node_modules', 'sqlite3', 'index.js');
if (command === 'install') {
	const name = process.argv[3].split('@')[0];
	mkdirSync(join('node_modules', name, 'bin'), { recursive: true });
	symlinkSync(process.execPath, join('node_modules', name, 'bin', 'node'));
}
if (command === 'ci') {
	if (plan.offline) {
		console.log('npm error code ENOTFOUND');
		process.exit(1);
	}
	for (const [name, version] of Object.entries(plan.versions)) {
		write(join('node_modules', name, 'package.json'), JSON.stringify({ name, version, scripts: {} }));
	}
	write(driver, 'throw new Error("not compiled")');
	write(join('node_modules', 'isolated-vm', 'index.js'), '');
	write(join('node_modules', '.package-lock.json'), JSON.stringify({
		packages: Object.fromEntries(Object.entries(plan.versions).map(([name, version]) =>
			['node_modules/' + name, { version }])),
	}));
}
if (command === 'rebuild') {
	if (plan.compilerMissing) {
		console.log('gyp ERR! stack Error: Could not find any Python installation to use');
		process.exit(1);
	}
	write(driver, '');
}
`;

interface Plan {
	readonly offline?: boolean;
	readonly compilerMissing?: boolean;
	readonly versions: Readonly<Record<string, string>>;
}

/** The lock file names this one. */
const LOCKED = '2.41.1';
const VERSIONS = { n8n: LOCKED, sqlite3: '5.1.7', 'isolated-vm': '7.0.1' };

/** Each step of an installation starts a guard and a Node of its own. */
jest.setTimeout(120_000);

let folder: string;
let calls: () => string[];
let plan: (next: Plan) => void;
const environment = { ...process.env };

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'open-connectors-install-'));
	const npm = join(folder, 'npm-cli.js');
	writeFileSync(npm, NPM);
	process.env.npm_execpath = npm;
	process.env.OPEN_CONNECTORS_CACHE = join(folder, 'cache');
	calls = () =>
		existsSync(join(folder, 'calls.txt'))
			? readFileSync(join(folder, 'calls.txt'), 'utf8').trim().split('\n')
			: [];
	plan = (next) => writeFileSync(join(folder, 'plan.json'), JSON.stringify(next));
});

afterEach(() => {
	process.env = { ...environment };
	rmSync(folder, { recursive: true, force: true });
});

async function install(
	line?: N8nLine,
): Promise<{ readonly lines: string[]; readonly error?: unknown }> {
	const lines: string[] = [];
	return await ensureHost((text) => lines.push(text), line).then(
		() => ({ lines }),
		(error: unknown) => ({ lines, error }),
	);
}

const remedy = (says: RegExp) =>
	expect.objectContaining({ name: 'SetupError', message: expect.stringMatching(says) });

const of = (command: string) => calls().filter((call) => call === command).length;

describe('installing n8n', () => {
	it('installs by npm ci, once', async () => {
		plan({ versions: VERSIONS });
		expect(await install()).not.toHaveProperty('error');
		expect(await install()).not.toHaveProperty('error');
		expect([of('ci'), of('rebuild')]).toEqual([1, 1]);
	});

	it('keeps the oldest supported line beside it', async () => {
		plan({ versions: VERSIONS });
		expect(await install()).not.toHaveProperty('error');
		plan({ versions: { ...VERSIONS, n8n: '1.123.81' } });
		const { lines, error } = await install(N8N_1);
		expect(error).toBeUndefined();
		expect(lines).toContainEqual(expect.stringContaining('Installing n8n 1.123.81'));
		expect(await install()).toEqual({ lines: [] });
		expect(await install(N8N_1)).toEqual({ lines: [] });
	});

	it('says what to install where the compiler is missing, and goes on from there', async () => {
		plan({ versions: VERSIONS, compilerMissing: true });
		const { error } = await install();
		expect(error).toEqual(remedy(/Python is missing. What to do: install Python 3/));
		plan({ versions: VERSIONS });
		expect(await install()).not.toHaveProperty('error');
		expect([of('ci'), of('rebuild')]).toEqual([1, 2]);
	});

	it('begins anew what did not end', async () => {
		plan({ versions: VERSIONS, offline: true });
		expect((await install()).error).toEqual(remedy(/registry could not be reached/));
		plan({ versions: VERSIONS });
		expect(await install()).not.toHaveProperty('error');
		expect(of('ci')).toBe(2);
	});

	it('only mentions packages of another version', async () => {
		plan({ versions: { ...VERSIONS, axios: '0.0.1' } });
		const { lines, error } = await install();
		expect(error).toBeUndefined();
		expect(lines.join('\n')).toMatch(/Note: .*node_modules\/\S+@\S+ instead of .*going on/);
	});

	it('refuses an n8n of another version', async () => {
		plan({ versions: { ...VERSIONS, n8n: '2.41.2' } });
		expect((await install()).error).toEqual(remedy(/n8n 2\.41\.2 instead of 2\.41\.1.*delete/));
		expect(of('rebuild')).toBe(0);
	});
});

describe('the lock file of an installation', () => {
	const lock = (packages: unknown) => JSON.stringify({ packages });

	it('counts what is there, and leaves out what is for other platforms', () => {
		writeFileSync(
			join(folder, 'package-lock.json'),
			lock({
				'': {},
				'node_modules/here': { version: '1.0.0' },
				'node_modules/missing': { version: '1.0.0', os: ['!nowhere'] },
				'node_modules/foreign': { version: '1.0.0', os: ['nowhere'] },
				'node_modules/notHere': { version: '1.0.0', os: [`!${process.platform}`] },
				'node_modules/otherProcessor': { version: '1.0.0', cpu: ['abacus'] },
			}),
		);
		const progress = countInstalled(folder, folder);
		expect(progress()).toEqual({ done: 0, total: 2, unit: 'packages' });
		for (const name of ['here', 'otherProcessor']) {
			mkdirSync(join(folder, 'node_modules', name), { recursive: true });
			writeFileSync(join(folder, 'node_modules', name, 'package.json'), '{}');
		}
		expect(progress()).toEqual({ done: 1, total: 2, unit: 'packages' });
	});

	it('names what departs from it', () => {
		writeFileSync(
			join(folder, 'package-lock.json'),
			lock({ 'node_modules/a': { version: '1.0.0', integrity: 'x' } }),
		);
		const installed = (packages: unknown) => {
			const path = join(folder, 'node_modules');
			rmSync(path, { recursive: true, force: true });
			mkdirSync(path);
			writeFileSync(join(path, '.package-lock.json'), lock(packages));
			return findDepartures(folder, folder);
		};
		expect(installed({ 'node_modules/a': { version: '1.0.0', integrity: 'x' } })).toEqual([]);
		expect(installed({ 'node_modules/a': { version: '1.0.1', integrity: 'y' } })).toEqual([
			'node_modules/a@1.0.1 instead of 1.0.0',
		]);
		expect(installed({ 'node_modules/b': { version: '2.0.0' } })).toEqual([
			'node_modules/b@2.0.0 is not in the lock file',
		]);
	});
});

describe('a line of progress', () => {
	it.each([
		[undefined, '  … 20 s'],
		[{ done: 0, total: 8, unit: 'packages' }, '  … 20 s, asking the registry about 8 packages'],
		[{ done: 3, total: 8, unit: 'packages' }, '  … 20 s, 3 of 8 packages'],
	])('%j', (progress, line) => {
		expect(formatProgress(20, progress)).toBe(line);
	});
});
