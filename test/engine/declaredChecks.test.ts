import type { Declared } from '../../nodes/OpenConnectors/core/rules';
import { UTC } from '../../nodes/OpenConnectors/dates/zone';
import { DeclaredChecks } from '../../nodes/OpenConnectors/engine/declaredChecks';
import { ImplausibleDatesError } from '../../nodes/OpenConnectors/engine/errors';
import { createRecordReader } from '../../nodes/OpenConnectors/streams/reader';

const ASKED = Date.UTC(2026, 0, 5);

const NEWEST_FIRST: Declared = { order: 'descending', endsWhenOlder: true, toleranceMs: 1_000 };

const codesOf = (checks: DeclaredChecks, fields = {}) =>
	checks.warnings(fields, false).map(({ code }) => code);

/** Times of a page, so many ms behind the instant asked for. */
const behind = (...ms: readonly number[]) => ms.map((before) => ASKED - before);

/** A page of so many records in the declared order, which is enough to believe it. */
const inOrder = (pairs: number) => behind(...Array.from({ length: pairs + 1 }, (_, at) => at - 10));

describe('a list that is said to be newest first', () => {
	const checked = (times: readonly number[]) => {
		const checks = new DeclaredChecks(NEWEST_FIRST, []);
		checks.addPage(times, ASKED);
		return checks;
	};

	it('ends behind a page that is older than what was asked for, once its order is seen', () => {
		expect(checked(inOrder(5)).isBehind(behind(1), 1, ASKED, false)).toBe(true);
		expect(checked(inOrder(4)).isBehind(behind(1), 1, ASKED, false)).toBe(false);
	});

	it('goes on behind a page that holds the very instant', () => {
		expect(checked(inOrder(5)).isBehind(behind(0, 1), 2, ASKED, false)).toBe(false);
	});

	it('goes on behind an empty page, and behind one with a record without a date', () => {
		expect(checked(inOrder(5)).isBehind([], 0, ASKED, false)).toBe(false);
		expect(checked(inOrder(5)).isBehind(behind(1), 2, ASKED, false)).toBe(false);
	});

	it('is read ten pages further at first, to see', () => {
		const checks = checked(inOrder(5));
		const ends = Array.from({ length: 11 }, () => checks.isBehind(behind(1), 1, ASKED, true));
		expect(ends).toEqual([...Array.from({ length: 10 }, () => false), true]);
	});

	it('goes on where it was found in another order, and the user hears of it', () => {
		const checks = checked([...inOrder(5), ASKED + 100]);
		expect(checks.isBehind(behind(1), 1, ASKED, false)).toBe(false);
		expect(codesOf(checks)).toEqual(['other-order']);
		const warned = new DeclaredChecks(NEWEST_FIRST, ['other-order']);
		warned.addPage(inOrder(5), ASKED);
		expect(warned.isBehind(behind(1), 1, ASKED, false)).toBe(false);
	});

	it('may hold equal dates, which do not show its order', () => {
		const checks = checked(behind(0, 0, 0, 0, 0, 0));
		expect(codesOf(checks)).toEqual([]);
		expect(checks.isBehind(behind(1), 1, ASKED, false)).toBe(false);
	});
});

describe('a list that is said to be oldest first', () => {
	const ORDERED: Declared = { order: 'ascending' };
	const warningsOf = (right: number, wrong: number) => {
		const checks = new DeclaredChecks(ORDERED, []);
		for (let at = 0; at < right; at += 1) checks.addPage([ASKED, ASKED + 1], ASKED);
		for (let at = 0; at < wrong; at += 1) checks.addPage([ASKED, ASKED - 1], ASKED);
		return codesOf(checks);
	};

	it('may hold some records that were edited meanwhile', () => {
		expect(warningsOf(0, 2)).toEqual([]);
		expect(warningsOf(57, 3)).toEqual([]);
		expect(warningsOf(56, 3)).toEqual(['other-order']);
		expect(warningsOf(0, 3)).toEqual(['other-order']);
	});

	it('is never ended early', () => {
		const checks = new DeclaredChecks(ORDERED, []);
		checks.addPage([ASKED, ASKED + 1, ASKED + 2, ASKED + 3, ASKED + 4, ASKED + 5], ASKED);
		expect(checks.isBehind(behind(1), 1, ASKED, false)).toBe(false);
	});
});

describe('a filter', () => {
	it('is in force while records are no older than its tolerance', () => {
		const codes = (before: number) => {
			const checks = new DeclaredChecks({ toleranceMs: 1_000 }, []);
			checks.addPage(behind(before), ASKED);
			return codesOf(checks);
		};
		expect(codes(1_000)).toEqual([]);
		expect(codes(1_001)).toEqual(['filter-ignored']);
	});
});

describe('dates and ids', () => {
	const reader = createRecordReader({
		id: 'id',
		updated: { path: 'at', format: 'milliseconds', zone: UTC },
	});
	const records = (times: readonly number[]) => times.map((at, id) => ({ id, at }));
	const check = (times: readonly number[]) => {
		const checks = new DeclaredChecks({ dates: true }, []);
		checks.addRecords(records(times), times, reader);
		return codesOf(checks);
	};

	it('in seconds where milliseconds are said are an error, once there are three', () => {
		const inSeconds = ASKED / 1_000;
		expect(() => check([inSeconds, inSeconds + 1, inSeconds + 2])).toThrow(ImplausibleDatesError);
		expect(check([inSeconds, inSeconds + 1])).toEqual(['implausible-dates']);
	});

	it('may be odd in some records', () => {
		expect(check([1, ASKED, ASKED])).toEqual([]);
	});

	it('lie between 1990 and 2200', () => {
		expect(check([Date.UTC(1990, 0, 1), ASKED])).toEqual([]);
		expect(check([Date.UTC(1990, 0, 1)])).toEqual([]);
		expect(check([Date.UTC(1990, 0, 1) - 1])).toEqual(['implausible-dates']);
		expect(check([Date.UTC(2200, 0, 1)])).toEqual(['implausible-dates']);
		expect(check([Date.UTC(2200, 0, 1) - 1])).toEqual([]);
	});

	it('are missed where no record has the created one, once there are three', () => {
		const created = { path: 'made', format: 'milliseconds', zone: UTC };
		const withCreated = createRecordReader({ id: 'id', created });
		const codes = (rows: ReadonlyArray<Readonly<Record<string, number>>>) => {
			const checks = new DeclaredChecks({ dates: true }, []);
			checks.addRecords(rows, [], withCreated);
			return codesOf(checks, withCreated);
		};
		expect(codes([{ id: 1 }, { id: 2 }, { id: 3 }])).toEqual(['no-created-dates']);
		expect(codes([{ id: 1 }, { id: 2 }])).toEqual([]);
		expect(codes([{ id: 1 }, { id: 2 }, { id: 3, made: ASKED }])).toEqual([]);
	});

	it('that most records of a page share tell none apart', () => {
		const repeated = (ids: readonly number[]) => {
			const checks = new DeclaredChecks({ dates: true }, []);
			const rows = ids.map((id, at) => ({ id, at: ASKED, name: at }));
			const times = rows.map(({ at }) => at);
			checks.addRecords(rows, times, reader);
			return codesOf(checks);
		};
		expect(repeated([1, 1, 1, 2, 2])).toEqual(['repeated-ids']);
		expect(repeated([1, 1, 2])).toEqual([]);
		expect(repeated([1, 1, 2, 2])).toEqual([]);
	});
});
