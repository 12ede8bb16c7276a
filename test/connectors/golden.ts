/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads and writes a file of the repository */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { IDataObject } from 'n8n-workflow';

/**
 * Golden files hold the events of a few changes in each resource of a connector. When they are
 * meant to change, write the file anew:
 * `GOLDEN=write npx jest --selectProjects unit --testPathPatterns test/connectors/<connector>Golden`
 */
export const isWriting = process.env.GOLDEN === 'write';

type Events = Readonly<Record<string, unknown>>;

const fileOf = (connector: string): string => resolve(__dirname, `golden/${connector}.json`);

export const readGolden = (connector: string): Events =>
	JSON.parse(readFileSync(fileOf(connector), 'utf8'));

export const writeGolden = (connector: string, events: Events): void =>
	writeFileSync(fileOf(connector), `${JSON.stringify(events, null, '\t')}\n`);

/** Declares the tests that the events of each resource are those of the connector's golden file. */
export function testGolden(
	connector: string,
	names: readonly string[],
	eventsOf: (name: string) => Promise<readonly IDataObject[]>,
): void {
	if (isWriting) {
		it('writes the file', async () => {
			const events: Record<string, readonly IDataObject[]> = {};
			for (const name of names) events[name] = await eventsOf(name);
			writeGolden(connector, events);
		}, 60_000);
		return;
	}

	it('has the events of every resource', () => {
		expect(Object.keys(readGolden(connector))).toEqual(names);
	});

	it.each(names)('the events of %s are those of the file', async (name) => {
		expect(await eventsOf(name)).toEqual(readGolden(connector)[name]);
	});
}
