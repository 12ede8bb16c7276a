import type { JsonRecord, JsonValue } from '../../sandbox/json';
import {
	readMaximizer,
	rowsOf,
	startMaximizer,
	type ReadRequest,
	type StartedMaximizer,
} from './maximizerClient';

/** 12:00:00.700 UTC, 04:00:00.700 in Los Angeles. */
const AT = Date.UTC(2026, 0, 5, 12, 0, 0, 700);
const SHOWN = '2026-01-05T04:00:00Z';

let maximizer: StartedMaximizer;

beforeAll(async () => {
	maximizer = await startMaximizer(AT);
	maximizer.world.create('leads', {
		fields: { LastName: 'Unheard-of', Status: 2, NoEmployees: 77, Source: 'Web' },
	});
});

beforeEach(() => {
	maximizer.behaviour.reset();
	maximizer.behaviour.set({ requestsPerWindow: 10_000 });
});

afterAll(async () => await maximizer.stop());

const read = async (entity: string, request: ReadRequest): Promise<readonly JsonRecord[]> =>
	rowsOf(await readMaximizer(maximizer, entity, request), entity);

const OURS = { NoEmployees: { $EQ: 77 } };

const readLead = async (fields: JsonValue): Promise<JsonRecord> =>
	(await read('Lead', { fields, query: OURS }))[0];

/** Whether our lead passes a condition. */
const passes = async (condition: JsonRecord): Promise<boolean> =>
	(await read('Lead', { query: { $AND: [OURS, condition] } })).length === 1;

describe('the scope', () => {
	it('gives the fields named and no others, in the spelling of the schema', async () => {
		expect(Object.keys(await readLead({ lastname: 1, Status: 1 }))).toEqual(['LastName', 'Status']);
	});

	it('gives parts of a value, in the spelling that was asked', async () => {
		const lead = await readLead({
			Key: { Value: 1, ID: 1, Number: 1, EntityType: 1 },
			Status: { Key: 1, DisplayValue: 1 },
			LastModifyDate: { Value: 1, DisplayValue: 1 },
			AssignedTo: { Uid: 1, DisplayName: 1 },
			Creator: { Key: { Value: 1, UID: 1 } },
			Phone1: { Number: 1 },
			Address: { Zipcode: 1 },
			'Status/DisplayValue': 1,
		});
		expect(lead).toEqual({
			Key: {
				Value: expect.any(String),
				ID: expect.stringMatching(/^\d{21}LE$/),
				Number: 0,
				EntityType: 19,
			},
			Status: { Key: 2, DisplayValue: 'Working' },
			LastModifyDate: { Value: SHOWN, DisplayValue: '1/5/2026 4:00 AM' },
			AssignedTo: { Uid: expect.stringMatching(/^[A-Z0-9]+$/), DisplayName: expect.any(String) },
			Creator: { Key: { Value: expect.any(String), UID: expect.any(String) } },
			Phone1: { Number: expect.stringContaining('555') },
			Address: { Zipcode: expect.any(String) },
			'Status/DisplayValue': 'Working',
		});
	});

	it('gives lists where a list is asked for', async () => {
		const fields = { AccountManager: [{ Key: { Value: 1 }, DisplayValue: 1 }], Category: 1 };
		const [row] = await read('AbEntry', { fields, top: 1 });
		expect(row.AccountManager).toEqual([
			{ Key: { Value: expect.any(String) }, DisplayValue: expect.any(String) },
		]);
		expect(Array.isArray(row.Category)).toBe(true);
	});

	it('knows the field of a user by number and by name', async () => {
		const lead = await readLead({ 'Udf/$TYPEID(57993)': 1, 'Udf/$NAME(Sandbox change)': 1 });
		expect(Object.values(lead)).toEqual([
			maximizer.world.changes.at(-1)?.n,
			maximizer.world.changes.at(-1)?.n,
		]);
	});

	it('leaves out or nulls what is empty, refuses or leaves out what is unknown', async () => {
		const fields = { LastName: 1, MiddleName: 1 };
		expect(await readLead(fields)).not.toHaveProperty('MiddleName');
		maximizer.behaviour.set({ emptyFields: 'null' });
		expect(await readLead(fields)).toHaveProperty('MiddleName', null);
		const unknown = { fields: { LastName: 1, Nothing: 1 }, query: OURS };
		expect((await readMaximizer(maximizer, 'Lead', unknown)).body.Code).toBe(-1);
		maximizer.behaviour.set({ unknownFields: 'leaveOut' });
		expect(Object.keys((await read('Lead', unknown))[0])).toEqual(['LastName']);
	});

	it('comes as an object when there is one row, unless told otherwise', async () => {
		const dataOf = async () => (await readMaximizer(maximizer, 'Lead', { query: OURS })).body.Lead;
		expect(await dataOf()).toEqual({ Data: { Key: expect.any(String) } });
		maximizer.behaviour.set({ oneRow: 'list' });
		expect(await dataOf()).toEqual({ Data: [{ Key: expect.any(String) }] });
	});
});

