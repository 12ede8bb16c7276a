import { startSandbox, type Sandbox } from '../../sandbox/server';
import { basic, changesIn, get, getInsightly } from './client';

const AT = Date.UTC(2026, 0, 5, 12, 0, 0, 700);

let sandbox: Sandbox;

beforeAll(async () => {
	sandbox = await startSandbox();
});

beforeEach(() => {
	sandbox.insightly.behaviour.reset();
	sandbox.insightly.behaviour.set({ requestsPerSecond: 1000 });
	sandbox.insightly.world.clock.run();
});

afterAll(async () => await sandbox.stop());

describe('the key', () => {
	it.each([
		['a wrong key', basic('wrong')],
		['a key without the colon', `Basic ${Buffer.from('key').toString('base64')}`],
		['no key', undefined],
	])('refuses %s with the documented body', async (_name, authorization) => {
		const { status, body } = await get(
			`${sandbox.insightly.baseUrl}/v3.1/Users/Me`,
			{},
			authorization,
		);
		expect(status).toBe(401);
		expect(body).toEqual({ Message: 'Authorization has been denied for this request.' });
	});

	it('opens the two addresses a credential can be checked with', async () => {
		expect((await getInsightly(sandbox, '/Users/Me')).body).toHaveProperty('USER_ID');
		expect((await getInsightly(sandbox, '/Instance')).body).toHaveProperty('INSTANCE_NAME');
	});

	it('is not in the request log', async () => {
		await getInsightly(sandbox, '/Users/Me');
		const [entry] = sandbox.insightly.requests.slice(-1);
		expect(entry).toMatchObject({
			method: 'GET',
			url: '/insightly/v3.1/Users/Me',
			status: 200,
			authorized: true,
		});
		expect(JSON.stringify(sandbox.insightly.requests)).not.toContain(
			sandbox.insightly.credential.apiKey,
		);
	});
});

describe('objects', () => {
	it.each([
		['contacts', 'Contacts', 'CONTACT_ID'],
		['accounts', 'Organisations', 'ORGANISATION_ID'],
		['leads', 'Leads', 'LEAD_ID'],
		['opportunities', 'Opportunities', 'OPPORTUNITY_ID'],
		['projects', 'Projects', 'PROJECT_ID'],
		['tasks', 'Tasks', 'TASK_ID'],
		['events', 'Events', 'EVENT_ID'],
		['notes', 'Notes', 'NOTE_ID'],
		['emails', 'Emails', 'EMAIL_ID'],
		['milestones', 'Milestones', 'MILESTONE_ID'],
		['users', 'Users', 'USER_ID'],
		['products', 'Product', 'PRODUCT_ID'],
		['pricebooks', 'Pricebook', 'PRICEBOOK_ID'],
		['pricebook-entries', 'PricebookEntry', 'PRICEBOOK_ENTRY_ID'],
		['opportunity-line-items', 'OpportunityLineItem', 'OPPORTUNITY_ITEM_ID'],
		['quotations', 'Quotation', 'QUOTE_ID'],
		['quotation-line-items', 'QuotationLineItem', 'QUOTATION_ITEM_ID'],
		['prospects', 'Prospect', 'PROSPECT_ID'],
		['tickets', 'Ticket', 'TICKET_ID'],
		['knowledge-articles', 'KnowledgeArticle', 'ARTICLE_ID'],
		['knowledge-article-categories', 'KnowledgeArticleCategory', 'CATEGORY_ID'],
		['knowledge-article-folders', 'KnowledgeArticleFolder', 'FOLDER_ID'],
		['Vehicle__c', 'Vehicle__c', 'RECORD_ID'],
	])('%s: every record of /%s/Search has its id, dates and number', async (resource, path, id) => {
		const { world } = sandbox.insightly;
		const { status, records } = await getInsightly(sandbox, `/${path}/Search`);
		expect(status).toBe(200);
		expect(records.map((record) => String(record[id]))).toEqual(world.ids(resource));
		for (const record of records) {
			expect(record.DATE_CREATED_UTC).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
			expect('DATE_UPDATED_UTC' in record).toBe(resource !== 'emails');
			expect(world.changeNumber(resource, record)).toBeGreaterThan(0);
		}
		const one = await getInsightly(sandbox, `/${path}/${records[0][id]}`);
		expect(one.body).toEqual(records[0]);
	});

	it('knows no other objects and no other ids', async () => {
		expect((await getInsightly(sandbox, '/Organizations/Search')).status).toBe(404);
		const { status, body } = await getInsightly(sandbox, '/Contacts/1');
		expect(status).toBe(404);
		expect(body).toHaveProperty('Message');
	});

	it('refuses objects outside the plan with 403', async () => {
		sandbox.insightly.behaviour.set({ notInPlan: ['Prospect'] });
		expect((await getInsightly(sandbox, '/Prospect/Search')).status).toBe(403);
		expect((await getInsightly(sandbox, '/Contacts/Search')).status).toBe(200);
	});
});

