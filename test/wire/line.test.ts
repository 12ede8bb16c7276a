import { Line, type Cutting } from '../n8n/chaosLine';
import { HttpServer } from '../harness/httpServer';

/*
 * The line that lies between the real n8n and its providers when these are played roughly: what it
 * says it cuts in mid-body is cut there.
 */

let server: HttpServer;
let line: Line;

const TEXT = JSON.stringify(Array.from({ length: 50 }, (_value, id) => ({ id })));

beforeEach(async () => {
	server = await HttpServer.start(({ url }) => ({
		text: url.includes('empty') ? '[]' : TEXT,
		headers: url.includes('chunked')
			? {}
			: { 'content-length': url.includes('empty') ? 2 : TEXT.length },
	}));
	line = await Line.lay(server.url);
});
afterEach(async () => {
	await line.refuse();
	await server.stop();
});

/** What a client gets: headers, and how much of the body before it breaks off. */
async function get(path: string) {
	const response = await fetch(line.via(server.url + path));
	let bytes = 0;
	const isWhole = await (async () => {
		for await (const chunk of response.body ?? []) bytes += (chunk as Uint8Array).length;
	})().then(
		() => true,
		() => false,
	);
	return { status: response.status, headers: response.headers, bytes, isWhole };
}

it('nothing is cut unless it is told to', async () => {
	expect(await get('/list')).toMatchObject({ status: 200, bytes: TEXT.length, isWhole: true });
	expect(line.answersCut).toBe(0);
});

it.each(['/list', '/list?chunked', '/list?empty'])(
	'%s: headers and a part of the body pass, whether the length is stated or not',
	async (path) => {
		line.cutAnswers('all');
		const cut = [await get(path), await get(path)];
		for (const { status, bytes, isWhole } of cut) {
			expect({ status, isWhole }).toEqual({ status: 200, isWhole: false });
			expect(bytes).toBeLessThan(TEXT.length);
		}
		expect(line.answersCut).toBe(2);
		if (path.includes('chunked')) return;
		expect(cut.map(({ headers }) => headers.has('content-length'))).toEqual([true, false]);
	},
);

it.each<[Cutting, readonly string[], readonly boolean[]]>([
	['every third', ['/a', '/b', '/c', '/d', '/e', '/f'], [true, true, false, true, true, false]],
	[
		'behind the first page',
		['/a?skip=0&top=5', '/a?skip=5&top=5', '/a?pageSize=5', '/a?pageSize=5&nextPage=x'],
		[true, false, true, false],
	],
])('%s: these answers are cut and no others', async (cutting, paths, whole) => {
	line.cutAnswers(cutting);
	const got: boolean[] = [];
	for (const path of paths) got.push((await get(path)).isWhole);
	expect(got).toEqual(whole);
	expect(line.answersCut).toBe(2);
	line.cutAnswers('none');
	expect((await get(paths[1])).isWhole).toBe(true);
});
