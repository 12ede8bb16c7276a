/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { N8nClient } from '../../sandbox/n8n/client';
import { type Execution, itemsOf } from '../../sandbox/n8n/executions';
import { platformForm, providerForm } from '../../sandbox/n8n/forms';
import { ensureHost, type Host } from '../../sandbox/n8n/install';
import { N8nInstance } from '../../sandbox/n8n/instance';
import { createCredential } from '../../sandbox/n8n/login';
import { buildAndPack } from '../../sandbox/n8n/package';
import { pollTimesEvery } from '../../sandbox/n8n/workflow';
import { type Sandbox, startSandbox } from '../../sandbox/server';
import type { Form } from '../../sandbox/standIn';
import { EXAMPLES, readExample } from '../harness/examples';
import { type Entries, importExample } from './exampleWorkflows';
import { type Mailbox, openMailbox } from './mailbox';
import { waitUntil } from './waiting';

const INSTALL_WITHIN_MS = 30 * 60_000;
const DONE_WITHIN_MS = 90_000;
const POLL_EVERY_S = 10;
const WEBHOOK = 'https://example.com/your-webhook';
const CREATE_TABLE = 'Create the Table Here';

const print = (line: string) => process.stdout.write(`${line}\n`);

let folder: string;
let host: Host;
let instance: N8nInstance;
let client: N8nClient;
let sandbox: Sandbox;
let mailbox: Mailbox;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'open-connectors-test-'));
	host = await ensureHost(print);
	const tarball = await buildAndPack(folder, print);
	sandbox = await startSandbox();
	mailbox = await openMailbox();
	instance = await N8nInstance.start({ host, tarball, durable: false });
	client = await N8nClient.setUp(instance.url);
}, INSTALL_WITHIN_MS);

afterAll(async () => {
	await instance?.dispose();
	await mailbox?.close();
	await sandbox?.stop();
	rmSync(folder, { recursive: true, force: true });
}, DONE_WITHIN_MS);

/** Imports an example with a credential, and publishes it. */
async function publishExample(name: string, form: Form, entries: Partial<Entries> = {}) {
	const credential = await createCredential(client, name, form);
	const workflow = await importExample(client, name, {
		credentials: { [form.type]: credential },
		addresses: { [WEBHOOK]: mailbox.url },
		pollEvery: POLL_EVERY_S,
		...entries,
	});
	const usesTable = workflow.nodes.some((node) => node.name === CREATE_TABLE);
	if (usesTable) await runByHand(workflow.id, CREATE_TABLE);
	expect((await client.publish(workflow.id)).status).toBe('published');
	return workflow;
}

/** Presses "Execute workflow" and waits. */
async function runByHand(workflowId: string, trigger: string): Promise<Execution> {
	const execution = await client.fetchTestEvent(workflowId, trigger);
	expect({ status: execution.status, error: execution.data?.resultData.error }).toEqual({
		status: 'success',
		error: undefined,
	});
	return execution;
}

/** Waits until the rows of a table are so. */
async function expectRows(table: string, expected: readonly object[]): Promise<void> {
	const isThere = async () => {
		const rows = await client.tableRows(table);
		const isSame = (row: object, index: number) =>
			Object.entries(expected[index]).every(([key, value]) => Reflect.get(row, key) === value);
		return rows.length === expected.length && rows.every(isSame);
	};
	await waitUntil(isThere, DONE_WITHIN_MS);
	expect(await client.tableRows(table)).toEqual(
		expected.map((row) => expect.objectContaining(row)),
	);
}

/** Waits for a message. */
async function expectMessage(says: RegExp): Promise<void> {
	await waitUntil(async () => await Promise.resolve(mailbox.texts.some(isSaid)), DONE_WITHIN_MS);
	expect(mailbox.texts.filter(isSaid)).toHaveLength(1);
	function isSaid(text: string): boolean {
		return says.test(text);
	}
}