describe('updated_after_utc', () => {
	const search = async (after: string, path = '/Contacts/Search') =>
		await getInsightly(sandbox, path, { updated_after_utc: after });

	it('leaves out a record stamped exactly then, unless told to let it in', async () => {
		const { world, behaviour } = sandbox.insightly;
		world.clock.freeze(Date.now() + 60_000);
		const { n, record } = world.create('contacts');
		const stamp = String(record.DATE_UPDATED_UTC);
		expect((await search(stamp)).records).toEqual([]);
		behaviour.set({ boundary: 'inclusive' });
		expect(changesIn(sandbox, 'contacts', (await search(stamp)).records)).toEqual([n]);
	});

	it('compares whole seconds: a change within the second asked for counts as its start', async () => {
		const { world } = sandbox.insightly;
		world.create('leads', { at: AT });
		const found = async (after: string) =>
			(await search(after, '/Leads/Search')).records.filter(
				({ DATE_UPDATED_UTC: stamp }) => stamp === '2026-01-05 12:00:00',
			).length;
		expect(await found('2026-01-05 12:00:00')).toBe(0);
		expect(await found('2026-01-05 11:59:59')).toBe(1);
	});

	it.each([
		'2026-01-05 11:59:59',
		'2026-01-05T11:59:59',
		'2026-01-05T11:59:59Z',
		'2026-01-05T12:59:59+01:00',
	])('reads %s as the same instant', async (after) => {
		const all = await search('2026-01-05T11:59:59.000Z');
		expect((await search(after)).records).toEqual(all.records);
	});

	it('refuses what is no date with 400', async () => {
		const { status, body } = await search('yesterday');
		expect(status).toBe(400);
		expect(body.Message).toContain('updated_after_utc');
	});

	it('is ignored without /Search', async () => {
		const future = '2100-01-01 00:00:00';
		const plain = await search(future, '/Organisations');
		expect(plain.records).toHaveLength(sandbox.insightly.world.ids('accounts').length);
		expect((await search(future, '/Organisations/Search')).records).toEqual([]);
	});
});

