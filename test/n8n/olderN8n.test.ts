/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { N8nClient } from '../../sandbox/n8n/client';
import { type Execution, itemsOf } from '../../sandbox/n8n/executions';
import { formOf } from '../../sandbox/n8n/forms';
import { ensureHost } from '../../sandbox/n8n/install';
import { N8nInstance } from '../../sandbox/n8n/instance';
import { N8N_1 } from '../../sandbox/n8n/lines';
import { buildAndPack } from '../../sandbox/n8n/package';
import { findSubject, parametersOf } from '../../sandbox/n8n/subjects';
import { POLL_TRIGGER_NAME, RECEIVER_NAME } from '../../sandbox/n8n/workflow';
import { type Activity, formatComparison, type Sandbox } from '../../sandbox/server';
import { keep, LOGGED } from './kept';
import { sleep, waitUntil } from './waiting';
import { activityOf, compareReceived, type Received, type Watch } from './watch';
import { createCredentials, createWatch, type Kind, KINDS, POLL_EVERY_S } from './workflows';

const INSTALL_WITHIN_MS = 30 * 60_000;
const STOP_WITHIN_MS = 60_000;
const DELIVERED_WITHIN_MS = 60_000;
/** Changes a second in each workflow. */
const PER_SECOND = 1;
const LEAST_RECEIVED = 20;
/** A poll and the execution that follows it. */
const ROUND_MS = (POLL_EVERY_S + 2) * 1_000;

const CAMPAIGNS = findSubject('constantcontact', 'provider');
const WITH_LOGIN: Kind = {
	label: 'Constant Contact, OAuth2',
	perSecond: PER_SECOND,
	toSubject: (sandbox) => {
		const { type, data, isOAuth2 } = formOf(CAMPAIGNS, sandbox);
		const resources = ['campaigns'];
		return {
			type,
			credential: data,
			isOAuth2,
			parameters: { ...parametersOf(CAMPAIGNS), resources, events: ['created', 'updated'] },
			world: sandbox.constantcontact.world,
			resources,
		};
	},
};
/** A credential with a key, one that n8n logs in with, and the node of any REST API. */
const PLAYED: readonly Kind[] = [
	KINDS[0],
	WITH_LOGIN,
	...KINDS.filter(({ label }) => label.endsWith('by the form')),
];
const LABELS = PLAYED.map(({ label }) => label);

const print = (line: string) => process.stdout.write(`${line}\n`);

let folder: string;
let instance: N8nInstance | undefined;
const sandboxes: Sandbox[] = [];
const credentialTests = new Map<string, string>();
const activated = new Map<string, boolean>();
const received = new Map<string, Received>();
let refreshes = 0;
let madeWhileDown = 0;
let testEvent: Execution | undefined;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'open-connectors-test-'));
	const host = await ensureHost(print, N8N_1);
	const tarball = await buildAndPack(folder, print);
	instance = await N8nInstance.start({ host, tarball, durable: false, settings: LOGGED });
	await play(instance);
	for (const [label, { comparison }] of received)
		print(`${label}: ${formatComparison(comparison)}`);
	if ([...received.values()].some(({ comparison }) => comparison.missing.length > 0))
		print(`its log and its database are kept in ${keep(instance)}`);
}, INSTALL_WITHIN_MS);

afterAll(async () => {
	await instance?.dispose();
	for (const sandbox of sandboxes) await sandbox.stop();
	rmSync(folder, { recursive: true, force: true });
}, STOP_WITHIN_MS);

const changesOf = ({ world }: Watch) => world.mark() - world.baseline;

/** Publishes, changes records, lets logins end, starts n8n anew, compares, and presses "Fetch Test Event". */
async function play(running: N8nInstance): Promise<void> {
	const client = await N8nClient.setUp(running.url);
	const watches: Watch[] = [];
	for (const [index, kind] of PLAYED.entries()) {
		const watch = await createWatch(client, kind, index + 1);
		watches.push(watch);
		sandboxes.push(watch.sandbox);
	}
	const { insightly, insightlyWrong } = await createCredentials(client, sandboxes[0]);
	for (const credential of [insightly, insightlyWrong])
		credentialTests.set(credential.name, (await client.pressTest(credential)).status);

	const made = () => Math.min(...watches.map(changesOf));
	const isEverythingThere = async () => {
		for (const watch of watches) received.set(watch.label, await compareReceived(client, watch));
		return [...received.values()].every(({ comparison }) => comparison.missing.length === 0);
	};

	const activities: Activity[] = [];
	for (const watch of watches) {
		activated.set(watch.label, (await client.activate(watch.workflow.id)).active);
		const activity = activityOf({ ...watch, perSecond: PER_SECOND });
		activity.start();
		activities.push(activity);
	}
	await sleep(ROUND_MS);
	for (const { constantcontact } of sandboxes) constantcontact.oauth2.expireAccessTokens();
	await sleep(ROUND_MS);

	await running.stop();
	const before = made();
	await sleep(3_000);
	madeWhileDown = made() - before;
	await running.resume();
	await sleep(ROUND_MS);
	await Promise.all(activities.map(async (activity) => await activity.stop()));
	await waitUntil(isEverythingThere, DELIVERED_WITHIN_MS);
	// One more poll: what comes twice comes now.
	await sleep(ROUND_MS);
	await isEverythingThere();

	refreshes = Math.max(...sandboxes.map(({ constantcontact }) => constantcontact.oauth2.refreshes));
	testEvent = await client.fetchTestEvent(watches[0].workflow.id, POLL_TRIGGER_NAME);
}

describe('the packed package in the oldest supported n8n', () => {
	it('the credential test passes with the right key only', () => {
		expect([...credentialTests.values()]).toEqual(['OK', 'Error']);
	});

	it.each(LABELS)('its trigger becomes active: %s', (label) => {
		expect(activated.get(label)).toBe(true);
	});

	it.each(LABELS)('every change arrives over a restart, and nothing else: %s', (label) => {
		const { comparison, errors } = received.get(label) ?? {};
		expect(comparison).toMatchObject({ missing: [], wrongKind: [], unknown: [] });
		expect(comparison).toMatchObject({ sharedEventIds: [] });
		expect(comparison?.received).toBeGreaterThan(LEAST_RECEIVED);
		expect(errors).toEqual([]);
	});

	it.each(LABELS)('nothing arrives twice, or recognisably over the restart: %s', (label) => {
		for (const { times, recognisable } of received.get(label)?.comparison.twice ?? [])
			expect({ times, recognisable }).toEqual({ times: 2, recognisable: true });
	});

	it('changes were made while n8n was down', () => {
		expect(madeWhileDown).toBeGreaterThan(0);
	});

	it('a login whose access token ended was renewed', () => {
		expect(refreshes).toBeGreaterThan(0);
	});

	it('"Fetch Test Event" returns records', () => {
		expect(testEvent?.status).toBe('success');
		expect(testEvent && itemsOf(testEvent, RECEIVER_NAME).length).toBeGreaterThan(0);
	});

	it('n8n logs no uncaught error', () => {
		const log = instance ? readFileSync(instance.logFile, 'utf8') : '';
		expect(log).toContain('Editor is now accessible');
		expect(log).not.toMatch(/uncaughtException|unhandledRejection|UnhandledPromiseRejection/i);
	});
});
