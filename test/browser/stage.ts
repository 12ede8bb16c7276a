/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { N8nClient } from '../../sandbox/n8n/client';
import { findChromium, openEditor } from '../../sandbox/n8n/editor';
import { ensureHost } from '../../sandbox/n8n/install';
import { N8nInstance } from '../../sandbox/n8n/instance';
import { buildAndPack } from '../../sandbox/n8n/package';
import { type Sandbox, startSandbox } from '../../sandbox/server';
import { Editor } from './editor';

/** A real n8n with the package, the stand-ins, and a browser with the editor. */
export interface Stage {
	readonly sandbox: Sandbox;
	readonly client: N8nClient;
	readonly editor: Editor;
	/** Keeps a picture of what the browser shows, where `BROWSER_PICTURES` names a folder. */
	takePicture(name: string): Promise<void>;
	close(): Promise<void>;
}

/** @returns why there is no browser; nothing where there is one */
export function missingBrowser(): string | undefined {
	try {
		findChromium();
		return undefined;
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}

export async function openStage(print: (line: string) => void): Promise<Stage> {
	const folder = mkdtempSync(join(tmpdir(), 'open-connectors-test-'));
	const ends: Array<() => Promise<void>> = [];
	const close = async () => {
		for (const end of ends.reverse()) await end();
		rmSync(folder, { recursive: true, force: true });
	};
	let isOpen = false;
	try {
		const host = await ensureHost(print);
		const tarball = await buildAndPack(folder, print);
		const sandbox = await startSandbox();
		ends.push(async () => await sandbox.stop());
		const instance = await N8nInstance.start({ host, tarball, durable: false });
		ends.push(async () => await instance.dispose());
		const client = await N8nClient.setUp(instance.url);
		const browser = await openEditor(instance.url, client.owner);
		ends.push(async () => await browser.close());
		isOpen = true;
		return {
			sandbox,
			client,
			editor: new Editor(browser.page, instance.url),
			takePicture: async (name) => {
				const pictures = process.env.BROWSER_PICTURES;
				if (pictures === undefined) return;
				mkdirSync(pictures, { recursive: true });
				await browser.page.screenshot({ path: join(pictures, `${name}.png`) });
			},
			close,
		};
	} finally {
		if (!isOpen) await close();
	}
}
