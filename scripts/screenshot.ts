/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs on the developer's machine, never inside n8n */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';
import { N8nClient } from '../sandbox/n8n/client';
import { findChromium, withEditor } from '../sandbox/n8n/editor';
import { SetupError } from '../sandbox/n8n/explain';
import { ensureHost } from '../sandbox/n8n/install';
import { N8nInstance } from '../sandbox/n8n/instance';
import { buildAndPack } from '../sandbox/n8n/package';
import { CHECKOUT } from '../sandbox/n8n/paths';
import { findSubject } from '../sandbox/n8n/subjects';
import { createTrialCredential } from '../sandbox/n8n/trial';
import { connectorTrial } from '../sandbox/n8n/trialSubjects';
import { EVERY_MINUTE, POLL_TRIGGER_NAME } from '../sandbox/n8n/workflow';
import { startSandbox } from '../sandbox/server';

const SUBJECT = findSubject('insightly', 'provider');
const PICTURE = join(CHECKOUT, 'docs', 'node.png');
/** Until fonts, icons and the slide-in of the panel are there; the editor has no sign for it. */
const SETTLE_MS = 2_500;

const report = (line: string) => process.stdout.write(`${line}\n`);

/** Opens the trigger, presses "Fetch Test Event" and takes the picture once records are shown. */
async function takePicture(page: Page, workflowUrl: string): Promise<void> {
	await page.goto(workflowUrl);
	const node = page.locator('[data-test-id="canvas-node"]', { hasText: POLL_TRIGGER_NAME });
	await node.waitFor();
	await page.waitForTimeout(SETTLE_MS);
	await node.dblclick();
	await page.locator('[data-test-id="node-parameters"]').waitFor();
	await page.locator('[data-test-id="trigger-execute-button"]').click();
	const output = page.locator('[data-test-id="output-panel"]');
	await output.locator('[data-test-id="radio-button-json"]').click();
	await output.getByText('eventType').first().waitFor();
	// n8n announces the end of the test run over the panel.
	for (const notice of await page.locator('.el-notification__closeBtn').all()) {
		await notice.click();
	}
	await page.waitForTimeout(SETTLE_MS);
	mkdirSync(dirname(PICTURE), { recursive: true });
	await page.screenshot({ path: PICTURE });
}

async function main(): Promise<void> {
	findChromium();
	const host = await ensureHost(report);
	const folder = mkdtempSync(join(tmpdir(), 'open-connectors-picture-'));
	const sandbox = await startSandbox({ secrets: 'private' });
	let instance: N8nInstance | undefined;
	try {
		report('Building the package and starting n8n …');
		const tarball = await buildAndPack(folder, report);
		instance = await N8nInstance.start({ host, tarball, durable: false });
		const client = await N8nClient.setUp(instance.url);
		const subject = connectorTrial(SUBJECT, sandbox);
		const credential = await createTrialCredential(client, subject);
		const workflow = await client.createWorkflow({
			name: 'Insightly changes',
			...subject.trigger,
			credentials: { [subject.form.type]: credential },
			pollTimes: EVERY_MINUTE,
		});
		const workflowUrl = `${instance.url}/workflow/${workflow.id}`;
		await withEditor(
			instance.url,
			client.owner,
			async (page) => await takePicture(page, workflowUrl),
		);
		report(`Saved ${PICTURE}`);
	} finally {
		await instance?.dispose();
		await sandbox.stop();
		rmSync(folder, { recursive: true, force: true });
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof SetupError ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
