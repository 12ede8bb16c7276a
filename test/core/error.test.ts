/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on the developer's machine */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PollError } from '../../nodes/OpenConnectors/core/error';
import { SourceError } from '../../nodes/OpenConnectors/streams/sourceError';

it('is the one class that extends Error', () => {
	const root = 'nodes/OpenConnectors';
	const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) =>
		path.endsWith('.ts'),
	);
	const extending = files.filter((path) =>
		/\bextends Error\b/.test(readFileSync(join(root, path), 'utf8')),
	);
	expect(extending).toEqual([join('core', 'error.ts')]);
});

it('asks somebody to change a setting unless it says otherwise', () => {
	expect(new PollError('code', 'what happened')).toMatchObject({
		name: 'PollError',
		remedy: '',
		failure: { cause: 'configuration-invalid' },
		isPassing: false,
		isShared: false,
	});
});

it.each([
	['at 10:15, request 4f3a-99', 'at 11:20, request 0b77-12', true],
	['the list is empty', 'the list is endless', false],
])('%s and %s are one report: %s', (one, other, isSame) => {
	const [first, second] = [one, other].map((text) => new PollError('code', text).reportKey);
	expect(first === second).toBe(isSame);
});

it('a source that words a refusal anew each time gives one report', () => {
	const refusal = (words: string, status: number) =>
		new SourceError('forbidden', words, { status }).reportKey;
	expect(refusal('No.', 403)).toBe(refusal('Nein.', 403));
	expect(refusal('No.', 403)).not.toBe(refusal('No.', 401));
});

it.each([
	['rate-limited', {}, true],
	['unavailable', { status: 503 }, true],
	['redirected', { status: 302 }, true],
	['redirected', { status: 302, address: 'https://other.example' }, false],
	['unauthorized', { status: 401 }, false],
] as const)('%s %j passes by itself: %s', (kind, details, isPassing) => {
	expect(new SourceError(kind, '', details).isPassing).toBe(isPassing);
});
