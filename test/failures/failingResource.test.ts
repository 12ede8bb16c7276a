import type { Host } from '../harness/host';
import {
	endScenarios,
	ENGINES,
	ids,
	messagesOf,
	newsOf,
	prepared,
	shown,
	started,
} from './scenario';
import type { Asked, Scripted, HttpProvider } from '../harness/httpProvider';
import { itUnder, rows } from '../length';
import { DAY, HOUR, MINUTE, pass, SECOND, setClock } from '../harness/clock';

afterEach(endScenarios);

const BOTH = { parameters: { resources: ['contacts', 'leads'] } };

const failing =
	(fault: Scripted, ...resources: readonly string[]) =>
	({ resource }: Asked) =>
		resources.includes(resource) ? fault : undefined;

const working = () => undefined;

const LETTERS = 'ghjkmnpqrstuvwxyzghjkmnpqrstuv';

/** Polls every 10 s. @returns the seconds between the polls that asked the provider */
async function secondsBetweenRequests(
	provider: HttpProvider,
	host: Host,
	ms: number,
): Promise<readonly number[]> {
	const times: number[] = [];
	for (const end = Date.now() + ms; Date.now() < end; pass(10 * SECOND)) {
		const before = provider.asked.length;
		const at = Date.now();
		await host.tick();
		if (provider.asked.length > before) times.push(at / SECOND);
	}
	return times.slice(1).map((at, index) => at - times[index]);
}

const linesAbout = (host: Host, resource: string, level: string) =>
	host.log.filter((line) => line.level === level && line.message.includes(`${resource}:`));