it('every node is one of this n8n, in a version that it has', () => {
	const file = join(dirname(host.n8n), '..', '..', 'n8n-nodes-base', 'dist', 'types', 'nodes.json');
	const types: Array<{ name: string; version: number | number[] }> = JSON.parse(
		readFileSync(file, 'utf8'),
	);
	const nodes = EXAMPLES.flatMap((name) => readExample(name).nodes);
	for (const { type, typeVersion } of nodes.filter(({ type }) => /^n8n-nodes-base/.test(type))) {
		const known = types.filter(({ name }) => `n8n-nodes-base.${name}` === type);
		expect(known.flatMap(({ version }) => version)).toContain(typeVersion);
	}
});

it(
	'new-contact-to-table adds new contacts, and nothing else',
	async () => {
		const { world } = sandbox.infusionsoftrest;
		const form = providerForm(sandbox, 'infusionsoftrest', 'openConnectorsInfusionsoftRestApi');
		await publishExample('new-contact-to-table', form);
		const [old] = world.ids('contacts');
		world.edit('contacts', old);
		const { id } = world.create('contacts');
		const fields = world.latest('contacts', id)?.fields;
		const name = `${fields?.given_name} ${fields?.family_name}`;
		await expectRows('New contacts', [{ contactId: id, name, email: fields?.email }]);
	},
	DONE_WITHIN_MS,
);

it(
	'updated-opportunity-to-message sends a message, and error-message another when it fails',
	async () => {
		const { world, faults } = sandbox.insightly;
		const errorWorkflow = await importExample(client, 'error-message', {
			addresses: { [WEBHOOK]: mailbox.url },
			pollEvery: POLL_EVERY_S,
		});
		expect((await client.publish(errorWorkflow.id)).status).toBe('published');
		await publishExample('updated-opportunity-to-message', providerForm(sandbox, 'insightly'), {
			errorWorkflow: errorWorkflow.id,
		});
		const [id] = world.ids('opportunities');
		world.edit('opportunities', id, { fields: { OPPORTUNITY_NAME: 'Big deal' } });
		await expectMessage(/^Opportunity “Big deal” was changed at \d{4}-.+ State: [A-Z]+\.$/);

		faults.set({ fail: { status: 401 } });
		await expectMessage(/^Workflow “Send a message .+” failed: .*does not accept the credential/);
		faults.clear();
	},
	2 * DONE_WITHIN_MS,
);

it(
	'deleted-tickets takes the row of a deleted ticket away',
	async () => {
		const { world } = sandbox.freshdesk;
		await publishExample('deleted-tickets', providerForm(sandbox, 'freshdesk'));
		const stays = world.create('tickets');
		const goes = world.create('tickets');
		await expectRows('Tickets', [{ ticketId: stays.id }, { ticketId: goes.id }]);
		world.remove('tickets', goes.id);
		await expectRows('Tickets', [{ ticketId: stays.id }]);
	},
	2 * DONE_WITHIN_MS,
);

it(
	'upsert-each-version-once keeps one row, and drops what n8n repeats after a restart',
	async () => {
		const { world } = sandbox.icontact;
		const form = providerForm(sandbox, 'icontact');
		const workflow = await publishExample('upsert-each-version-once', form);
		const { id } = world.create('contacts', { fields: { firstName: 'Ada' } });
		await expectRows('Contacts', [{ contactId: id, firstName: 'Ada' }]);
		world.edit('contacts', id, { fields: { firstName: 'Grace' } });
		await expectRows('Contacts', [{ contactId: id, firstName: 'Grace' }]);

		const polled = async () =>
			(await client.executions(workflow.id)).filter(({ mode }) => mode === 'trigger');
		const before = await polled();
		await instance.stop();
		await instance.resume();
		await waitUntil(async () => (await polled()).length > before.length, DONE_WITHIN_MS);
		const repeated = (await polled())[before.length];
		expect(itemsOf(repeated, 'iContact Poll Trigger')).toHaveLength(1);
		expect(itemsOf(repeated, 'Upsert Row')).toEqual([]);
		await expectRows('Contacts', [{ contactId: id, firstName: 'Grace' }]);
	},
	4 * DONE_WITHIN_MS,
);

