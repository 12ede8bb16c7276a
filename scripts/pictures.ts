/* eslint-disable @n8n/community-nodes/no-restricted-imports -- writes files on the developer's machine, never inside n8n */
import { mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createCredential } from '../sandbox/n8n/login';
import { CHECKOUT } from '../sandbox/n8n/paths';
import { findSubject } from '../sandbox/n8n/subjects';
import { connectorTrial, restTrial, type TrialSubject } from '../sandbox/n8n/trialSubjects';
import { EVERY_MINUTE, pollTimesEvery, type PollTimes } from '../sandbox/n8n/workflow';
import type { Stage } from '../test/browser/stage';

/** Until fonts, icons and the slide-in of a panel are there; the editor has no sign for it. */
const SETTLE_MS = 2_500;
/** Of a picture: they are looked at on slow lines, too. */
const MOST_BYTES = 150_000;

const VIEWPORT = { width: 1240, height: 780 };

/** How long somebody who does nothing else takes. */
export interface Journey {
	readonly fields: number;
	readonly clicks: number;
	readonly seconds: number;
}

/** Takes the pictures of the documents, in the order of `docs/first-event.md`. */
export async function takePictures(stage: Stage): Promise<Journey> {
	await stage.editor.page.setViewportSize(VIEWPORT);
	const journey = await firstEvent(stage);
	await refusal(stage);
	await arrival(stage);
	await listOfRest(stage);
	await wholeNode(stage);
	return journey;
}

async function save({ editor: { page } }: Stage, name: string): Promise<void> {
	// n8n announces what it did over the panel.
	for (const notice of await page.locator('.el-notification__closeBtn').all()) {
		await notice.click();
	}
	await page.mouse.move(0, 0);
	await page.waitForTimeout(SETTLE_MS);
	const path = join(CHECKOUT, 'docs', `${name}.png`);
	mkdirSync(dirname(path), { recursive: true });
	await page.screenshot({ path });
	const { size } = statSync(path);
	if (size > MOST_BYTES) throw new Error(`${path} has ${size} bytes, more than ${MOST_BYTES}.`);
}

const INSIGHTLY = findSubject('insightly', 'provider');
const KEAP = findSubject('infusionsoftrest', 'provider');

/** From an empty workflow to the test event; the time of taking pictures does not count. */
async function firstEvent(stage: Stage): Promise<Journey> {
	const { editor, sandbox } = stage;
	const { page } = editor;
	await page.exposeFunction('countClick', () => (clicks += 1));
	await page.addInitScript("addEventListener('click', () => window.countClick(), true);");
	let clicks = 0;
	let spent = 0;
	let began = Date.now();
	const pause = async (name: string) => {
		spent += Date.now() - began;
		await save(stage, name);
		began = Date.now();
	};
	await editor.beginWorkflow();
	await editor.searchNodes('insightly', 'Insightly Poll');
	await pause('first-event/find');
	await editor.addTrigger('Insightly Poll', 'On created');
	await editor.beginCredential();
	await pause('first-event/connect');
	const { form } = connectorTrial(INSIGHTLY, sandbox);
	for (const [name, value] of Object.entries(form.data)) await editor.type(name, value);
	await editor.saveCredential();
	await editor.credentialIsGood();
	await editor.tick('resources', 'Contacts');
	await editor.fetchTestEvent('eventType');
	const done = clicks;
	await editor.showOutput('schema');
	spent += Date.now() - began;
	await save(stage, 'first-event/test');
	return { fields: editor.touched, clicks: done, seconds: Math.round(spent / 1_000) };
}

async function workflowOf(
	{ client }: Stage,
	{ name, form, trigger }: TrialSubject,
	parameters: Readonly<Record<string, unknown>> = {},
	pollTimes: PollTimes = EVERY_MINUTE,
): Promise<string> {
	const { id } = await client.createWorkflow({
		name: `${name} changes`,
		...trigger,
		parameters: { ...trigger.parameters, ...parameters },
		credentials: { [form.type]: await createCredential(client, `${name} account`, form) },
		pollTimes,
	});
	return id;
}

async function openNode(
	stage: Stage,
	subject: TrialSubject,
	parameters?: Readonly<Record<string, unknown>>,
): Promise<void> {
	await stage.editor.openWorkflow(await workflowOf(stage, subject, parameters));
	await stage.editor.openNode();
}

async function refusal(stage: Stage): Promise<void> {
	const subject = connectorTrial(KEAP, stage.sandbox);
	await openNode(stage, subject, { resources: ['companies'], events: ['deleted'] });
	await stage.editor.fetchInVain('cannot show deleted records');
	await save(stage, 'first-event/refused');
}

async function arrival(stage: Stage): Promise<void> {
	const { editor, sandbox } = stage;
	const subject = connectorTrial(INSIGHTLY, sandbox);
	const id = await workflowOf(stage, subject, { resources: ['contacts'] }, pollTimesEvery(10));
	await editor.openWorkflow(id);
	await editor.publish();
	subject.world.create('contacts');
	await editor.firstExecution();
	// It is shown by a page of its own.
	await editor.page.waitForTimeout(2 * SETTLE_MS);
	await save(stage, 'first-event/arrived');
}

async function listOfRest(stage: Stage): Promise<void> {
	await openNode(stage, restTrial(stage.sandbox));
	await stage.editor.fetchTestEvent('eventType');
	await stage.editor.showOutput('schema');
	await save(stage, 'rest-form');
}

async function wholeNode(stage: Stage): Promise<void> {
	await openNode(stage, connectorTrial(INSIGHTLY, stage.sandbox));
	await stage.editor.fetchTestEvent('eventType');
	await save(stage, 'node');
}