describe('dates', () => {
	it('show the wall time of the account and a Z; the address beside them is true', async () => {
		const fields = { CreationDate: 1, LastModifyDate: 1, Address: 1 };
		expect(await readLead(fields)).toMatchObject({
			CreationDate: SHOWN,
			LastModifyDate: SHOWN,
			Address: { CreationDate: '2026-01-05T12:00:00Z', LastModifyDate: '2026-01-05T12:00:00Z' },
		});
		maximizer.behaviour.set({ dateZone: 'UTC' });
		expect(await readLead({ CreationDate: 1 })).toEqual({ CreationDate: '2026-01-05T12:00:00Z' });
		maximizer.faults.set({ stampZone: 'Asia/Tokyo' });
		expect(await readLead({ CreationDate: 1 })).toEqual({ CreationDate: '2026-01-05T21:00:00Z' });
		maximizer.faults.clear();
	});

	it.each([
		['2026-01-05T04:00:00Z', { shown: true, utc: false, digits: true }],
		['2026-01-05T04:00:00', { shown: true, utc: false, digits: true }],
		['2026-01-05T04:00:00-08:00', { shown: true, utc: true, digits: true }],
		['2026-01-05T12:00:00Z', { shown: false, utc: true, digits: false }],
		['2026-01-05T12:00:00+00:00', { shown: true, utc: true, digits: false }],
	])('in a condition: %s is our second by %o', async (literal, expected) => {
		const second = literal.slice(0, 17);
		const high = `${second}01${literal.slice(19)}`;
		for (const [conditionDates, isOurs] of Object.entries(expected)) {
			if (conditionDates !== 'shown' && conditionDates !== 'utc' && conditionDates !== 'digits') {
				throw new Error(conditionDates);
			}
			maximizer.behaviour.set({ conditionDates });
			expect([conditionDates, await passes({ CreationDate: { $RANGE: [literal, high] } })]).toEqual(
				[conditionDates, isOurs],
			);
		}
	});

	it('repeat an hour in autumn: the later record is shown, and found, as the earlier one', async () => {
		const { world } = maximizer;
		for (const [hour, employees] of [
			[8, 81],
			[9, 82],
		]) {
			const at = Date.UTC(2025, 10, 2, hour, 30);
			world.create('leads', { at, fields: { NoEmployees: employees } });
		}
		const query = { NoEmployees: { $IN: [81, 82] } };
		const shown = await read('Lead', { fields: { CreationDate: 1 }, query });
		expect(shown.map(({ CreationDate: date }) => date)).toEqual([
			'2025-11-02T01:30:00Z',
			'2025-11-02T01:30:00Z',
		]);
		const later = { CreationDate: { $GT: '2025-11-02T01:30:00Z' } };
		expect(await read('Lead', { query: { $AND: [query, later] } })).toEqual([]);
	});

	it('are kept finer than they are shown, unless told otherwise', async () => {
		const bounds = async () => [
			await passes({ LastModifyDate: { $GT: SHOWN } }),
			await passes({ LastModifyDate: { $LE: SHOWN } }),
			await passes({ LastModifyDate: { $EQ: SHOWN } }),
		];
		expect(await bounds()).toEqual([true, false, false]);
		maximizer.behaviour.set({ storedPrecision: 'second' });
		expect(await bounds()).toEqual([false, true, true]);
	});

	it.each([
		['$NOW()', true],
		['$OFFSET(D-1, $NOW())', false],
		['$TODAY()', false],
		['$OFFSET(D+1,$TODAY())', true],
		['$THISWEEK()', false],
		['$OFFSET(W+1,$THISWEEK())', true],
		['$THISMONTH()', false],
		['$OFFSET(M+1,$THISMONTH())', true],
		['$THISYEAR()', false],
		['$OFFSET(Y+1,$THISYEAR())', true],
		['2026-01-05', false],
		['2026-01-06', true],
	])('an hour later, our lead was made before %s: %s', async (bound, isBefore) => {
		maximizer.world.clock.freeze(AT + 3_600_000);
		expect(await passes({ CreationDate: { $LT: bound } })).toBe(isBefore);
	});
});

