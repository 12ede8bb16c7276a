import { UTC } from '../../nodes/OpenConnectors/dates/zone';
import { PagePositionError, type Page, type ReadPage } from '../../nodes/OpenConnectors/core/page';
import { offsetPaginator } from '../../nodes/OpenConnectors/streams/paging/offset';
import { readPages } from '../../nodes/OpenConnectors/streams/readPages';
import { settingsRequester } from '../../nodes/OpenConnectors/streams/requester';
import type { OffsetPaging } from '../../nodes/OpenConnectors/configuration/language';
import { createStreams } from '../../nodes/OpenConnectors/streams';
import { identified, recordSelector } from '../../nodes/OpenConnectors/streams/records';
import { SourceError } from '../../nodes/OpenConnectors/streams/sourceError';
import { idsFrom, script, type Script, type Scripted } from './script';
import { ASKED } from './asked';

const SKIP_TOP: OffsetPaging = {
	type: 'offset',
	offsetParam: 'skip',
	limitParam: 'top',
};

const SINCE = Date.UTC(2026, 0, 5, 14, 3, 9);
const DATE = 'Mon, 05 Jan 2026 14:30:00 GMT';

/** Reads from a position to the last page. */
async function readAll(readPage: ReadPage, position?: string): Promise<readonly Page[]> {
	const pages = [await readPage(SINCE, position)];
	for (let next = pages[0].next; next !== undefined; ) {
		const page = await readPage(SINCE, next);
		pages.push(page);
		next = page.next;
	}
	return pages;
}

const idsOf = (pages: readonly Page[]) => pages.map(({ records }) => records.map(({ id }) => id));

const errorOf = async (work: Promise<unknown>): Promise<unknown> => {
	try {
		await work;
	} catch (error) {
		return error;
	}
	throw new Error('there was no error');
};

/** Both sources take an answer in the same way. */
const SOURCES: ReadonlyArray<readonly [string, (played: Script) => ReadPage]> = [
	['the provider', (played) => provider(played, 2)],
	['the platform', (played) => platform(played)],
];

/** A list by skip and top. */
function listBy(paging: OffsetPaging, pageSize: number, url = '/Contacts/Search?since=${epoch}') {
	const list = settingsRequester({
		...ASKED,
		list: { url, paging },
		apiUrl: () => 'https://api.example',
		root: 'https://api.example',
		pageSize,
	});
	return { ...list, select: recordSelector() };
}

function provider({ send, budget }: Script, pageSize: number, withTotal = true): ReadPage {
	const lists = [
		listBy(withTotal ? { ...SKIP_TOP, totalHeader: 'X-Total-Count' } : SKIP_TOP, pageSize),
	];
	return readPages({ lists, send, budget });
}

function platform(
	{ send, budget }: Script,
	url = "/hubs/crm/contacts?where=t>'${gmtDate:yyyy-MM-dd HH:mm:ss}'",
): ReadPage {
	const { streams } = createStreams({
		parameters: {
			connector: 'other',
			connection: 'openConnectors',
			selection: { kind: 'json', source: { contacts: { url, idField: 'id' } } },
			events: new Set(['created', 'updated']),
			start: { kind: 'now' },
			zone: UTC,
			variables: { id: '7 8' },
		},
		credential: { baseUrl: 'https://host.example' },
		memory: { queues: new Map(), accountIds: new Map() },
		send,
		report: () => undefined,
	});
	return streams[0].pages(budget);
}

