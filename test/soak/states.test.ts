/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads and writes a page of the repository, never inside n8n */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { env } from 'node:process';
import { resourcesOf, SUBJECTS, type Subject } from '../../sandbox/n8n/subjects';
import { table } from '../../scripts/markdown';
import { Scenario } from '../conformance/scenario';
import { MINUTE, pass } from '../harness/clock';

/**
 * What each connector asks for and keeps, as the page of the guarantee shows it. Everything is drawn from
 * one number on a stopped clock, so that the figures are always the same. Where they are meant to change:
 * `STATES=write npm run test:soak -- --testPathPatterns soak/states`
 */
const PAGE = resolve(__dirname, '../../docs/guarantee.md');
const BEGIN = '<!-- states: written by test/soak/states.test.ts -->';
const END = '<!-- /states -->';

const POLLS = 10;
const CHANGES = 10;

const HEAD = [
	'connector, connection',
	'resources',
	'requests of a quiet poll',
	'state, bytes',
	'requests of a busy poll',
	'state, bytes, at most',
];

interface Load {
	readonly requests: number;
	readonly bytes: number;
}

/** Polls again and again. @returns the mean of the requests, and the size of the largest state */
async function load(scenario: Scenario, changes: number): Promise<Load> {
	const { requests } = scenario.source;
	const before = requests.length;
	let bytes = 0;
	for (let poll = 0; poll < POLLS; poll += 1) {
		scenario.change(changes);
		await scenario.poll();
		bytes = Math.max(bytes, JSON.stringify(scenario.host.saved.cursor).length);
	}
	return { requests: (requests.length - before) / POLLS, bytes };
}

async function rowOf(subject: Subject): Promise<readonly string[]> {
	const scenario = await Scenario.start(subject, 'durable', { pageSize: 100 });
	try {
		await scenario.host.publish();
		pass(MINUTE);
		await scenario.poll();
		const quiet = await load(scenario, 0);
		const busy = await load(scenario, CHANGES);
		expect(scenario.reports()).toEqual([]);
		return [
			subject.label,
			String(resourcesOf(subject).length),
			quiet.requests.toFixed(1),
			quiet.bytes.toLocaleString('en-US'),
			busy.requests.toFixed(1),
			busy.bytes.toLocaleString('en-US'),
		];
	} finally {
		await scenario.stop();
	}
}

it('requests and states of every connector, quiet and busy, are those of the page', async () => {
	const rows: Array<readonly string[]> = [];
	for (const subject of SUBJECTS) rows.push(await rowOf(subject));
	const figures = table(HEAD, rows).join('\n');
	const page = readFileSync(PAGE, 'utf8');
	const [head, rest = ''] = page.split(BEGIN);
	const [shown, tail] = rest.split(END);
	if (env.STATES === 'write')
		return writeFileSync(PAGE, `${head}${BEGIN}\n\n${figures}\n\n${END}${tail}`);
	expect(shown.trim()).toBe(figures);
});