describe('conditions', () => {
	it.each<[JsonRecord, boolean]>([
		[{ LastName: { $EQ: 'unheard-OF' } }, true],
		[{ LastName: { $NE: 'Unheard-of' } }, false],
		[{ LastName: { $LIKE: '%heard%' } }, true],
		[{ LastName: { $NLIKE: 'heard%' } }, true],
		[{ Source: { $IN: ['Referral', 'Web'] } }, true],
		[{ Source: { $NIN: ['Referral', 'Web'] } }, false],
		[{ Status: { $EQ: 2 } }, true],
		[{ Status: { $IN: ['1', '3'] } }, false],
		[{ NoEmployees: { $RANGE: [77, 78] } }, true],
		[{ NoEmployees: { $NRANGE: [70, 76] } }, true],
		[{ MiddleName: { $EQ: 'x' } }, false],
		[{ MiddleName: { $NE: 'x' } }, true],
		[{ $OR: [{ Status: { $EQ: 1 } }, { Source: { $EQ: 'Web' } }] }, true],
		[{ Status: { $EQ: 2 }, Source: { $EQ: 'Fax' } }, false],
		[{ Address: { City: { $EQ: 'Atlantis' } } }, false],
		[{ 'Address/City': { $NE: 'Atlantis' } }, true],
		[{ Key: '*' }, true],
	])('%j: %s', async (condition, isOurs) => {
		expect(await passes(condition)).toBe(isOurs);
	});

	it.each<[string, JsonRecord]>([
		['an unknown field', { Nothing: { $EQ: 1 } }],
		['an unknown operator', { LastName: { $SOUNDS: 'x' } }],
		['no operator', { LastName: 'x' }],
		['what is no date', { CreationDate: { $GE: 'yesterday' } }],
		['what is no number', { NoEmployees: { $GE: 'many' } }],
		['half a range', { NoEmployees: { $RANGE: [1] } }],
		['a list for one value', { LastName: { $EQ: ['x'] } }],
		['no list for $AND', { $AND: {} }],
	])('are refused with %s', async (_name, query) => {
		const { status, body } = await readMaximizer(maximizer, 'Lead', { query });
		expect([status, body.Code]).toEqual([200, -1]);
	});

	it('are refused for fields that cannot be searched', async () => {
		maximizer.behaviour.set({ notQueryable: ['Lead/LastModifyDate'] });
		const query = { LastModifyDate: { $GE: SHOWN } };
		expect((await readMaximizer(maximizer, 'Lead', { query })).body.Code).toBe(-1);
	});
});

it('counts as shown what it lists and what it leaves out as too old, nothing else', async () => {
	const { world } = maximizer;
	const later = world.create('leads', { at: AT + 60_000 });
	const earlier = world.create('leads', { at: AT - 60_000 });
	const latest = world.create('leads', { at: AT + 120_000 });
	const range = { LastModifyDate: { $RANGE: [SHOWN, '2026-01-05T04:01:30Z'] } };
	await read('Lead', { query: range });
	expect([later, earlier, latest].map(({ n }) => world.wasShown(n))).toEqual([true, true, false]);
});