describe.each(SOURCES)('a page of %s', (_name, pagesOf) => {
	it('is a list of records, with the clock of the answer', async () => {
		const played = script([
			{ body: '[{"id":1},{"id":9007199254740993}]', headers: { date: DATE } },
		]);
		const page = await pagesOf(played)(SINCE);
		expect(page.records).toEqual([{ id: 1 }, { id: '9007199254740993' }]);
		expect(page.date).toBe(Date.UTC(2026, 0, 5, 14, 30));
	});

	it.each([
		['an empty list', { body: '[]' }],
		['204, which has no body', { status: 204, body: '' }],
	])('may be %s: no records, and nothing behind it', async (_case, answer) => {
		const page = await pagesOf(script([answer]))(SINCE);
		expect(page).toEqual({ records: [], date: undefined });
	});

	it.each([
		['an object', '{"Data":[]}', 'an object'],
		['an empty object', '{}', 'an object'],
		['an error object', '{"message":"Internal error"}', 'an error object: Internal error'],
		['a fault', '{"fault":{"faultstring":"Failed"}}', 'an error object: Failed'],
		['null', 'null', 'null'],
		['a text', '"x"', 'a string'],
		['a number', '5', 'a number'],
		['an empty text', '', 'an empty text'],
		['blanks', ' \n', 'an empty text'],
		['a web page', '<html>sign in</html>', 'a web page'],
		['a web page behind blanks', '\n <html>', 'a web page'],
		['other text', 'Service busy', 'text that is no JSON'],
		['half a list', '[{"id":1},', 'JSON that breaks off'],
		[
			'a list of errors',
			'[{"error_key":"x","error_message":"Later."}]',
			'a list of errors: Later.',
		],
		['a list of numbers', '[{"id":1},2]', 'a list whose entry 2 is no record'],
		['a list of lists', '[[]]', 'a list whose entry 1 is no record'],
		['a list with a hole', '[{"id":1},{"id":2},null]', 'a list whose entry 3 is no record'],
	])('that is %s holds no list, and says so', async (_case, body, message) => {
		const error = await errorOf(pagesOf(script([{ body }]))(SINCE));
		expect(error).toBeInstanceOf(SourceError);
		expect(error).toMatchObject({ code: 'no-list', message });
	});

	it.each([
		['{"contacts":[{"id":1}],"error":{"message":"timed out"}}', 'timed out'],
		['{"contacts":[],"errors":["timed out"]}', 'timed out'],
		['{"contacts":[],"fault":{"faultstring":"timed out"}}', 'timed out'],
		['{"contacts":[],"error":true}', undefined],
		['{"contacts":[],"Error":{"Message":"timed out"}}', 'timed out'],
		['{"contacts":[],"success":false,"message":"timed out"}', 'timed out'],
		['{"contacts":[],"status":500,"message":"timed out"}', 'timed out'],
		['{"contacts":[],"statusCode":"503"}', undefined],
		['{"contacts":[],"error_key":"x","error_message":"timed out"}', 'timed out'],
	])('that holds an error beside its list is none: %s', (body, words) => {
		const select = () => recordSelector('contacts')(JSON.parse(body));
		const told = words === undefined ? '' : `: ${words}`;
		expect(select).toThrow(new SourceError('no-list', `an error beside the list${told}`));
	});

	it.each([
		'{"contacts":[{"id":1}],"error":null,"errors":[],"fault":{}}',
		'{"contacts":[{"id":1}],"error":false,"errors":"","fault":0}',
		'{"contacts":[{"id":1}],"success":true,"status":200,"message":"fine"}',
		'{"contacts":[{"id":1}],"status":404,"message":"of another thing"}',
	])('may say beside its list that there is no error: %s', (body) => {
		expect(recordSelector('contacts')(JSON.parse(body))).toEqual([{ id: 1 }]);
	});

	it('of things without an id is none', () => {
		const select = identified(recordSelector(), 'CONTACT_ID', (record) => record.CONTACT_ID);
		expect(() => select([{}])).toThrow('a list of things without "CONTACT_ID"');
		expect(() => select([{ status: 'maintenance', Message: 'Later.', StackTrace: 'x' }])).toThrow(
			'a list of things without "CONTACT_ID": Later.',
		);
		expect(select([{ CONTACT_ID: 1 }, {}])).toHaveLength(2);
		expect(select([])).toEqual([]);
	});

	it('may hold records about errors', () => {
		const records = [{ id: 1, message: 'x', code: 5 }];
		expect(recordSelector()(records)).toBe(records);
	});

	it('of nothing but errors is taken for records when there are more than twenty', () => {
		const errors = Array.from({ length: 21 }, () => ({ error_key: 'x', error_message: 'Later.' }));
		expect(recordSelector()(errors)).toBe(errors);
		expect(() => recordSelector()(errors.slice(1))).toThrow('a list of errors: Later.');
	});

	it('behind another is not ended by 204 or by a part: there has to be a list', async () => {
		for (const status of [204, 206]) {
			const played = script([{ status, body: status === 206 ? '[]' : '' }]);
			const error = await errorOf(pagesOf(played)(SINCE, '4'));
			const cause = error instanceof PagePositionError ? error.cause : error;
			expect(cause).toBeInstanceOf(SourceError);
		}
	});

	it('of four million values is the largest that is read', async () => {
		const body = `[${'1,'.repeat(3_999_999)}1]`;
		const error = await errorOf(pagesOf(script([{ body }]))(SINCE));
		expect(error).toMatchObject({ message: 'a list whose entry 1 is no record' });
	});

	it.each(['[', '{},', '1,', '"",'])('that is a flood of %s is too large', async (piece) => {
		const body = `[${piece.repeat(4_500_000)}`;
		const error = await errorOf(pagesOf(script([{ body }]))(SINCE));
		expect(error).toMatchObject({ code: 'too-large', message: 'more than 4 million values' });
	});

	it.each([
		['{"a":', '}'],
		['[', ']'],
		['{"error":', '}'],
		['{"message":[', ']}'],
	])('that is nested without end is no list: %s', async (open, close) => {
		const body = `${open.repeat(50_000)}1${close.repeat(50_000)}`;
		const error = await errorOf(pagesOf(script([{ body }]))(SINCE));
		expect(error).toMatchObject({ code: 'no-list' });
	});

	it('may hold texts of millions of commas', async () => {
		const text = ','.repeat(5_000_000);
		const page = await pagesOf(script([{ body: `[{"id":1,"text":"${text}"}]` }]))(SINCE);
		expect(page.records).toHaveLength(1);
	});

	it('that is no list once is asked for again', async () => {
		const played = script([{ body: '' }, { body: '[{"id":1}]' }]);
		expect((await pagesOf(played)(SINCE)).records).toEqual([{ id: 1 }]);
	});

	it.each<[string, Scripted, object]>([
		[
			'a refusal',
			{ status: 401, body: '{"Message":"denied"}' },
			{ code: 'unauthorized', message: 'denied' },
		],
		['a failure', { status: 500 }, { code: 'unavailable', status: 500 }],
		['an outage', new SourceError('unreachable', 'gone'), { code: 'unreachable', message: 'gone' }],
	])('that is %s gives that error', async (_case, answer, expected) => {
		const error = await errorOf(pagesOf(script([answer]))(SINCE));
		expect(error).toBeInstanceOf(SourceError);
		expect(error).toMatchObject(expected);
	});

	it('is asked for again when the provider is busy', async () => {
		const played = script([{ status: 503 }, { body: '[{"id":1}]' }]);
		expect((await pagesOf(played)(SINCE)).records).toEqual([{ id: 1 }]);
		expect(new Set(played.urls()).size).toBe(1);
		expect(played.slept).toEqual([1_000]);
	});
});

