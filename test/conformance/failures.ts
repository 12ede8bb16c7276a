import { SUBJECTS, type Connection } from '../../sandbox/n8n/subjects';
import type { Misbehaviour } from '../../sandbox/faults';
import type { FaultSettings } from '../../sandbox/server';
import { HOUR, pass, releaseTime } from '../harness/clock';
import { ENGINES, textOf } from '../harness/host';
import { itInTurn, rows } from '../length';
import { BARE_LIST, INTERRUPTIONS, LASTING, NO_LISTS, redirect } from '../harness/misbehaviours';
import { HttpServer } from '../harness/httpServer';
import { PAGE_SIZE, Scenario } from './scenario';

/*
 * What every connector promises by both connections while its provider fails: nothing is lost,
 * nothing is reported twice, the failure is reported as what it is, and the next polls go on.
 */

/** Polls of a failure that lasts: it has to be reported by their end. */
const FAILING_POLLS = 2;
const CHANGES = PAGE_SIZE + 4;
/** Places of a poll at which an answer fails. */
const PAGES = 3;
const PASSING = /^(temporarily-unavailable|rate-limited): |^Test > Poll: /;

interface Failure {
	readonly name: string;
	readonly faults: FaultSettings;
	/** What is reported: n8n's cause, and what happened. */
	readonly report: RegExp;
}

const status = (code: number, report: RegExp, more = {}): Failure => ({
	name: ['HTTP', code, ...Object.keys(more)].join(' '),
	faults: { fail: { status: code, ...more } },
	report,
});

/** The provider refuses in its own words. */
const REFUSALS: readonly Failure[] = [
	status(401, /^credential-invalid: .* does not accept the credential \(HTTP 401\)/),
	status(402, /^configuration-invalid: .*\(HTTP 402\)/),
	status(403, /^configuration-invalid: .* forbids reading this \(HTTP 403\)/),
	status(404, /^configuration-invalid: .* does not know this address \(HTTP 404\)/),
];
const OUTAGES: readonly Failure[] = [
	status(429, /^rate-limited: .* too many requests \(HTTP 429\)/),
	status(429, /^rate-limited: .* too many requests \(HTTP 429\)/, { retryAfterSeconds: 600 }),
	...[408, 500, 502, 503, 504].map((code) => status(code, PASSING)),
	{ name: 'a connection that is cut', faults: { drop: {} }, report: PASSING },
];
/** A list where an object is the answer, and an object where a list is. */
const otherKind: Misbehaviour = (response, answer) =>
	(answer.text.startsWith('[') ? NO_LISTS['{}'] : BARE_LIST['[]'])(response, answer);
/** What ends a request other than by an answer of the provider. */
const ENDINGS = Object.entries({ ...INTERRUPTIONS, 'a body of another kind': otherKind });
const LASTING_PAGES = Object.entries(LASTING).map(
	([name, by]): Failure => ({
		name: `${name}, as a page`,
		faults: { misbehave: { by } },
		report: new RegExp(`HTTP ${/\d+/.exec(name)?.[0]}`),
	}),
);

/** Every subject begins at another one: in the long run all of them together play each one. */
const endings = (first: number) => rows(ENDINGS, ENDINGS.length, first, 8);

/** What is tested of a connection: one resource of each kind of work. */
const subjectsOf = (connection: Connection) =>
	SUBJECTS.map((subject, turn) => ({
		...subject,
		turn,
		engine: ENGINES[(turn + (turn >> 1)) % 2],
		works: subject.works.map((work) => ({
			...work,
			resources: work.resources.slice(0, 1),
		})),
	})).filter((subject) => subject.connection === connection);

