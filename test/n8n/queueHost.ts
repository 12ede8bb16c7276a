/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n on the developer's machine, never inside it */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Host } from '../../sandbox/n8n/install';
import { N8nInstance, type Role } from '../../sandbox/n8n/instance';
import { QueueDatabase } from './queueDatabase';
import { type Programs, Service } from './queueServices';
import { sleep } from './waiting';

const WORKERS = 2;
/** What a supervisor waits for before it starts again what has ended. */
const RESTART_AFTER_MS = 2_000;

export interface QueueOptions {
	readonly host: Host;
	/** A tarball of `npm pack`, unpacked for every process. */
	readonly tarball: string;
	readonly durable: boolean;
	readonly programs: Programs;
	/** What else an administrator sets for all processes. */
	readonly settings: Readonly<Record<string, string>>;
}

/** A process of n8n that is started again whenever it ends unasked, as systemd or Docker would. */
export class Supervised {
	private isWanted = true;
	private watching: Promise<void>;

	constructor(private readonly instance: N8nInstance) {
		this.watching = this.watch();
	}

	get url(): string {
		return this.instance.url;
	}

	/** Everything that it printed. */
	get log(): string {
		return readFileSync(this.instance.logFile, 'utf8');
	}

	/** Ends it as a power cut would; its supervisor starts it again. */
	async kill(): Promise<void> {
		await this.instance.kill();
	}

	/** Ends it as an administrator would, for good. */
	async stop(): Promise<void> {
		this.isWanted = false;
		await this.instance.stop();
		await this.watching;
	}

	/** Ends it as a power cut would, for good. */
	async killForGood(): Promise<void> {
		this.isWanted = false;
		await this.instance.kill();
		await this.watching;
	}

	/** Starts it again after an end for good. */
	async start(): Promise<void> {
		this.isWanted = true;
		await this.instance.resume();
		this.watching = this.watch();
	}

	async dispose(): Promise<void> {
		await this.killForGood();
		await this.instance.dispose();
	}

	private async watch(): Promise<void> {
		for (;;) {
			await this.instance.ended();
			if (this.isWanted) await sleep(RESTART_AFTER_MS);
			if (!this.isWanted) return;
			// Where it ends while it starts, it is tried again.
			await this.instance.resume().catch(() => {});
		}
	}
}

/**
 * n8n in queue mode: Postgres, Redis, one main process and two workers, each in a folder of its own, and a second
 * main process that can take the place of the first one. All of it ends when our process does.
 */
export class QueueHost {
	private readonly encryptionKey = randomBytes(24).toString('hex');
	private readonly processes: Supervised[] = [];

	private constructor(
		private readonly options: QueueOptions,
		private readonly postgres: Service,
		readonly redis: Service,
	) {}

	/** @throws SetupError when something does not start. */
	static async start(options: QueueOptions): Promise<QueueHost> {
		const postgres = await Service.postgres(options.programs);
		const redis = await Service.redis(options.programs);
		return new QueueHost(options, postgres, redis);
	}

	get database(): QueueDatabase {
		return new QueueDatabase(this.options.host, this.postgres.port);
	}

	/** Starts a main process in a folder of its own. Only one may run at a time: several need a licence of n8n. */
	async startMain(): Promise<Supervised> {
		return await this.startProcess('main');
	}

	/** Everything that the processes of n8n printed. */
	get log(): string {
		return this.processes.map(({ log }) => log).join('\n');
	}

	async startWorkers(): Promise<Supervised[]> {
		const workers: Supervised[] = [];
		for (let count = 0; count < WORKERS; count += 1)
			workers.push(await this.startProcess('worker'));
		return workers;
	}

	async dispose(): Promise<void> {
		for (const process of this.processes) await process.dispose();
		await this.redis.dispose();
		await this.postgres.dispose();
	}

	private async startProcess(role: Role): Promise<Supervised> {
		const { host, tarball, durable, settings } = this.options;
		const process = new Supervised(
			await N8nInstance.start({
				host,
				tarball,
				durable,
				role,
				settings: {
					EXECUTIONS_MODE: 'queue',
					DB_TYPE: 'postgresdb',
					DB_POSTGRESDB_HOST: '127.0.0.1',
					DB_POSTGRESDB_PORT: String(this.postgres.port),
					DB_POSTGRESDB_USER: 'postgres',
					DB_POSTGRESDB_DATABASE: 'postgres',
					QUEUE_BULL_REDIS_HOST: '127.0.0.1',
					QUEUE_BULL_REDIS_PORT: String(this.redis.port),
					QUEUE_HEALTH_CHECK_ACTIVE: 'true',
					N8N_ENCRYPTION_KEY: this.encryptionKey,
					...settings,
				},
			}),
		);
		this.processes.push(process);
		return process;
	}
}
