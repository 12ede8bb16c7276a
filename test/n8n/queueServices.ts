/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { execFile } from 'node:child_process';
import {
	chownSync,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	realpathSync,
	rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { type GuardedProcess, startGuarded } from '../../sandbox/n8n/guarded';
import { findPorts } from '../../sandbox/n8n/ports';
import { waitUntil } from './waiting';

const run = promisify(execFile);

const DEBIAN_POSTGRES = '/usr/lib/postgresql';
/** Postgres refuses to run as root: Debian's package makes a user for it. */
const POSTGRES_USER = 'postgres';
const READY_WITHIN_MS = 60_000;
const STOP_GRACE_MS = 10_000;

/** Programs of this machine. */
export interface Programs {
	/** Folder of `initdb`, `postgres` and `pg_isready`. */
	readonly postgres: string;
	readonly redisServer: string;
	readonly redisCli: string;
}

/** What a queue needs beside n8n, where this machine has all of it. */
export function findPrograms(): Programs | undefined {
	const postgres = findPostgres();
	const redisServer = findOnPath('redis-server');
	const redisCli = findOnPath('redis-cli');
	return postgres && redisServer && redisCli ? { postgres, redisServer, redisCli } : undefined;
}

/** The newest one that Debian's packages have put there. */
function findPostgres(): string | undefined {
	if (!existsSync(DEBIAN_POSTGRES)) return undefined;
	const versions = readdirSync(DEBIAN_POSTGRES).sort((a, b) => Number(b) - Number(a));
	return versions
		.map((version) => join(DEBIAN_POSTGRES, version, 'bin'))
		.find((folder) => existsSync(join(folder, 'initdb')));
}

function findOnPath(program: string): string | undefined {
	return (process.env.PATH ?? '')
		.split(delimiter)
		.map((folder) => join(folder, program))
		.find((file) => existsSync(file));
}

interface Command {
	readonly command: string;
	readonly args: readonly string[];
}

/** A server of its own data on a port of its own. It ends when our process does, however that happens. */
export class Service {
	private process: GuardedProcess | undefined;

	private constructor(
		private readonly folder: string,
		readonly port: number,
		private readonly server: Command,
		private readonly probe: Command,
	) {}

	/** A fresh Postgres. Whoever reaches its port is let in as `postgres`, who may do all. */
	static async postgres({ postgres }: Programs): Promise<Service> {
		const [port] = await findPorts(0);
		const folder = mkdtempSync(join(realpathSync(tmpdir()), 'open-connectors-postgres-'));
		const asUser = await unprivileged(folder);
		const initdb = asUser(join(postgres, 'initdb'), [
			...['-D', join(folder, 'data'), '-U', POSTGRES_USER],
			...['--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8'],
		]);
		await run(initdb.command, initdb.args, { cwd: folder });
		const server = asUser(join(postgres, 'postgres'), [
			...['-D', join(folder, 'data'), '-p', String(port)],
			...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
		]);
		const probe = {
			command: join(postgres, 'pg_isready'),
			args: ['-h', '127.0.0.1', '-p', String(port)],
		};
		return await new Service(folder, port, server, probe).begun();
	}

	/** An empty Redis, which saves as Debian's does: now and then. */
	static async redis({ redisServer, redisCli }: Programs): Promise<Service> {
		const [port] = await findPorts(0);
		const folder = mkdtempSync(join(realpathSync(tmpdir()), 'open-connectors-redis-'));
		const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder];
		const server = { command: redisServer, args };
		const probe = { command: redisCli, args: ['-p', String(port), 'ping'] };
		return await new Service(folder, port, server, probe).begun();
	}

	/** Starts it on the data that it left. */
	async start(): Promise<void> {
		const logFile = join(this.folder, 'server.log');
		const running = startGuarded({
			...this.server,
			cwd: this.folder,
			env: process.env,
			logFile,
			graceMs: STOP_GRACE_MS,
			folderToRemove: this.folder,
		});
		this.process = running;
		const isReady = async () => {
			if (!running.isRunning()) throw new Error(`Ended:\n${readFileSync(logFile, 'utf8')}`);
			return await run(this.probe.command, this.probe.args).then(
				() => true,
				() => false,
			);
		};
		if (!(await waitUntil(isReady, READY_WITHIN_MS)))
			throw new Error(`Not ready:\n${readFileSync(logFile, 'utf8')}`);
	}

	/** Ends it as a power cut would. */
	async kill(): Promise<void> {
		await this.process?.kill();
	}

	/** Ends it and removes its data. */
	async dispose(): Promise<void> {
		await this.process?.stop();
		rmSync(this.folder, { recursive: true, force: true, maxRetries: 5 });
	}

	private async begun(): Promise<this> {
		await this.start();
		return this;
	}
}

/** Says how to run a program on a folder as somebody who is not root. */
async function unprivileged(
	folder: string,
): Promise<(command: string, args: readonly string[]) => Command> {
	if (process.getuid?.() !== 0) return (command, args) => ({ command, args });
	const id = async (flag: string) => Number((await run('id', [flag, POSTGRES_USER])).stdout);
	const [uid, gid] = [await id('-u'), await id('-g')];
	chownSync(folder, uid, gid);
	const as = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
	return (command, args) => ({ command: 'setpriv', args: [...as, command, ...args] });
}