/** Declares the tests of all connectors by one connection. */
export function testFailures(connection: Connection): void {
	const subjects = subjectsOf(connection);

	describe.each(subjects)('$label, under the $engine engine', (subject) => {
		let scenario: Scenario;
		beforeAll(async () => {
			scenario = await Scenario.start(subject, subject.engine);
			await scenario.host.publish();
			await scenario.poll(2);
		});
		afterAll(async () => await scenario.stop());

		/** Everything arrives, long after what failed. */
		async function recover(): Promise<void> {
			scenario.fail();
			await scenario.poll(3, HOUR / 2);
			scenario.reports();
			scenario.expectComplete();
		}

		const { turn } = subject;
		/** Of what follows the first test each subject plays one in the short run, and all together play each. */
		const itsTurn = itInTurn(turn, 5);

		it.each(rows([...REFUSALS, ...OUTAGES, ...LASTING_PAGES], SUBJECTS.length, turn))(
			'$name, for a while',
			async ({ faults, report }) => {
				scenario.change(CHANGES);
				scenario.fail(faults);
				await scenario.poll(FAILING_POLLS, HOUR / 2);
				expect(scenario.reports()).toContainEqual(expect.stringMatching(report));
				await recover();
			},
		);

		itsTurn.each(endings(turn))('%s, for a while', async (_name, by) => {
			scenario.change(CHANGES);
			scenario.fail({ misbehave: { by } });
			await scenario.poll(FAILING_POLLS, HOUR / 2);
			expect(scenario.reports()).toContainEqual(expect.stringMatching(PASSING));
			await recover();
		});

		itsTurn.each(endings(turn + 1))(
			'%s, once in place of each page of a poll',
			async (_name, by) => {
				for (let after = 0; after < PAGES; after += 1) {
					scenario.change(CHANGES / 2);
					scenario.fail({ misbehave: { by, when: { next: 1, after } } });
					await scenario.poll(2, HOUR / 2);
				}
				await recover();
			},
		);

		itsTurn(
			'a redirect to another server: nothing goes there, and it is reported by its address',
			async () => {
				const away = await HttpServer.start(() => ({ text: '[]' }));
				scenario.change(CHANGES);
				scenario.fail({ misbehave: { by: redirect(302, `${away.url}/moved`) } });
				await scenario.poll(FAILING_POLLS, HOUR / 2);
				await away.stop();
				expect(away.asked).toEqual([]);
				expect(scenario.reports().join()).toContain(away.url);
				await recover();
			},
		);

		itsTurn.each(endings(turn))('Fetch Test Event says so: %s', async (_name, by) => {
			scenario.fail({ misbehave: { by } });
			await expect(scenario.host.fetchTestEvent().catch(textOf)).resolves.toMatch(PASSING);
			scenario.fail();
			expect(await scenario.host.fetchTestEvent()).not.toEqual([]);
		});

		itsTurn(
			'every failure that passes lets a workflow be published, every other one does not',
			async () => {
				for (const { faults, report, name } of rows([...REFUSALS, ...OUTAGES], 4, turn)) {
					scenario.fail(faults);
					const error = await scenario.host.publish().catch(textOf);
					const isLasting = !/^\^rate|^\^\(temp/.test(report.source);
					expect([name, typeof error]).toEqual([name, isLasting ? 'string' : 'undefined']);
					if (isLasting) expect(error).toMatch(report);
				}
				scenario.fail();
				await expect(scenario.host.publish()).resolves.toBeUndefined();
				scenario.change(CHANGES);
				await scenario.poll(3, HOUR / 2);
				scenario.expectComplete(subject.engine === 'in-memory');
			},
		);
	});

	it('no answer at all: the poll ends with its time, and reports it', async () => {
		const pollBudgetMs = 1_500;
		const scenarios: Scenario[] = [];
		for (const subject of subjects)
			scenarios.push(await Scenario.start(subject, subject.engine, {}, { pollBudgetMs }));
		for (const scenario of scenarios) {
			await scenario.host.publish();
			scenario.change(CHANGES);
			scenario.fail({ hang: {} });
		}
		pass(HOUR / 2);
		for (let poll = 0; poll < FAILING_POLLS; poll += 1)
			await Promise.all(scenarios.map(async ({ host }) => await host.tick()));
		for (const scenario of scenarios) {
			expect(scenario.reports()).toContainEqual(expect.stringMatching(PASSING));
			scenario.fail();
			await scenario.poll(3, HOUR / 2);
			scenario.expectComplete();
		}
		for (const { sandbox } of scenarios) await sandbox.stop();
		releaseTime();
	});
}