describe('pages by skip and top', () => {
	it.each([
		[500, 10],
		[20, 10],
		[19, 9],
		[7, 3],
		[2, 1],
		[1, 0],
	])('of %i records share %i with their neighbours', (pageSize, shared) => {
		expect(offsetPaginator(SKIP_TOP, pageSize).overlap).toBe(shared);
	});

	const headers = (total: number) => ({ 'x-total-count': String(total) });
	const totalled = (first: number, last: number, total: number): Scripted => ({
		body: idsFrom(first, last),
		headers: headers(total),
	});

	it('ask for position and size, behind the parameters of the url', async () => {
		const played = script([totalled(1, 4, 7), totalled(3, 6, 7), totalled(5, 7, 7)]);
		const pages = await readAll(provider(played, 4));
		const url = `https://api.example/Contacts/Search?since=${SINCE}`;
		expect(played.urls()).toEqual([
			`${url}&skip=0&top=4`,
			`${url}&skip=2&top=4`,
			`${url}&skip=4&top=4`,
		]);
		expect(idsOf(pages)).toEqual([
			[1, 2, 3, 4],
			[3, 4, 5, 6],
			[5, 6, 7],
		]);
		expect(pages.map(({ next }) => next)).toEqual(['2', '4', undefined]);
	});

	it('go on at the position that is kept', async () => {
		const played = script([totalled(5, 7, 7)]);
		await readAll(provider(played, 4), '4');
		expect(played.urls()[0]).toContain('&skip=4&top=4');
	});

	it.each<[string, readonly Scripted[], number, boolean, readonly (string | undefined)[]]>([
		['a total that is reached', [totalled(1, 4, 4)], 4, true, [undefined]],
		['a short page that reaches the total', [totalled(1, 3, 3)], 4, true, [undefined]],
		['an empty list', [totalled(1, 0, 0)], 4, true, [undefined]],
		[
			'a provider that caps the page size: the total decides',
			[totalled(1, 3, 5), totalled(3, 5, 5)],
			4,
			true,
			['2', undefined],
		],
		[
			'a full page without a total',
			[{ body: idsFrom(1, 4) }, { body: idsFrom(3, 5) }],
			4,
			false,
			['2', undefined],
		],
		['a short page without a total', [{ body: idsFrom(1, 3) }], 4, false, [undefined]],
		['a total that is asked for and not told', [{ body: idsFrom(1, 3) }], 4, true, [undefined]],
		[
			'an unreadable total',
			[{ body: idsFrom(1, 3), headers: { 'x-total-count': 'many' } }],
			4,
			true,
			[undefined],
		],
		[
			'a negative total, which counts as none',
			[totalled(1, 4, -1), totalled(3, 5, -1)],
			4,
			true,
			['2', undefined],
		],
		[
			'a total below what came, which is not believed',
			[totalled(1, 4, 2), totalled(3, 5, 2)],
			4,
			true,
			['2', undefined],
		],
		['one record a page', [totalled(1, 1, 2), totalled(2, 2, 2)], 1, true, ['1', undefined]],
	])('%s', async (_name, answers, pageSize, withTotal, nexts) => {
		const played = script(answers);
		const pages = await readAll(provider(played, pageSize, withTotal));
		expect(pages.map(({ next }) => next)).toEqual(nexts);
	});

	it.each([undefined, '2'])(
		'do not end at an empty page before the total: %s',
		async (position) => {
			const played = script([{ body: '[]', headers: headers(900) }]);
			const error = await errorOf(provider(played, 4)(SINCE, position));
			expect(error).toMatchObject({
				code: 'no-list',
				message: 'an empty page, though it says that there are 900 records,',
			});
		},
	);

	it('always go forward, and read each record, whatever the sizes', async () => {
		for (let pageSize = 1; pageSize <= 25; pageSize += 1) {
			for (const total of [0, 1, pageSize - 1, pageSize, pageSize + 1, 61]) {
				const read: number[] = [];
				const budget = script([]).budget;
				const pages = readPages({
					lists: [listBy({ ...SKIP_TOP, totalHeader: 'X-Total-Count' }, pageSize, '/x')],
					budget,
					send: async ({ url }) => {
						const skip = Number(/skip=(\d+)/.exec(url)?.[1]);
						read.push(skip);
						const last = Math.min(total, skip + pageSize);
						return { status: 200, headers: headers(total), body: idsFrom(skip + 1, last) };
					},
				});
				const ids = new Set(idsOf(await readAll(pages)).flat());
				expect(ids.size).toBe(Math.max(0, total));
				expect(read).toEqual([...new Set(read)].sort((a, b) => a - b));
			}
		}
	});

	it('that are refused are refused: an offset never grows old', async () => {
		const error = await errorOf(
			provider(script([{ status: 400, body: '{"Message":"skip"}' }]), 4)(SINCE, '4'),
		);
		expect(error).toBeInstanceOf(SourceError);
		expect(error).toMatchObject({ code: 'rejected', message: 'skip' });
	});
});

