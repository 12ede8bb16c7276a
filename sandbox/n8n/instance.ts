/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { SetupError } from './explain';
import { type GuardedProcess, startGuarded } from './guarded';
import type { Host } from './install';
import { packageManifest, unpack } from './package';
import { findPorts } from './ports';

/** `main` has the editor and polls; a `worker` runs executions, and listens for whether it is well only. */
export type Role = 'main' | 'worker';

export interface InstanceOptions {
	readonly host: Host;
	/** A tarball of `npm pack`, installed as n8n's own installer would lay it out; none for an n8n without the package. */
	readonly tarball?: string;
	/** Polls through the durable scheduler with durable cursors instead of in memory. */
	readonly durable: boolean;
	/** What else an administrator sets, by the names of n8n's documentation. */
	readonly settings?: Readonly<Record<string, string>>;
	/** Arguments for its Node, before n8n. */
	readonly nodeArguments?: readonly string[];
	/** What it does in queue mode; the main process, which is all there is without it, when absent. */
	readonly role?: Role;
	/** Whether n8n loads the package anew whenever a file of {@link N8nInstance.packageFolder} changes. */
	readonly hotReload?: boolean;
	/** Port of the editor; a free one when absent. */
	readonly port?: number;
	/**
	 * Where the user folder is made, by default the system's temporary folder. Removed as a whole when our process
	 * dies without {@link N8nInstance.dispose}.
	 */
	readonly workFolder?: string;
}

const READY_WITHIN_MS = 180_000;
/** The database is there, and the editor's API: n8n 1 calls itself ready when only the first is. */
const READY_PATHS: Readonly<Record<Role, readonly string[]>> = {
	main: ['/healthz/readiness', '/rest/settings'],
	worker: ['/healthz/readiness'],
};
const COMMANDS: Readonly<Record<Role, string>> = { main: 'start', worker: 'worker' };
const READY_PROBE_MS = 250;
/** n8n finishes running executions before it ends; ours take milliseconds. */
const SHUTDOWN_S = 10;
const STOP_GRACE_MS = 15_000;

/** Keeps n8n from calling anybody: telemetry, version checks, template and package lists, banners, licence. */
export const SILENCE = {
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_HIRING_BANNER_ENABLED: 'false',
	N8N_DYNAMIC_BANNERS_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
};

const DURABLE = {
	N8N_SCHEDULER_ENABLED: 'true',
	N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
	N8N_POLLER_DURABLE_CURSORS_ENABLED: 'true',
};

/** What a program needs of its surroundings to run at all; nothing else of ours reaches n8n. */
const INHERITED =
	/^(PATH|HOME|LANG|LC_.*|TMPDIR|TEMP|TMP|TZ|SystemRoot|ComSpec|USERPROFILE|APPDATA|LOCALAPPDATA)$/i;

/**
 * A real n8n with the package installed, in a user folder of its own.
 * Listens on 127.0.0.1 only. It ends when our process does, however that happens.
 */
export class N8nInstance {
	private process: GuardedProcess | undefined;
	/** What n8n encrypts credentials with; a later start on the same folder needs the same one. */
	private readonly encryptionKey = randomBytes(24).toString('hex');

	private constructor(
		private readonly options: InstanceOptions,
		/** Removed by {@link dispose}. */
		readonly userFolder: string,
		private readonly port: number,
		private readonly brokerPort: number,
	) {}

	/**
	 * Lays out the user folder and starts n8n in it.
	 * @throws SetupError when it is not ready within three minutes, with the end of its log, or when
	 * the port asked for is taken.
	 */
	static async start(options: InstanceOptions): Promise<N8nInstance> {
		const [port, brokerPort] = await findPorts(options.port ?? 0, 0);
		const parent = realpathSync(options.workFolder ?? tmpdir());
		const userFolder = mkdtempSync(join(parent, 'open-connectors-n8n-'));
		const instance = new N8nInstance(options, userFolder, port, brokerPort);
		let isReady = false;
		try {
			if (options.tarball) await unpack(options.tarball, instance.packageFolder);
			await instance.resume();
			isReady = true;
			return instance;
		} finally {
			if (!isReady) await instance.dispose();
		}
	}

	/** Address of editor and API, without a slash at the end. */
	get url(): string {
		return `http://127.0.0.1:${this.port}`;
	}

