/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs beside n8n on the developer's machine, never inside it */
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { SetupError } from './explain';
import type { Owner } from './owner';

const CHROMIUM_PLACES: readonly string[] = [
	'/usr/bin/chromium',
	'/usr/bin/chromium-browser',
	'/usr/bin/google-chrome-stable',
	'/usr/bin/google-chrome',
	'/snap/bin/chromium',
	'/Applications/Chromium.app/Contents/MacOS/Chromium',
	'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
	'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
	'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Keeps Chromium from doing anything but showing the page. */
const CHROMIUM_FLAGS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

const VIEWPORT = { width: 1400, height: 900 };
const PAGE_WITHIN_MS = 60_000;

/** The Chromium of this machine: `CHROMIUM_PATH` when set, else the first in the usual places. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string {
	const places = env.CHROMIUM_PATH ? [env.CHROMIUM_PATH] : CHROMIUM_PLACES;
	const found = places.find((path) => existsSync(path));
	if (!found) {
		throw new SetupError(
			`No Chromium was found (looked at ${places.join(', ')}). What to do: install it (Debian and Ubuntu: apt-get install chromium), or set CHROMIUM_PATH to its binary.`,
		);
	}
	return found;
}

/** The editor in a browser of its own. */
export interface OpenEditor {
	readonly page: Page;
	/** Ends the browser. */
	close(): Promise<void>;
}

/**
 * Opens n8n's editor in a headless browser, logged in as the owner.
 * @throws SetupError when there is no browser.
 */
export async function openEditor(url: string, { email, password }: Owner): Promise<OpenEditor> {
	const browser: Browser = await chromium.launch({
		executablePath: findChromium(),
		args: CHROMIUM_FLAGS,
	});
	let isIn = false;
	try {
		const page = await browser.newPage({ viewport: VIEWPORT, locale: 'en-GB' });
		page.setDefaultTimeout(PAGE_WITHIN_MS);
		await page.goto(`${url}/signin`);
		await page.locator('input[name="emailOrLdapLoginId"]').fill(email);
		await page.locator('input[name="password"]').fill(password);
		await page.getByRole('button', { name: 'Sign in' }).click();
		await page.waitForURL(/\/(home|workflow)/);
		isIn = true;
		return { page, close: async () => await browser.close() };
	} finally {
		if (!isIn) await browser.close();
	}
}

/** Opens the editor for a while. */
export async function withEditor<Result>(
	url: string,
	owner: Owner,
	use: (page: Page) => Promise<Result>,
): Promise<Result> {
	const { page, close } = await openEditor(url, owner);
	try {
		return await use(page);
	} finally {
		await close();
	}
}