describe('lists', () => {
	beforeAll(() => {
		for (let made = 0; made < 600; made++) sandbox.insightly.world.create('tasks');
	});

	it('hold 100 records unless told otherwise, and 500 at most', async () => {
		expect((await getInsightly(sandbox, '/Tasks')).records).toHaveLength(100);
		expect((await getInsightly(sandbox, '/Tasks', { top: 1000 })).records).toHaveLength(500);
		sandbox.insightly.behaviour.set({ topAboveMaximum: 'refuse' });
		expect((await getInsightly(sandbox, '/Tasks', { top: 1000 })).status).toBe(400);
	});

	it('skip, and tell the total only when asked', async () => {
		const total = sandbox.insightly.world.ids('tasks').length;
		const page = await getInsightly(sandbox, '/Tasks/Search', {
			skip: total - 3,
			top: 10,
			count_total: 'true',
		});
		expect(page.records).toHaveLength(3);
		expect(page.headers.get('x-total-count')).toBe(String(total));
		expect((await getInsightly(sandbox, '/Tasks')).headers.has('x-total-count')).toBe(false);
		expect((await getInsightly(sandbox, '/Tasks', { skip: -1 })).status).toBe(400);
	});

	it.each(['id', 'updated', 'newest', 'shuffled'] as const)(
		'by %s: pages hold every record once',
		async (order) => {
			sandbox.insightly.behaviour.set({ order });
			const first = await getInsightly(sandbox, '/Tasks/Search', { top: 500 });
			const second = await getInsightly(sandbox, '/Tasks/Search', { top: 500, skip: 500 });
			const ids = [...first.records, ...second.records].map(({ TASK_ID: id }) => Number(id));
			expect(new Set(ids).size).toBe(sandbox.insightly.world.ids('tasks').length);
			const isById = ids.every((id, index) => index === 0 || id > ids[index - 1]);
			expect(isById).toBe(order === 'id' || (order === 'updated' && isById));
		},
	);

	it('filter by one field, a custom one too', async () => {
		const { world } = sandbox.insightly;
		const { n, record } = world.create('contacts', { fields: { LAST_NAME: 'Unheard-of' } });
		const search = async (name: string, value: string | number) =>
			(
				await getInsightly(sandbox, '/Contacts/Search', { field_name: name, field_value: value })
			).records.map(({ CONTACT_ID: id }) => id);
		expect(await search('LAST_NAME', 'Unheard-of')).toEqual([record.CONTACT_ID]);
		expect(await search('SANDBOX_CHANGE__c', n)).toEqual([record.CONTACT_ID]);
		const half = await getInsightly(sandbox, '/Contacts/Search', { field_name: 'LAST_NAME' });
		expect(half.status).toBe(400);
	});

	it('leave out nested parts when brief', async () => {
		const brief = await getInsightly(sandbox, '/Contacts/Search', { brief: 'true', top: 1 });
		expect(brief.records[0]).toHaveProperty('LAST_NAME');
		for (const nested of ['CUSTOMFIELDS', 'TAGS', 'DATES', 'LINKS']) {
			expect(brief.records[0]).not.toHaveProperty(nested);
		}
	});
});

describe('limits', () => {
	it('answers 429 to the eleventh request of a second, with the daily figures on every answer', async () => {
		const own = await startSandbox();
		own.insightly.behaviour.set({ retryAfterSeconds: 1 });
		const answers = await Promise.all(
			Array.from({ length: 12 }, async () => await getInsightly(own, '/Instance')),
		);
		await own.stop();
		const refused = answers.filter(({ status }) => status === 429);
		expect(refused).toHaveLength(2);
		expect(refused[0].body).toHaveProperty('Message');
		expect(refused[0].headers.get('retry-after')).toBe('1');
		for (const { headers } of answers) expect(headers.get('x-ratelimit-limit')).toBe('60000');
	});

	it('answers 429 without Retry-After by default', async () => {
		sandbox.insightly.behaviour.set({ requestsPerSecond: 0 });
		const { status, headers } = await getInsightly(sandbox, '/Instance');
		expect(status).toBe(429);
		expect(headers.has('retry-after')).toBe(false);
	});
});

it('holds the same records for the same seed, others for another', async () => {
	const names = async (seed: number) => {
		const own = await startSandbox({ seed });
		const { records } = await getInsightly(own, '/Contacts');
		await own.stop();
		return records.map(({ FIRST_NAME: first, LAST_NAME: last }) => `${first} ${last}`);
	};
	const one = await names(7);
	expect(one).toHaveLength(40);
	expect(await names(7)).toEqual(one);
	expect(await names(8)).not.toEqual(one);
});
