import type { RawRecord } from '../../nodes/OpenConnectors/core/page';
import {
	probeFields,
	VolatileSamples,
	withoutFields,
} from '../../nodes/OpenConnectors/engine/volatileFields';
import { createRecordReader } from '../../nodes/OpenConnectors/streams/reader';

const reader = createRecordReader({ id: 'id', volatile: ['ignored'] });

/** So many records, each holding the same beside its id. */
const records = (count: number, fields: RawRecord): RawRecord[] =>
	Array.from({ length: count }, (_, id) => ({ id, ...fields }));

describe('asking for records again', () => {
	/** @param answers what the first, second and third request give */
	const probe = async (...answers: readonly RawRecord[][]) => {
		const [first, ...later] = answers;
		let requests = 0;
		const found = await probeFields(first, async () => later[requests++] ?? [], reader);
		return { found, requests };
	};

	it('finds what differs both times, however deep it lies', async () => {
		const answers = [1, 2, 3].map((at) => records(4, { owner: { seen: at }, name: 'a' }));
		expect(await probe(...answers)).toEqual({ found: ['owner.seen'], requests: 2 });
	});

	it('asks once where nothing differs', async () => {
		const answer = records(4, { name: 'a', ignored: 1 });
		const again = records(4, { name: 'a', ignored: 2 }).reverse();
		expect(await probe(answer, again)).toEqual({ found: [], requests: 1 });
	});

	it('leaves alone what was edited meanwhile, once or in few records', async () => {
		const edited = [
			records(4, { name: 'a' }),
			records(4, { name: 'b' }),
			records(4, { name: 'b' }),
		];
		expect((await probe(...edited)).found).toEqual([]);
		const few = [1, 2, 3].map((at) => [{ id: 0, name: at }, ...records(9, { name: 1 }).slice(1)]);
		expect((await probe(...few)).found).toEqual([]);
	});

	it('finds a field that few records hold', async () => {
		const answers = [1, 2, 3].map((at) => [
			{ id: 0, link: `/files?${at}` },
			...records(9, {}).slice(1),
		]);
		expect((await probe(...answers)).found).toEqual(['link']);
	});

	it('leaves a path of more than 200 characters alone, as of records keyed by what they hold', async () => {
		const [kept, tooLong] = ['k'.repeat(200), 'k'.repeat(201)];
		const answers = [1, 2, 3].map((at) => records(4, { [kept]: at, [tooLong]: at }));
		expect((await probe(...answers)).found).toEqual([kept]);
	});

	it('that fails finds nothing', async () => {
		const failing = async () => await Promise.reject(new Error('HTTP 429'));
		expect(await probeFields(records(4, {}), failing, reader)).toEqual([]);
	});
});

it('a field is left out where it stands, and one of the same name elsewhere still counts', () => {
	const masked = withoutFields(reader, ['at', "owner['last seen']"]);
	const print = (at: number, inner: number, seen: number) =>
		masked.fingerprint({ id: 1, at, owner: { at: inner, 'last seen': seen } });
	expect(print(1, 1, 1)).toBe(print(2, 1, 2));
	expect(print(1, 1, 1)).not.toBe(print(1, 2, 1));
});

describe('a few records from reading to reading', () => {
	/** In which readings, from 1 on, a field is found that changes in so many of the records. */
	const foundIn = (count: number, busy: number, readings: number): readonly number[] => {
		const samples = new VolatileSamples();
		const found: number[] = [];
		for (let reading = 0; reading <= readings; reading += 1) {
			const list = records(count, { age: 0 }).map((record, index) =>
				index < busy ? { ...record, age: reading } : record,
			);
			const byId = new Map(list.map((record) => [String(record.id), record]));
			const changed = [...byId.keys()].slice(0, reading === 0 ? 0 : busy);
			if (samples.add(byId, changed, reader).length > 0) found.push(reading);
		}
		return found;
	};

	it.each([
		[100, 100, 3],
		[4, 4, 3],
		[2, 2, 6],
		[1, 1, 12],
	])('of %d records, changing in %d, find a field in reading %d', (count, busy, reading) => {
		expect(foundIn(count, busy, reading)).toEqual([reading]);
	});

	it.each([
		[100, 10],
		[3, 1],
	])('of %d records, edited in %d all the time, find none', (count, busy) => {
		expect(foundIn(count, busy, 40)).toEqual([]);
	});

	it('find what begins in records that were not looked at before', () => {
		const samples = new VolatileSamples();
		const found: string[] = [];
		for (let reading = 0; reading < 8; reading += 1) {
			const list = records(50, {}).map((record, index) =>
				index >= 45 ? { ...record, link: reading } : record,
			);
			const byId = new Map(list.map((record) => [String(record.id), record]));
			found.push(...samples.add(byId, ['45', '46', '47', '48', '49'], reader));
		}
		expect(found).toContain('link');
	});

	it('look at ten records at a time: what made room for others is looked at anew', () => {
		const samples = new VolatileSamples();
		const read = (reading: number, changed: readonly string[]) => {
			const list = records(16, {}).map((record, index) =>
				reading > 1 && index >= 4 && index < 8 ? { ...record, link: reading } : record,
			);
			const byId = new Map(list.map((record) => [String(record.id), record]));
			return samples.add(byId, changed, reader);
		};
		read(0, []);
		read(1, ['10', '11', '12', '13', '14', '15']);
		const busy = ['4', '5', '6', '7'];
		const found = [2, 3, 4, 5].map((reading) => read(reading, busy));
		expect(found).toEqual([[], [], [], ['link']]);
	});

	it('find nothing that pauses in between', () => {
		const samples = new VolatileSamples();
		for (let reading = 0; reading < 30; reading += 1) {
			const age = reading - Math.floor(reading / 3);
			const byId = new Map(records(10, { age }).map((record) => [String(record.id), record]));
			expect(samples.add(byId, [...byId.keys()], reader)).toEqual([]);
		}
	});
});
