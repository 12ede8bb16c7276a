/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- runs on the developer's machine, never inside n8n */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ICredentialType } from 'n8n-workflow';

const FOLDER = join(__dirname, '../../credentials');

interface CredentialModule {
	readonly [name: string]: new () => ICredentialType;
}

const credentials = readdirSync(FOLDER).map((file) => {
	// The class has the name of the file.
	const { [file.split('.')[0]]: Credential }: CredentialModule = jest.requireActual(
		join(FOLDER, file),
	);
	return new Credential();
});

const SOURCES =
	/^(A proxy|Open Connectors|iContact|Constant Contact|Infusionsoft \(Keap\)|Insightly|Maximizer) /;

it('all eight are there', () => {
	expect(credentials.map(({ name }) => name)).toHaveLength(8);
});

it.each(credentials.map((credential) => [credential.displayName, credential] as const))(
	'the test of %s says who refuses, and what to do',
	(_name, { test }) => {
		const told = (test?.rules ?? []).map(({ properties }) => properties);
		expect(told.map(({ value }) => value)).toEqual([
			301, 302, 303, 307, 308, 401, 402, 403, 404, 407, 429, 500, 502, 503, 504,
		]);
		for (const { value, message } of told) {
			expect(message).toMatch(SOURCES);
			// A sentence for the cause, one for the remedy, and the status.
			expect(message.split('. ').length).toBeGreaterThanOrEqual(2);
			expect(message.endsWith(`. (HTTP ${value})`)).toBe(true);
		}
	},
);

it.each(credentials.map((credential) => [credential.displayName, credential] as const))(
	'the test of %s never takes the login to another address',
	(_name, { test }) => {
		expect(test?.request).toMatchObject({ disableFollowRedirect: true });
	},
);