describe('the procedures of SAP Open Connectors', () => {
	const runExample = async (name: string, values: Entries['values']) => {
		const form = platformForm(sandbox, 'insightly');
		const data = { ...form.data, elementToken: '' };
		const credential = await createCredential(client, name, { ...form, data });
		const { id } = await importExample(client, name, {
			credentials: { [form.type]: credential },
			values: { ...values, baseUrl: `${sandbox.platform.baseUrl}/elements/api-v2` },
			pollEvery: POLL_EVERY_S,
		});
		return await runByHand(id, 'Execute Here');
	};
	const made = () => {
		const found = sandbox.platform.instances().find(({ name }) => name === 'Insightly, polled');
		if (!found) throw new Error('The instance was not made.');
		return found;
	};

	it(
		'open-connectors-create-instance makes one that polls, and shows its token',
		async () => {
			const execution = await runExample('open-connectors-create-instance', {
				username: 'ada@example.com',
				password: sandbox.insightly.credential.apiKey,
			});
			const [answer] = itemsOf(execution, 'Create Instance');
			expect(answer).toMatchObject({ id: made().id, token: made().token, eventsEnabled: true });
			const configuration = made().configuration.get('event.poller.configuration') ?? '';
			expect(Object.keys(JSON.parse(configuration))).toEqual(['contacts']);
		},
		DONE_WITHIN_MS,
	);

	it(
		'open-connectors-update-configuration changes what it polls',
		async () => {
			const execution = await runExample('open-connectors-update-configuration', {
				instanceId: String(made().id),
			});
			expect(itemsOf(execution, 'Read Configuration')).toContainEqual(
				expect.objectContaining({ key: 'event.poller.refresh_interval', propertyValue: '5' }),
			);
			const configuration = made().configuration.get('event.poller.configuration') ?? '';
			expect(Object.keys(JSON.parse(configuration))).toEqual(['contacts', 'accounts']);
			expect(made().configuration.get('username')).toBe('ada@example.com');
		},
		DONE_WITHIN_MS,
	);

	it(
		'open-connectors-events-on-off switches the events of all instances of a connector',
		async () => {
			const enabled = () =>
				sandbox.platform
					.instances()
					.filter(({ element }) => element.key === 'insightly')
					.map(({ configuration }) => configuration.get('event.notification.enabled'));
			expect(enabled()).toEqual(['false', 'true']);
			await runExample('open-connectors-events-on-off', { enabled: false });
			expect(enabled()).toEqual(['false', 'false']);
			await runExample('open-connectors-events-on-off', { enabled: true });
			expect(enabled()).toEqual(['true', 'true']);
		},
		DONE_WITHIN_MS,
	);

	// docs/moving.md
	it(
		'an instance moves to n8n from its last poll on, with nothing lost',
		async () => {
			const { world } = sandbox.insightly;
			const lastPoll = new Date(world.clock.now()).toISOString();
			const [id] = world.ids('contacts');
			world.edit('contacts', id);
			const { id: created } = world.create('contacts');
			const data = { ...sandbox.platform.credential, elementToken: made().token };
			const type = 'openConnectorsApi';
			const workflow = await client.createWorkflow({
				name: 'Moved',
				parameters: {
					connector: 'insightly',
					connection: 'openConnectors',
					configure: 'json',
					pollerConfiguration: JSON.stringify({
						configuration: Object.fromEntries(made().configuration),
					}),
					startFrom: 'date',
					startDate: lastPoll,
				},
				credentials: { [type]: await client.createCredential('Moved', type, data) },
				pollTimes: pollTimesEvery(POLL_EVERY_S),
			});
			expect((await client.publish(workflow.id)).status).toBe('published');
			const received = async () => {
				const executions = await client.executions(workflow.id);
				return executions
					.flatMap((execution) => itemsOf(execution, 'Received'))
					.map(({ eventType, objectId }) => `${eventType} ${objectId}`);
			};
			await waitUntil(async () => (await received()).length >= 2, DONE_WITHIN_MS);
			expect((await received()).sort()).toEqual([`CREATED ${created}`, `UPDATED ${id}`]);
		},
		DONE_WITHIN_MS,
	);
});
