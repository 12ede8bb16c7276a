/* eslint-disable @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { allForms, platformForm, providerForm } from '../../sandbox/n8n/forms';
import { restTrial } from '../../sandbox/n8n/trialSubjects';
import { EVERY_MINUTE, pollTimesEvery } from '../../sandbox/n8n/workflow';
import { ISSUES } from '../../sandbox/restApi';
import { configureInstance } from '../harness/platformInstance';
import { PRODUCT_NODES } from '../host/productNodes';
import { missingBrowser, openStage, type Stage } from './stage';

/* What people do in the editor of the real n8n, by hand, from the nodes panel to the first event. */

const INSTALL_WITHIN_MS = 30 * 60_000;
const CLOSE_WITHIN_MS = 60_000;

/** A journey that waits for the polls of n8n's own choice. */
const POLLED_EVERY_MINUTE_MS = 5 * 60_000;

/** What the form of a REST API promises. */
const MOST_FIELDS = 12;
const MOST_MINUTES = 5;

/** What the node of a product asks at first sight, and altogether until its first event. */
const MOST_AT_FIRST_SIGHT = 6;
const MOST_OF_PRODUCT = 4;

const REST = 'REST API Poll';
const GENERAL = 'Open Connectors Poll';

/** Words, and what has to be among the first three that they find. */
const SEARCHES: ReadonlyArray<readonly [string, string]> = [
	['rest api', REST],
	['graphql', REST],
	['http', REST],
	['webhook alternative', REST],
	['poll', REST],
	['polling', GENERAL],
	['insightly', 'Insightly Poll'],
	['infusionsoft', 'Keap Poll'],
	['constant contact', 'Constant Contact Poll'],
	['icontact', 'iContact Poll'],
	['maximizer', 'Maximizer Poll'],
	['newsletter', 'Constant Contact Poll'],
	['opportunities', 'Insightly Poll'],
	['sap', GENERAL],
	['cloud elements', GENERAL],
	['crm', GENERAL],
];

const print = (line: string) => process.stdout.write(`${line}\n`);

const missing = missingBrowser();
if (missing !== undefined) print(`The journeys in the browser are skipped. ${missing}`);
const journeys = missing === undefined ? describe : describe.skip;

