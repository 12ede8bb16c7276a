/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs on the developer's machine, never inside n8n */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CONNECTORS } from '../../nodes/OpenConnectors/connectors';
import { CREDENTIAL_TYPES } from '../../sandbox/n8n/credentialValues';

const SOURCES = [
	'A proxy',
	'Open Connectors',
	'The API',
	...Object.values(CONNECTORS).map(({ displayName }) => displayName),
];

it('every credential of the package has a stand-in that it opens', () => {
	const files = readdirSync(join(__dirname, '../../credentials'))
		.filter((file) => file.endsWith('.credentials.ts'))
		.map((file) => file.split('.')[0]);
	const classes = CREDENTIAL_TYPES.map((type) => type.constructor.name);
	expect([...classes].sort()).toEqual(files.sort());
});

it.each(CREDENTIAL_TYPES.map((credential) => [credential.displayName, credential] as const))(
	'the test of %s says who refuses, and what to do',
	(_name, { test }) => {
		const told = (test?.rules ?? []).map(({ properties }) => properties);
		expect(told.map(({ value }) => value)).toEqual([
			301, 302, 303, 307, 308, 401, 402, 403, 404, 407, 429, 500, 502, 503, 504,
		]);
		for (const { value, message } of told) {
			expect(SOURCES.filter((source) => message.startsWith(`${source} `))).not.toEqual([]);
			// A sentence for the cause, one for the remedy, and the status.
			expect(message.split('. ').length).toBeGreaterThanOrEqual(2);
			expect(message.endsWith(`. (HTTP ${value})`)).toBe(true);
		}
	},
);

it.each(CREDENTIAL_TYPES.map((credential) => [credential.displayName, credential] as const))(
	'the test of %s never takes the login to another address',
	(_name, { test }) => {
		expect(test?.request).toMatchObject({ disableFollowRedirect: true });
	},
);
