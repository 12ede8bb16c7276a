/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs beside n8n on the developer's machine, never inside it */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { basename, join } from 'node:path';
import type { AddressInfo, Socket } from 'node:net';
import { z } from 'zod';
import { makeCertificate } from './certificate';

/** The only registry that an n8n without a licence installs from. */
const HOST = 'registry.npmjs.org';

const Manifest = z.object({ name: z.string(), version: z.string() }).passthrough();

interface Release {
	readonly manifest: z.infer<typeof Manifest>;
	readonly tarball: Buffer;
}

/**
 * Stands for registry.npmjs.org: a proxy, such as companies have, which opens what is sent to that name by a
 * certificate of its own, answers for it, and lets nothing else through. It holds one package.
 */
export class NpmRegistry {
	private readonly releases = new Map<string, Release>();
	private readonly tags = new Map<string, string>();
	private readonly sockets = new Set<Socket>();
	/** What the registry was asked, in order: method and path. */
	readonly requests: string[] = [];
	/** Other hosts that somebody wanted to reach, and did not. */
	readonly refused = new Set<string>();

	private constructor(
		private readonly proxy: Server,
		private readonly certificateFile: string,
	) {}

	/** @param folder takes the certificate to trust */
	static async start(folder: string): Promise<NpmRegistry> {
		const { key, certificate } = makeCertificate(HOST);
		const certificateFile = join(folder, 'registry.pem');
		writeFileSync(certificateFile, certificate);
		const registry = new NpmRegistry(createServer(), certificateFile);
		const answering = createTlsServer({ key, cert: certificate }, (request, response) =>
			registry.answer(request, response),
		);
		registry.proxy.on('connect', ({ url = '' }: IncomingMessage, socket: Socket) => {
			registry.sockets.add(socket);
			socket.on('error', () => socket.destroy());
			socket.on('close', () => registry.sockets.delete(socket));
			if (url !== `${HOST}:443`) {
				registry.refused.add(url);
				socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
				return;
			}
			socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
			answering.emit('connection', socket);
		});
		await new Promise<void>((resolve) => registry.proxy.listen(0, '127.0.0.1', resolve));
		return registry;
	}

	async stop(): Promise<void> {
		for (const socket of this.sockets) socket.destroy();
		await new Promise((resolve) => this.proxy.close(resolve));
	}

	/** What an administrator tells an n8n, and the npm that it runs, behind such a proxy. */
	get settings(): Readonly<Record<string, string>> {
		const { port } = this.proxy.address() as AddressInfo;
		return {
			HTTPS_PROXY: `http://127.0.0.1:${port}`,
			NODE_EXTRA_CA_CERTS: this.certificateFile,
			npm_config_cafile: this.certificateFile,
		};
	}

	/**
	 * Publishes a version under a tag.
	 * @param manifest its package.json
	 * @param tarball path of what `npm pack` made of it
	 */
	publish(manifest: unknown, tarball: string, tag: string): void {
		const release = { manifest: Manifest.parse(manifest), tarball: readFileSync(tarball) };
		this.releases.set(release.manifest.version, release);
		this.tags.set(tag, release.manifest.version);
	}

	private answer(request: IncomingMessage, response: ServerResponse): void {
		this.requests.push(`${request.method} ${request.url}`);
		const [name, ...rest] = decodeURIComponent(request.url ?? '')
			.slice(1)
			.split('/');
		const content = name === this.packageName ? this.read(rest) : undefined;
		response.statusCode = content === undefined ? 404 : 200;
		if (!Buffer.isBuffer(content)) response.setHeader('content-type', 'application/json');
		response.end(Buffer.isBuffer(content) ? content : JSON.stringify(content ?? {}));
	}

	private get packageName(): string | undefined {
		return [...this.releases.values()][0]?.manifest.name;
	}

	/** @param path below the package: nothing, a version or tag, or `-` and the name of a tarball */
	private read([first, second]: readonly string[]): Buffer | object | undefined {
		if (first === '-') {
			const release = [...this.releases.values()].find((each) => fileOf(each) === second);
			return release?.tarball;
		}
		if (first !== undefined) {
			const release = this.releases.get(this.tags.get(first) ?? first);
			return release && toVersion(release);
		}
		const versions = [...this.releases].map(([version, release]) => [version, toVersion(release)]);
		return {
			name: this.packageName,
			'dist-tags': Object.fromEntries(this.tags),
			versions: Object.fromEntries(versions),
		};
	}
}

const fileOf = ({ manifest: { name, version } }: Release) => basename(`${name}-${version}.tgz`);

/** A version as registries describe it. */
function toVersion(release: Release): object {
	const { manifest, tarball } = release;
	const digest = (algorithm: string) => createHash(algorithm).update(tarball);
	return {
		...manifest,
		dist: {
			tarball: `https://${HOST}/${manifest.name}/-/${fileOf(release)}`,
			shasum: digest('sha1').digest('hex'),
			integrity: `sha512-${digest('sha512').digest('base64')}`,
		},
	};
}
