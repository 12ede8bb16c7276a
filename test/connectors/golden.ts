/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads and writes a file of the repository */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import type { JsonRecord } from '../../sandbox/json';
import type { World } from '../../sandbox/server';
import { pass, SECOND } from '../harness/clock';
import { tick, type Host } from '../harness/sandbox';
import { rows } from '../length';

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

/**
 * What happens to a resource: two records are made, one is edited, the other removed, where that can be.
 *
 * @param beforeRemoval one more thing that happens to the first record, and is polled
 * @param isPublishingCounted whether the first record is made as soon however long publishing takes
 * @returns the events
 */
export async function runLives(
	host: Host,
	world: World,
	resource: string,
	fields: JsonRecord = {},
	beforeRemoval?: (id: string) => void,
	isPublishingCounted = false,
): Promise<readonly IDataObject[]> {
	const beganAt = Date.now();
	await host.publish();
	pass(1.5 * SECOND - (isPublishingCounted ? Date.now() - beganAt : 0));
	const first = world.create(resource, { fields });
	await tick(host);
	const second = world.create(resource, { fields });
	if (world.isEditable(resource)) world.edit(resource, first.id);
	await tick(host);
	if (beforeRemoval) {
		beforeRemoval(first.id);
		await tick(host);
	}
	world.remove(resource, second.id);
	await tick(host);
	expect(host.errors).toEqual([]);
	return host.items;
}

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

	it.each(rows(names, 3))('the events of %s are those of the file', async (name) => {
		expect(await eventsOf(name)).toEqual(readGolden(connector)[name]);
	});
}