describe.each(ENGINES)('a resource that fails, under the %s engine', (engine) => {
	const it = itUnder(engine);

	it('is told by one log line and one error, however long it fails', async () => {
		const { provider, host } = await started(engine, BOTH);
		provider.script = failing({ status: 500 }, 'contacts');
		await newsOf(host, 30);
		expect(messagesOf(host)).toEqual(['contacts: Insightly could not answer (HTTP 500)']);
		expect(linesAbout(host, 'contacts', 'warn')).toHaveLength(1);
	});

	it('keeps its cursor while the others go on, and loses nothing', async () => {
		const { provider, host } = await started(engine, BOTH);
		provider.script = failing({ status: 500 }, 'contacts');
		for (let id = 10; id < 20; id += 1) {
			provider.change(id);
			provider.change(id, { resource: 'leads' });
			await newsOf(host, 1);
		}
		provider.script = working;
		await newsOf(host, 8);
		const lines = shown(host.items);
		expect(lines.filter((line) => line.includes('leads'))).toEqual(
			ids(10, 19).map((id) => `created leads ${id}/1`),
		);
		expect(lines.filter((line) => !line.includes('leads'))).toEqual(
			ids(10, 19).map((id) => `created ${id}/1`),
		);
	});

	it('is asked less and less often, at last every 5 minutes', async () => {
		const { provider, host } = await started(engine);
		provider.script = () => ({ status: 500 });
		const gaps = await secondsBetweenRequests(provider, host, 32 * MINUTE);
		expect(gaps).toEqual([...gaps].sort((a, b) => a - b));
		expect(gaps.slice(0, 6)).toEqual(expect.arrayContaining([10, 20, 40, 80, 160]));
		expect(new Set(gaps.slice(6))).toEqual(new Set([300]));
	});

	it.each([
		['10 minutes', 600, 600],
		['a day at most', 3 * 86_400, 86_400],
	])('is left alone as long as it asks: %s', async (_name, asked, waited) => {
		const { provider, host } = await started(engine, BOTH);
		provider.script = failing(
			{ status: 429, headers: { 'retry-after': String(asked) } },
			'contacts',
		);
		await host.tick();
		provider.asked.splice(0);
		pass(waited * SECOND - 10 * SECOND);
		await host.tick();
		expect(provider.asked.map(({ resource }) => resource)).toEqual(['leads']);
		pass(11 * SECOND);
		await host.tick();
		expect(provider.asked.map(({ resource }) => resource)).toContain('contacts');
	});

	it('is told at the latest by the third poll, and what that poll found comes next', async () => {
		const { provider, host } = await started(engine, BOTH);
		provider.script = failing({ status: 500 }, 'contacts');
		const received: string[][] = [];
		for (let id = 10; id < 15; id += 1) {
			provider.change(id, { resource: 'leads' });
			received.push([...(await newsOf(host, 1))]);
		}
		expect(host.errors).toHaveLength(1);
		expect(received.findIndex((lines) => lines.length === 0)).toBeLessThanOrEqual(3);
		expect(received.flat()).toEqual(ids(10, 14).map((id) => `created leads ${id}/1`));
	});

	it('is told again when it fails in another way', async () => {
		const { provider, host } = await started(engine, BOTH);
		provider.script = failing({ status: 500 }, 'contacts');
		await newsOf(host, 3);
		provider.script = failing({ status: 403 }, 'contacts');
		await newsOf(host, 10);
		expect(messagesOf(host)).toEqual([
			'contacts: Insightly could not answer (HTTP 500)',
			'contacts: Insightly forbids reading this (HTTP 403)',
		]);
	});

	it('is said to work again once, and told anew when it fails anew', async () => {
		const { provider, host } = await started(engine, BOTH);
		provider.script = failing({ status: 500 }, 'contacts');
		await newsOf(host, 3);
		provider.script = working;
		await newsOf(host, 5);
		expect(linesAbout(host, 'contacts', 'info')).toHaveLength(1);
		provider.script = failing({ status: 500 }, 'contacts');
		await newsOf(host, 3);
		expect(host.errors).toHaveLength(2);
	});

	it('is told while it fails in the middle of a list, too', async () => {
		const { provider, host } = await started(engine, { ...BOTH, options: { pageSize: 20 } });
		provider.changeAll(10, 69);
		provider.script = ({ resource, skip }) =>
			resource === 'contacts' && skip > 0 ? { status: 500 } : undefined;
		await newsOf(host, 5);
		expect(messagesOf(host)).toEqual(['contacts: Insightly could not answer (HTTP 500)']);
	});

	describe('for a cause that others share', () => {
		it('is one log line and one error with all of them', async () => {
			const { provider, host } = await started(engine, BOTH);
			provider.script = failing({ status: 500 }, 'contacts', 'leads');
			await newsOf(host, 10);
			const said = 'contacts and leads: Insightly could not answer (HTTP 500)';
			expect(messagesOf(host)).toEqual([said]);
			expect(host.warnings).toEqual([`Test > Poll: ${said}`]);
		});

		it('is one error for a node with many, too', async () => {
			const { provider, host } = await started(engine, {
				parameters: { resources: ['contacts', 'leads', 'notes', 'projects', 'tasks'] },
			});
			provider.script = () => ({ status: 401 });
			await newsOf(host, 30);
			const said =
				'contacts, leads and 3 more: Insightly does not accept the credential (HTTP 401)';
			expect(messagesOf(host)).toEqual([said]);
			expect(host.warnings).toEqual([`Test > Poll: ${said}`]);
			provider.script = working;
			await newsOf(host, 6);
			expect(host.log.filter(({ message }) => message.includes('read again'))).toEqual([
				expect.objectContaining({
					level: 'info',
					message: expect.stringContaining('contacts, leads and 3 more: read again, after'),
				}),
			]);
		});

		it('is no news when it joins later', async () => {
			const { provider, host } = await started(engine, BOTH);
			provider.script = failing({ status: 401 }, 'contacts');
			await newsOf(host, 3);
			provider.script = failing({ status: 401 }, 'contacts', 'leads');
			await newsOf(host, 10);
			expect(host.errors).toHaveLength(1);
			expect(host.warnings).toHaveLength(1);
		});

		it('is news where each resource may have a cause of its own', async () => {
			const { provider, host } = await started(engine, BOTH);
			provider.script = failing({ status: 403 }, 'contacts');
			await newsOf(host, 3);
			provider.script = failing({ status: 403 }, 'contacts', 'leads');
			await newsOf(host, 10);
			expect(messagesOf(host)).toEqual([
				'contacts: Insightly forbids reading this (HTTP 403)',
				'leads: Insightly forbids reading this (HTTP 403)',
			]);
		});

		it.each<[string, (asked: Asked) => string]>([
			['numbers its refusals', ({ number }) => `Refused, trace 7f3a-${number}`],
			['names them by letters', ({ number }) => `Refused: ${LETTERS[number % 26].repeat(8)}`],
			['names what was asked for', ({ resource }) => `Refused: /${resource}`],
			['words them in turn', ({ number }) => ['Gone', 'Missing', 'Weg'][number % 3]],
		])('is the same cause when the provider %s', async (_name, words) => {
			const { provider, host } = await started(engine, BOTH);
			provider.script = (asked) => ({
				status: 401,
				body: JSON.stringify({ message: words(asked) }),
			});
			await newsOf(host, 10);
			expect(host.errors).toHaveLength(1);
			expect(host.warnings).toHaveLength(1);
		});
	});

	const byTurnsWith = [
		['401 and 403', 401, 403],
		['401 and 500', 401, 500],
		['500 and 404', 500, 404],
	] as const;
	describe.each(rows(byTurnsWith, 3, 1))('by turns with %s', (_name, one, other) => {
		const byTurns = () => {
			let asked = 0;
			return () => ({ status: (asked += 1) % 2 === 1 ? one : other });
		};

		it('is told once of each, and again after an hour', async () => {
			const { provider, host } = await started(engine);
			provider.script = byTurns();
			await newsOf(host, 55);
			expect(host.errors).toHaveLength(2);
			expect(host.warnings).toHaveLength(2);
			await newsOf(host, 30);
			expect(host.errors).toHaveLength(4);
		});

		it('is asked less and less often all the same', async () => {
			const { provider, host } = await started(engine);
			provider.script = byTurns();
			const gaps = await secondsBetweenRequests(provider, host, 32 * MINUTE);
			expect(gaps).toEqual([...gaps].sort((a, b) => a - b));
			expect(gaps[gaps.length - 1]).toBe(300);
		});
	});

	it.each<[string, Scripted]>([
		['may pass', { status: 500 }],
		['lasts', { status: 401 }],
	])('and that %s is reported again after an hour, then once a day', async (_name, fault) => {
		const { provider, host } = await started(engine);
		provider.script = () => fault;
		const reports: number[] = [];
		const errors: number[] = [];
		const began = Date.now();
		const step = () => (Date.now() - began < 2 * HOUR ? 5 * MINUTE : HOUR);
		for (; Date.now() - began < 3 * DAY; pass(step())) {
			const [lines, thrown] = [host.warnings.length, host.errors.length];
			await host.tick();
			const minutes = (Date.now() - began) / MINUTE;
			if (host.warnings.length > lines) reports.push(minutes);
			if (host.errors.length > thrown) errors.push(minutes);
		}
		expect(reports).toEqual([0, 60, 60 + 24 * 60, 60 + 48 * 60]);
		expect(errors).toEqual(reports);
	});

	it('is asked again in time after somebody has set the clock back', async () => {
		const { provider, host } = await started(engine);
		provider.script = () => ({ status: 500 });
		await newsOf(host, 2);
		setClock(Date.now() - 5 * HOUR);
		provider.asked.splice(0);
		pass(5 * MINUTE);
		await host.tick();
		expect(provider.asked).toHaveLength(1);
	});

	it('makes no engine wait for the others', async () => {
		const { provider, host } = await started(engine, { ...BOTH, settings: { backOff: true } });
		provider.script = failing({ status: 429, headers: { 'retry-after': '3600' } }, 'contacts');
		await newsOf(host, 2);
		expect(host.errors).toEqual([
			expect.objectContaining({ failure: { cause: 'temporarily-unavailable' } }),
		]);
		provider.change(9, { resource: 'leads' });
		expect(await newsOf(host, 1)).toEqual(['created leads 9/1']);
	});

	it('declares its true cause when nothing else works', async () => {
		const { provider, host } = await started(engine, BOTH);
		provider.script = failing(
			{ status: 429, headers: { 'retry-after': '3600' } },
			'contacts',
			'leads',
		);
		await newsOf(host, 1);
		expect(host.errors).toEqual([
			expect.objectContaining({ failure: { cause: 'rate-limited', retryAfterMs: HOUR } }),
		]);
	});

	describe('while publishing', () => {
		it.each<[string, Scripted]>([
			['401', { status: 401 }],
			['403', { status: 403 }],
			['404', { status: 404 }],
			['400', { status: 400 }],
			['a web page of a firewall', { status: 403, body: '<html></html>' }],
			['a redirect', { status: 301, headers: { location: 'https://elsewhere.example/' } }],
		])('%s stops it, because somebody has to mend it', async (_name, fault) => {
			const { provider, host } = await prepared(engine);
			provider.script = () => fault;
			await expect(host.publish()).rejects.toThrow(
				/^contacts: (a firewall in front of )?Insightly/,
			);
		});

		it.each<[string, Scripted]>([
			['429', { status: 429 }],
			['500', { status: 500 }],
			['503', { status: 503 }],
			['a broken connection', 'drop'],
			['a web page', { body: '<html></html>' }],
			['an empty text', { body: '' }],
			['an error object', { body: '{"Message":"later"}' }],
		])('%s does not', async (_name, fault) => {
			const { provider, host } = await prepared(engine);
			provider.script = () => fault;
			await host.publish();
			provider.change(9);
			pass(MINUTE);
			provider.script = working;
			expect(await newsOf(host, 2)).toEqual(['created 9/1']);
		});

		it.each(['init', 'leadershipChange'] as const)(
			'nothing stops it when n8n does so by itself (%s): the first poll tells',
			async (mode) => {
				const { provider, host } = await started(engine);
				provider.change(9);
				provider.script = () => ({ status: 401 });
				pass(5 * MINUTE);
				await host.publish(mode);
				pass(MINUTE);
				await newsOf(host, 3);
				expect(messagesOf(host)).toEqual([expect.stringContaining('credential')]);
				provider.script = working;
				pass(5 * MINUTE);
				expect(await newsOf(host, 1)).toEqual(['created 9/1']);
			},
		);

		it('what is known to fail is forgotten', async () => {
			const { provider, host } = await started(engine, BOTH);
			provider.script = failing({ status: 429, headers: { 'retry-after': '3600' } }, 'contacts');
			await newsOf(host, 2);
			provider.script = working;
			provider.change(9);
			expect(await newsOf(host, 2)).toEqual([]);
			host.unpublish();
			await host.publish();
			pass(MINUTE);
			await newsOf(host, 1);
			expect(shown(host.items)).toEqual(['created 9/1']);
		});
	});

	it('a new process tells it again', async () => {
		const { provider, host } = await started(engine);
		provider.script = () => ({ status: 401 });
		await newsOf(host, 3);
		await host.restart();
		await newsOf(host, 3);
		expect(host.errors).toHaveLength(2);
	});

	it('a setting that cannot be used is told once, too, and polls go on once it can', async () => {
		const { provider, host } = await started(engine);
		provider.change(9);
		const { settings } = host;
		host.settings = { ...settings, credentials: {} };
		await host.publish('init');
		expect(await newsOf(host, 5)).toEqual([]);
		expect(messagesOf(host)).toEqual([expect.stringContaining('Credential: none is chosen')]);
		host.settings = settings;
		await host.publish('init');
		pass(MINUTE);
		await newsOf(host, 1);
		expect(shown(host.items)).toEqual(['created 9/1']);
	});
});
