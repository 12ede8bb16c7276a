import {
	ContentHistory,
	contentVersion,
	GONE,
} from '../../nodes/OpenConnectors/engine/contentHistory';

const [A, B] = [11, 22];
const saved = (history: ContentHistory) => {
	const read = ContentHistory.read(history.toText());
	if (!read) throw new Error('The history cannot be read');
	return read;
};

it('a content that comes back has a name of its own each time, over any number of polls', () => {
	let history = new ContentHistory();
	const versions: string[] = [];
	for (const [before, now] of [
		[A, B],
		[B, A],
		[A, B],
		[B, A],
	]) {
		history = saved(history);
		versions.push(contentVersion(now, history.occurrence('1,:é', before, now)));
	}
	expect(new Set(versions).size).toBe(4);
	expect(versions[0]).toBe(contentVersion(B, 1));
});

it('so has a deletion, and what is created again', () => {
	const history = new ContentHistory();
	const steps: ReadonlyArray<readonly [number, number]> = [
		[GONE, A],
		[A, GONE],
		[GONE, A],
		[A, GONE],
	];
	const versions = steps.map(([before, now]) =>
		contentVersion(now, history.occurrence('1', before, now)),
	);
	expect(versions).toEqual([contentVersion(A, 1), 'deleted', contentVersion(A, 2), 'deleted-2']);
});

it('keeps the records that changed last, and of each the latest contents', () => {
	const history = new ContentHistory();
	for (let id = 0; id < 2_000; id += 1) history.occurrence(String(id), A, B);
	expect(history.toText().length).toBeLessThan(20_000);
	expect(history.occurrence('1999', B, A)).toBe(2);
	expect(history.occurrence('0', B, A)).toBe(1);
	for (let content = 100; content < 200; content += 1) history.occurrence('1', A, content);
	expect(saved(history).occurrence('1', A, 199)).toBe(2);
});

it('a record that changed again is forgotten after those that did not', () => {
	const history = new ContentHistory();
	const changeOthers = (from: number, to: number) => {
		for (let id = from; id < to; id += 1) history.occurrence(String(id), A, B);
	};
	history.occurrence('busy', A, B);
	changeOthers(0, 400);
	history.occurrence('busy', B, A);
	changeOthers(400, 800);
	expect(history.occurrence('busy', A, B)).toBe(2);
});

it.each(['x', 'a:b', 'a:000000011', 'a:00000000B*0', 'a:00000000B*1:'])(
	'%s is no history',
	(text) => {
		expect(ContentHistory.read(text)).toBeUndefined();
	},
);
