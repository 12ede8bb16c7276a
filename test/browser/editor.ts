import type { Locator, Page, Request } from 'playwright-core';

/** From a change in the form until the editor asks for lists anew, with some room. */
const EDITOR_WAITS_MS = 1_000;

/** A click that opens something does so by then, on a machine with much else to do. */
const APPEARS_WITHIN_MS = 10_000;

/** n8n polls once a minute, and the list of executions looks for new ones now and then. */
const POLLED_WITHIN_MS = 150_000;

const appears = async (part: Locator): Promise<boolean> =>
	await part.waitFor({ timeout: APPEARS_WITHIN_MS }).then(
		() => true,
		() => false,
	);

const isLookUp = (request: Request) => request.url().includes('/dynamic-node-parameters/');

/** The editor of n8n 2.41 as somebody uses it who sees labels and types into fields. */
export class Editor {
	/** Fields that were typed into, or chosen in, since the workflow was begun. */
	touched = 0;
	/** Requests under way for what there is to choose from. */
	private lookUps = 0;

	constructor(
		readonly page: Page,
		private readonly url: string,
	) {
		// n8n asks before it leaves a workflow that is not saved.
		page.on('dialog', (dialog) => void dialog.accept());
		const count = (step: number) => (request: Request) => {
			if (isLookUp(request)) this.lookUps += step;
		};
		page.on('request', count(1));
		page.on('requestfinished', count(-1));
		page.on('requestfailed', count(-1));
	}

	/** Waits until the lists of fields are filled, as somebody does who sees them load. */
	private async lookedUp(): Promise<void> {
		do await this.page.waitForTimeout(EDITOR_WAITS_MS);
		while (this.lookUps > 0);
	}

	part(testId: string): Locator {
		return this.page.locator(`[data-test-id="${testId}"]`);
	}

