import { bearer } from '../../sandbox/generic';
import { type Sandbox, startSandbox } from '../../sandbox/server';

/* The API of the sandbox that no connector is of. */

let sandbox: Sandbox;

beforeAll(async () => (sandbox = await startSandbox()));
afterAll(async () => await sandbox.stop());

async function ask(path: string, token?: string): Promise<Response> {
	const { data } = sandbox.restApi.form();
	return await fetch(data.baseUrl + path, { headers: bearer(token ?? data.token) });
}

it('is opened by what its form says', async () => {
	const { testPath } = sandbox.restApi.form().data;
	expect((await ask(testPath)).status).toBe(200);
	expect((await ask(testPath, 'another')).status).toBe(401);
});

it('lists its issues in pages, by links in a header, and what was changed since', async () => {
	const issues = '/repos/acme/shop/issues?state=all&sort=updated&direction=asc';
	const first = await ask(`${issues}&per_page=20`);
	expect(await first.json()).toHaveLength(20);
	const [, next] = /^<(.+)>; rel="next"$/.exec(first.headers.get('link') ?? '') ?? [];
	const { baseUrl } = sandbox.restApi;
	const second = await ask(next.replace(baseUrl, ''));
	expect(await second.json()).toHaveLength(10);
	expect(second.headers.get('link')).toBeNull();

	const { id } = sandbox.restApi.world.create('issues');
	const since = new Date(sandbox.restApi.world.clock.now() - 60_000).toISOString();
	const changed = await ask(`${issues}&since=${since.slice(0, 19)}Z`);
	expect(await changed.json()).toEqual([expect.objectContaining({ id: Number(id) })]);
});