journeys('in the editor of n8n', () => {
	let stage: Stage;

	beforeAll(async () => {
		stage = await openStage(print);
		// More than a page, so that the answer shows how the list goes on.
		for (let made = 0; made < 120; made += 1) stage.sandbox.restApi.world.create('issues');
	}, INSTALL_WITHIN_MS);
	afterAll(async () => await stage?.close(), CLOSE_WITHIN_MS);
	afterEach(async () => {
		const name = expect.getState().currentTestName ?? '';
		await stage.takePicture(name.replace(/\W+/g, '-'));
	});

	const typeCredential = async (data: Readonly<Record<string, string>>) => {
		await stage.editor.beginCredential();
		for (const [name, value] of Object.entries(data)) await stage.editor.type(name, value);
	};

	const restCredential = () => {
		const { baseUrl, token, testPath } = stage.sandbox.restApi.form().data;
		return { baseUrl, token, testPath };
	};

	it('any REST API: from an empty workflow to the first event', async () => {
		const { editor } = stage;
		const began = Date.now();
		await editor.beginWorkflow();
		await editor.addTrigger(REST, 'On created');
		await typeCredential(restCredential());
		await editor.saveCredential();
		await editor.credentialIsGood();
		await editor.addList();
		await editor.type('name', 'issues');
		await editor.type('url', ISSUES.url);
		await editor.choose('idField', 'id:');
		await editor.choose('updatedDateField', 'updated_at:');
		await editor.choose('updatedDateFormat', 'as in updated_at');
		await editor.choose('createdDateField', 'created_at:');
		await editor.choose('paging', 'As the answer shows');
		const output = await editor.fetchTestEvent('eventType');
		const minutes = (Date.now() - began) / 60_000;
		print(`REST form: ${editor.touched} fields, ${Math.round(minutes * 60)} s`);
		expect(output).toMatch(/"objectType":\s*"issues"/);
		expect(await editor.issues()).toBe(0);
		expect(editor.touched).toBeLessThanOrEqual(MOST_FIELDS);
		expect(minutes).toBeLessThan(MOST_MINUTES);
	});

	it('a product: from an empty workflow to the first event', async () => {
		const { editor, sandbox } = stage;
		const began = Date.now();
		await editor.beginWorkflow();
		await editor.addTrigger('Insightly Poll', 'On created');
		await typeCredential(providerForm(sandbox, 'insightly').data);
		await editor.saveCredential();
		await editor.credentialIsGood();
		await editor.tick('resources', 'Contacts');
		const output = await editor.fetchTestEvent('eventType');
		const seconds = Math.round((Date.now() - began) / 1_000);
		print(`Insightly: ${editor.touched} fields, ${seconds} s`);
		expect(output).toContain('shown as if they had just been created');
		expect(await editor.issues()).toBe(0);
		expect(editor.touched).toBeLessThanOrEqual(MOST_OF_PRODUCT);
	});

	it.each(Object.values(PRODUCT_NODES).map(({ description }) => description))(
		'$displayName asks for six things at first sight',
		async ({ name, displayName }) => {
			const { editor, client } = stage;
			const { id } = await client.createWorkflow({
				name: displayName,
				trigger: { type: `n8n-nodes-open-connectors.${name}`, name: displayName },
				parameters: {},
				credentials: {},
				pollTimes: EVERY_MINUTE,
			});
			await editor.openWorkflow(id);
			await editor.openNode();
			const fields = await editor.fieldsAtFirstSight();
			expect(fields[0]).toBe('Connection');
			expect(fields).toEqual(expect.arrayContaining(['Resources', 'Events', 'Start From']));
			expect(fields).toHaveLength(MOST_AT_FIRST_SIGHT);
		},
	);

	it('a key instead of a login is chosen in the form of the credential', async () => {
		const { editor, sandbox } = stage;
		await editor.beginWorkflow();
		await editor.addTrigger('Keap Poll', 'On created');
		await editor.beginCredential();
		await editor.chooseLogin('OAuth2', 'API Key');
		const { data } = providerForm(sandbox, 'infusionsoftrest', 'openConnectorsInfusionsoftRestApi');
		for (const [name, value] of Object.entries(data)) await editor.type(name, value);
		await editor.saveCredential();
		await editor.credentialIsGood();
		await editor.tick('resources', 'Companies');
		expect(await editor.fetchTestEvent('eventType')).toContain('"companies"');
	});

	it.each([
		['Insightly Poll', ['On created', 'On updated']],
		['Maximizer Poll', ['On created', 'On deleted', 'On updated']],
	])('the panel offers the events that can happen: %s', async (name, events) => {
		await stage.editor.beginWorkflow();
		expect(await stage.editor.eventsInPanel(name)).toEqual(events);
	});

	it('deletions that no resource shows are refused, by the test and by publishing', async () => {
		const { editor, client, sandbox } = stage;
		const connector = 'infusionsoftrest';
		const { type, data } = providerForm(sandbox, connector, 'openConnectorsInfusionsoftRestApi');
		const { id } = await client.createWorkflow({
			name: 'Deleted companies',
			parameters: {
				connector,
				authentication: 'apiKey',
				resources: ['companies'],
				events: ['deleted'],
			},
			credentials: { [type]: await client.createCredential('Keap', type, data) },
			pollTimes: EVERY_MINUTE,
		});
		await editor.openWorkflow(id);
		await editor.openNode();
		const never = 'companies cannot show deleted records';
		expect(await editor.fetchInVain(never)).toContain('Resources that show deleted records: ');
		await editor.closeNode();
		expect(await editor.publishInVain()).toContain(never);
	});

	it(
		'what an instance polls is chosen, fetched and published',
		async () => {
			const { editor, sandbox } = stage;
			const { element, configuration, world } = sandbox.otherConnector;
			await configureInstance(sandbox, element, {
				'event.poller.configuration': { tickets: configuration },
			});
			await editor.beginWorkflow();
			await editor.addTrigger(GENERAL, 'On created');
			await editor.choose('connector', 'Other (Through');
			await typeCredential(platformForm(sandbox, element).data);
			await editor.saveCredential();
			await editor.credentialIsGood();
			await editor.choose('configure', 'Configuration of the Instance');
			await editor.tick('instanceResources', 'tickets');
			expect(await editor.fetchTestEvent('eventType')).toContain('"tickets"');
			await editor.closeNode();
			await editor.publish();
			world.create('tickets');
			expect(await editor.firstExecution()).toContain('Succeeded');
		},
		POLLED_EVERY_MINUTE_MS,
	);

	it('the nodes panel finds the triggers by what people type', async () => {
		const { editor } = stage;
		await editor.beginWorkflow();
		const found: Array<readonly [string, string]> = [];
		for (const [words, name] of SEARCHES) {
			const names = (await editor.searchNodes(words, name)).slice(0, 3);
			found.push([words, names.includes(name) ? name : names.join(', ')]);
		}
		expect(found).toEqual(SEARCHES);
	});

	it('a wrong key is seen in the form of the credential, and mended there', async () => {
		const { editor } = stage;
		await editor.beginWorkflow();
		await editor.addTrigger(REST, 'On updated');
		await typeCredential({ ...restCredential(), token: 'another' });
		await editor.saveCredential();
		expect(await editor.credentialError()).toContain('The API does not accept these values');
		await editor.type('token', restCredential().token);
		await editor.saveCredential();
		await editor.credentialIsGood();
		expect(await editor.part('node-credentials-select').isVisible()).toBe(true);
	});

	it('a configuration that is pasted is fetched by', async () => {
		const { editor } = stage;
		await editor.beginWorkflow();
		await editor.addTrigger(REST, 'On created');
		await typeCredential(restCredential());
		await editor.saveCredential();
		await editor.credentialIsGood();
		await editor.choose('configure', 'Poller Configuration JSON');
		await editor.paste('pollerConfiguration', JSON.stringify({ pasted: ISSUES }, null, 2));
		expect(await editor.fetchTestEvent('eventType')).toMatch(/"objectType":\s*"pasted"/);
	});

	it('a workflow is published, and its execution shown', async () => {
		const { editor, client, sandbox } = stage;
		const { trigger, form } = restTrial(sandbox);
		const workflow = await client.createWorkflow({
			name: 'Issues',
			...trigger,
			credentials: { [form.type]: await client.createCredential('Issues', form.type, form.data) },
			pollTimes: pollTimesEvery(10),
		});
		await editor.openWorkflow(workflow.id);
		await editor.publish();
		sandbox.restApi.world.create('issues');
		expect(await editor.firstExecution()).toContain('Succeeded');
	});

	it('another connector with the same records leaves nothing red, and asks for its own credential', async () => {
		const { editor, sandbox } = stage;
		await editor.beginWorkflow();
		await editor.addTrigger(GENERAL, 'On updated');
		await typeCredential(providerForm(sandbox, 'insightly').data);
		await editor.saveCredential();
		await editor.credentialIsGood();
		await editor.tick('resources', 'Contacts');
		expect(await editor.fetchTestEvent('eventType')).toContain('"contacts"');
		await editor.choose('connector', 'Infusionsoft (Keap)');
		const credentials = editor.part('node-credentials-slot');
		await credentials.getByText('Infusionsoft').first().waitFor();
		expect(await credentials.count()).toBe(1);
		expect(await editor.issues()).toBe(0);
	});

	it('OAuth2 is connected in a window of the API', async () => {
		const { editor, sandbox } = stage;
		const form = allForms(sandbox).find(({ type }) => type === 'openConnectorsRestOAuth2Api');
		await editor.beginWorkflow();
		await editor.addTrigger(REST, 'On updated');
		await editor.choose('authentication', 'OAuth2');
		await typeCredential(form?.data ?? {});
		await editor.connect();
		await editor.credentialIsGood();
		expect(await editor.part('node-credentials-select').isVisible()).toBe(true);
	});
});