	async beginWorkflow(): Promise<void> {
		await this.page.goto(`${this.url}/workflow/new`);
		await this.part('canvas-add-button').waitFor();
		this.touched = 0;
	}

	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.url}/workflow/${id}`);
		await this.part('canvas-node').first().waitFor();
	}

	/** Opens the first node of the workflow that is open. */
	async openNode(): Promise<void> {
		const node = this.part('canvas-node').first();
		const parameters = this.part('node-parameters');
		await this.page.waitForTimeout(EDITOR_WAITS_MS);
		// A click too early opens nothing.
		do await node.dblclick();
		while (!(await appears(parameters)));
	}

	async closeNode(): Promise<void> {
		await this.part('ndv-close-button').click();
		await this.part('node-parameters').waitFor({ state: 'hidden' });
	}

	/**
	 * The labels of what there is to fill in or to choose in the node that is open, the credential among
	 * it; without the poll times, which n8n gives every such node.
	 */
	async fieldsAtFirstSight(): Promise<string[]> {
		const isOutermost = 'not(ancestor::*[@data-test-id="parameter-item"])';
		const fields = this.part('node-parameters').locator(
			`xpath=.//*[@data-test-id="parameter-item" and ${isOutermost}]`,
		);
		// A notice is no field.
		const has = this.page.locator('input, textarea, button, .cm-content');
		// Lists of options are loaded after the rest.
		await this.part('node-parameters')
			.locator('.async-notice')
			.first()
			.waitFor({ state: 'hidden' });
		const texts = await fields.filter({ visible: true }).filter({ has }).allInnerTexts();
		const labels = texts.map((text) => text.trim().split('\n')[0]);
		return labels.filter((label) => label !== 'Poll Times');
	}

	/**
	 * Types into the search of the nodes panel.
	 * @param name of the node that is looked for
	 * @returns the names that it finds, best first
	 */
	async searchNodes(words: string, name: string): Promise<string[]> {
		if (!(await this.part('node-creator').isVisible()))
			await this.part('canvas-add-button').click();
		const search = this.part('node-creator-search-bar');
		const found = this.part('node-creator-item-name');
		// Until it has searched, the panel shows the answer before.
		await search.fill('');
		await found.filter({ hasText: 'Trigger manually' }).waitFor();
		await search.fill(words);
		await found.filter({ hasText: name }).first().waitFor();
		return await found.allInnerTexts();
	}

	/** @returns the events that the panel offers for a trigger, such as `On created` */
	async eventsInPanel(name: string): Promise<string[]> {
		await this.searchNodes(name, name);
		const items = this.part('node-creator-item-name');
		await items.filter({ hasText: name }).first().click();
		await items.filter({ hasText: 'On created' }).waitFor();
		const texts = await items.allInnerTexts();
		return texts.filter((text) => text.startsWith('On '));
	}

	/** @param event as the panel names it, such as `On created` */
	async addTrigger(name: string, event: string): Promise<void> {
		await this.eventsInPanel(name);
		await this.part('node-creator-item-name').filter({ hasText: event }).click();
		await this.part('node-parameters').waitFor();
	}

	/** The value of a parameter or of a field of a credential, by its name in the package. */
	field(name: string): Locator {
		return this.part(`parameter-input-${name}`).last();
	}

	async type(name: string, text: string): Promise<void> {
		this.touched += 1;
		await this.field(name).locator('input, textarea').first().fill(text);
	}

	/** Replaces the text of a field for JSON. */
	async paste(name: string, text: string): Promise<void> {
		this.touched += 1;
		await this.field(name).locator('.cm-content').click();
		await this.page.keyboard.press('ControlOrMeta+A');
		await this.page.keyboard.insertText(text);
	}

	/** @returns what there is to choose from */
	async optionsOf(name: string): Promise<Locator> {
		await this.lookedUp();
		await this.field(name).locator('input').first().click();
		const options = this.page.locator('.el-select-dropdown__item:visible');
		await options.first().waitFor();
		return options;
	}

	/** @param option how it begins */
	async choose(name: string, option: string): Promise<void> {
		this.touched += 1;
		const options = await this.optionsOf(name);
		await options.filter({ hasText: option }).first().click();
		await options.first().waitFor({ state: 'hidden' });
	}

	/** Chooses one of several. */
	async tick(name: string, option: string): Promise<void> {
		this.touched += 1;
		const options = await this.optionsOf(name);
		await options.filter({ hasText: option }).first().click();
		await this.page.keyboard.press('Escape');
		await options.first().waitFor({ state: 'hidden' });
	}

	async addList(): Promise<void> {
		await this.part('fixed-collection-lists').getByText('Add list').click();
		await this.field('url').waitFor();
		// A change before the lists of the fields are there for the first time does not fill them anew.
		const last = this.field('paging').locator('input').first();
		do await this.lookedUp();
		while ((await last.inputValue()) === '');
	}

	/** Begins a credential of the type that the node asks for. */
	async beginCredential(): Promise<void> {
		const first = this.part('node-credentials-empty-state');
		const others = this.part('node-credentials-select');
		await first.or(others).first().waitFor();
		if (await first.isVisible()) await first.click();
		else {
			await others.click();
			await this.part('node-credentials-select-item-new').click();
		}
		await this.part('credential-edit-dialog').waitFor();
	}

	/** Chooses another way to log in, in the form of the credential. */
	async chooseLogin(from: string, to: string): Promise<void> {
		this.touched += 1;
		await this.part('credential-edit-dialog').getByText(from, { exact: true }).click();
		await this.page.getByRole('menuitem', { name: to }).click();
	}

	async saveCredential(): Promise<void> {
		await this.part('credential-save-button').click();
	}

	/** n8n closes the form of a credential when its test passes. */
	async credentialIsGood(): Promise<void> {
		await this.part('credential-edit-dialog').waitFor({ state: 'hidden' });
	}

	/** What n8n says of a credential whose test fails. */
	async credentialError(): Promise<string> {
		const form = this.part('node-credentials-config-container');
		await form.getByText('Couldn’t connect').waitFor();
		const more = form.getByText('More details');
		if (await more.isVisible()) await more.click();
		return await form.innerText();
	}

	/** Presses "Fetch Test Event". @returns the output as JSON text, once it holds some words */
	async fetchTestEvent(words: string): Promise<string> {
		await this.page.getByRole('button', { name: 'Fetch Test Event' }).first().click();
		const output = await this.showOutput('json');
		await output.getByText(words).first().waitFor();
		return await output.innerText();
	}

	async showOutput(view: 'schema' | 'table' | 'json'): Promise<Locator> {
		const output = this.part('output-panel');
		await output.locator(`[data-test-id="radio-button-${view}"]`).click();
		return output;
	}

	/** Presses "Fetch Test Event". @returns the error that it shows, once it holds some words */
	async fetchInVain(words: string): Promise<string> {
		await this.page.getByRole('button', { name: 'Fetch Test Event' }).first().click();
		const output = this.part('output-panel');
		await output.getByText(words).first().waitFor();
		return await output.innerText();
	}

	/** Presses "Connect" of a credential, and waits until the window of the provider is closed. */
	async connect(): Promise<void> {
		const form = this.part('node-credentials-config-container');
		const opened = this.page.waitForEvent('popup');
		await form
			.getByRole('button', { name: /Connect/ })
			.first()
			.click();
		const window = await opened;
		if (!window.isClosed()) await window.waitForEvent('close');
	}

	/** Publishes the workflow that is open. */
	async publish(): Promise<void> {
		await this.part('workflow-open-publish-modal-button').click();
		await this.part('workflow-publish-button').last().click();
		await this.page.getByRole('button', { name: 'Got it' }).click();
	}

	/** Publishes the workflow that is open, which n8n refuses. @returns what it says */
	async publishInVain(): Promise<string> {
		await this.part('workflow-open-publish-modal-button').click();
		await this.part('workflow-publish-button').last().click();
		const refusal = this.page.getByRole('alert').filter({ hasText: 'could not be published' });
		await refusal.waitFor();
		return await refusal.innerText();
	}

	/** Opens the execution of the published workflow that is first in the list, once there is one. */
	async firstExecution(): Promise<string> {
		await this.part('radio-button-executions').click();
		const list = this.part('current-executions-list');
		const isTest = this.page.locator('[data-icon="flask-conical"]');
		const first = list
			.locator('[data-test-id^="execution-details-"]')
			.filter({ hasNot: isTest })
			.first();
		await first.waitFor({ timeout: POLLED_WITHIN_MS });
		await first.filter({ hasNotText: 'Running' }).waitFor();
		await first.click();
		return await first.innerText();
	}

	/** How many fields n8n marks as wrong. */
	async issues(): Promise<number> {
		return await this.part('parameter-issues').filter({ visible: true }).count();
	}
}
