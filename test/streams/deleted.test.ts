import { deletedTest } from '../../nodes/OpenConnectors/streams/reading';

describe('the trace of a deletion', () => {
	it('is a record whose field has one of the values, compared as texts', () => {
		const isDeleted = deletedTest({ field: 'state', values: ['gone', 5] });
		for (const state of ['gone', 5, '5'])
			expect([state, isDeleted({ state })]).toEqual([state, true]);
		for (const state of ['here', null, ['gone']])
			expect([state, isDeleted({ state })]).toEqual([state, false]);
		expect(isDeleted({})).toBe(false);
	});

	it('is without values a record whose field says anything but no', () => {
		const isDeleted = deletedTest({ field: 'deleted' });
		for (const deleted of [true, 1, 'yes', '2026-01-05'])
			expect([deleted, isDeleted({ deleted })]).toEqual([deleted, true]);
		for (const deleted of [false, null, ''])
			expect([deleted, isDeleted({ deleted })]).toEqual([deleted, false]);
		expect(isDeleted({})).toBe(false);
	});
});