describe('pages of the platform', () => {
	const HUB = 'https://host.example/elements/api-v2/hubs/crm/contacts';
	const next = (token: string) => ({ 'elements-next-page-token': token });

	it('go on by the token of the header, which is encoded as it came', async () => {
		const played = script([
			{ body: idsFrom(1, 2), headers: next('eyJ+/= &%20') },
			{ body: '[]', headers: next('b') },
			{ body: idsFrom(3, 3) },
		]);
		const pages = await readAll(platform(played));
		const first = `${HUB}?where=t%3E%272026-01-05%2014%3A03%3A09%27&pageSize=200`;
		expect(played.urls()).toEqual([
			first,
			`${first}&nextPage=eyJ%2B%2F%3D%20%26%2520`,
			`${first}&nextPage=b`,
		]);
		expect(idsOf(pages)).toEqual([[1, 2], [], [3]]);
		expect(pages.map((page) => page.next)).toEqual(['eyJ+/= &%20', 'b', undefined]);
	});

	it.each([
		['no condition', '/hubs/crm/contacts', `${HUB}?pageSize=200`],
		['a page size of its own', '/hubs/crm/contacts?pageSize=20', `${HUB}?pageSize=20`],
		[
			'a page size behind a condition',
			"/hubs/crm/contacts?where=a='1'&pageSize=20",
			`${HUB}?where=a=%271%27&pageSize=20`,
		],
		['a variable', '/hubs/crm/contacts/{id}', `${HUB}/7%208?pageSize=200`],
	])('keep the url as it is: %s', async (_name, url, asked) => {
		const played = script([{ headers: next('t') }, {}]);
		await readAll(platform(played, url));
		expect(played.urls()).toEqual([asked, `${asked}&nextPage=t`]);
	});

	it('end where the token is empty', async () => {
		expect((await platform(script([{ headers: next('') }]))(SINCE)).next).toBeUndefined();
	});

	it.each([400, 404, 410])('whose token is refused with %i begin anew', async (status) => {
		const played = script([{ status, body: '{"message":"Invalid page token"}' }]);
		const error = await errorOf(platform(played)(SINCE, 'old'));
		expect(error).toBeInstanceOf(PagePositionError);
		expect(error).toMatchObject({
			message: 'The page position is no longer accepted',
			cause: { status, message: 'Invalid page token' },
		});
	});

	it.each([401, 403, 409, 422, 500])(
		'answered with %i at a position may have refused the position',
		async (status) => {
			const error = await errorOf(platform(script([{ status }]))(SINCE, 'old'));
			expect(error).toMatchObject({ isCertain: false, cause: { status } });
		},
	);

	it.each<[number, string | undefined]>([
		[400, undefined],
		[404, undefined],
		[410, undefined],
		[429, 'old'],
		[503, 'old'],
	])('answered with %i at the position %p fail', async (status, position) => {
		const error = await errorOf(platform(script([{ status }]))(SINCE, position));
		expect(error).toBeInstanceOf(SourceError);
		expect(error).toMatchObject({ status });
	});
});
