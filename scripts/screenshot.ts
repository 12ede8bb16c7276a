/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs on the developer's machine, never inside n8n */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from '../sandbox/n8n/editor';
import { SetupError } from '../sandbox/n8n/explain';
import { CHECKOUT } from '../sandbox/n8n/paths';
import { openStage } from '../test/browser/stage';
import { tableOfFirstSight } from './firstSight';
import { takePictures } from './pictures';

/** Takes the pictures of the documents in n8n's editor, and writes what it counts there into `docs/first-event.md`. */
const PAGE = join(CHECKOUT, 'docs', 'first-event.md');
/** Between these the page holds what was counted; the rest is written by hand. */
const BEGIN = '<!-- measured: written by `npm run screenshot` -->';
const END = '<!-- /measured -->';

const report = (line: string) => process.stdout.write(`${line}\n`);

function withMeasured(page: string, lines: readonly string[]): string {
	const begin = page.indexOf(BEGIN);
	const end = page.indexOf(END);
	if (begin < 0 || end < begin) throw new Error(`The page has no "${BEGIN}" and "${END}".`);
	return page.slice(0, begin) + [BEGIN, '', ...lines, '', ''].join('\n') + page.slice(end);
}

async function main(): Promise<void> {
	findChromium();
	const stage = await openStage(report);
	try {
		const { fields, clicks, seconds } = await takePictures(stage);
		const journey = `From an empty workflow to the test event of the Insightly Poll Trigger: ${fields} fields to fill in or choose, ${clicks} clicks, ${seconds} seconds for a script that does not stop to read.`;
		const lines = [journey, '', ...(await tableOfFirstSight(stage))];
		writeFileSync(PAGE, withMeasured(readFileSync(PAGE, 'utf8'), lines));
		report(`Saved the pictures, and ${PAGE}`);
	} finally {
		await stage.close();
	}
}

main().catch((error: unknown) => {
	process.stderr.write(`${error instanceof SetupError ? error.message : String(error)}\n`);
	process.exitCode = 1;
});
