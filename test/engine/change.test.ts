import { compareIds, compareTimes, datedVersion } from '../../nodes/OpenConnectors/engine/change';

it.each([
	['stamp alone', datedVersion('updated', 5), '5'],
	['stamp and content', datedVersion('updated', 5, 'c'), '5-c'],
	['content alone', datedVersion('created', undefined, 'c'), 'c'],
	['neither', datedVersion('created', undefined), ''],
	['deletion', datedVersion('deleted', 5, 'c'), '5-c-deleted'],
])('a version is named by its %s', (_what, name, expected) => {
	expect(name).toBe(expected);
});

it('times are in order, and no time comes last', () => {
	const times = [undefined, 3, -8.64e15, undefined, 8.64e15, 0, 3];
	expect([...times].map((time) => ({ time })).sort((a, b) => compareTimes(a.time, b.time))).toEqual(
		[-8.64e15, 0, 3, 3, 8.64e15, undefined, undefined].map((time) => ({ time })),
	);
});

it('ids that are numbers are in order by value, all others by their characters', () => {
	expect([10, 9, 100].sort(compareIds)).toEqual([9, 10, 100]);
	expect(['10', '9', 'b', 'a', '100'].sort(compareIds)).toEqual(['10', '100', '9', 'a', 'b']);
	expect([9, '10', 100].sort(compareIds)).toEqual(['10', 9, 100]);
	expect(compareIds('42', 42)).toBe(0);
});