	/** Everything n8n printed, over all its starts. */
	get logFile(): string {
		return join(this.userFolder, 'n8n.log');
	}

	/** Where the package is installed. */
	get packageFolder(): string {
		return join(this.userFolder, '.n8n', 'nodes', 'node_modules', packageManifest().name);
	}

	get databaseFile(): string {
		return join(this.userFolder, '.n8n', 'database.sqlite');
	}

	get host(): Host {
		return this.options.host;
	}

	/** Resolves when the n8n that runs now ends, for whatever reason. */
	async ended(): Promise<void> {
		await this.process?.ended;
	}

	/** Starts n8n again on the same folder and port after {@link stop} or {@link kill}. */
	async resume(): Promise<void> {
		if (this.process?.isRunning()) throw new SetupError('This n8n is running already.');
		const { host, nodeArguments = [] } = this.options;
		this.process = startGuarded({
			command: host.node.binary,
			args: [...nodeArguments, host.n8n, COMMANDS[this.role]],
			cwd: this.userFolder,
			env: this.environment(),
			logFile: this.logFile,
			graceMs: STOP_GRACE_MS,
			folderToRemove: this.options.workFolder ?? this.userFolder,
		});
		await this.waitUntilReady(this.process);
	}

	/** Ends n8n as an administrator would: it finishes what runs and saves. */
	async stop(): Promise<void> {
		await this.process?.stop();
	}

	/** Ends n8n as a power cut would. */
	async kill(): Promise<void> {
		await this.process?.kill();
	}

	/** Kills n8n and removes its folder. */
	async dispose(): Promise<void> {
		await this.kill();
		rmSync(this.userFolder, { recursive: true, force: true, maxRetries: 5 });
	}

	private get role(): Role {
		return this.options.role ?? 'main';
	}

	private environment(): NodeJS.ProcessEnv {
		const { host, durable, hotReload, settings } = this.options;
		const inherited = Object.entries(process.env).filter(([name]) => INHERITED.test(name));
		return {
			...Object.fromEntries(inherited),
			PATH: `${dirname(host.node.binary)}${delimiter}${process.env.PATH ?? ''}`,
			NODE_ENV: 'production',
			N8N_USER_FOLDER: this.userFolder,
			N8N_LISTEN_ADDRESS: '127.0.0.1',
			N8N_PORT: String(this.port),
			...(this.role === 'worker' ? { QUEUE_HEALTH_CHECK_PORT: String(this.port) } : {}),
			N8N_RUNNERS_BROKER_PORT: String(this.brokerPort),
			N8N_EDITOR_BASE_URL: this.url,
			N8N_ENCRYPTION_KEY: this.encryptionKey,
			N8N_SECURE_COOKIE: 'false',
			N8N_GRACEFUL_SHUTDOWN_TIMEOUT: String(SHUTDOWN_S),
			GENERIC_TIMEZONE: 'Europe/Berlin',
			// Executions are given out whole, whatever their size.
			EXECUTIONS_DATA_MAX_DISPLAY_SIZE: '0',
			...SILENCE,
			...host.environment,
			...(durable ? DURABLE : {}),
			...(hotReload ? { N8N_DEV_RELOAD: 'true' } : {}),
			...settings,
		};
	}

	private async waitUntilReady(running: GuardedProcess): Promise<void> {
		const deadline = Date.now() + READY_WITHIN_MS;
		while (!(await this.isReady())) {
			if (!running.isRunning()) throw this.failure('ended while starting');
			if (Date.now() > deadline) {
				await running.kill();
				throw this.failure(`was not ready within ${READY_WITHIN_MS / 1000} s`);
			}
			await new Promise((resolve) => setTimeout(resolve, READY_PROBE_MS));
		}
	}

	private async isReady(): Promise<boolean> {
		try {
			const answers = await Promise.all(
				READY_PATHS[this.role].map((path) => fetch(this.url + path)),
			);
			return answers.every(({ ok }) => ok);
		} catch {
			return false;
		}
	}

	private failure(what: string): SetupError {
		const end = readFileSync(this.logFile, 'utf8').trimEnd().split('\n').slice(-20).join('\n');
		return new SetupError(`n8n ${what}. The end of its log:\n${end}`);
	}
}
