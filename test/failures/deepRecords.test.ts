import { endScenarios, ENGINES, started } from './scenario';

afterEach(endScenarios);

const DEEP = 100_000;

describe.each(ENGINES)('beside the %s engine of n8n', (engine) => {
	it.each([
		['lists', '[', ']'],
		['objects', '{"a":', '}'],
	])('a record nested without end in %s is told with the others', async (_name, open, shut) => {
		const { provider, host } = await started(engine);
		const stamp = '2099-01-05 12:00:00';
		const own = `"DATE_UPDATED_UTC":"${stamp}","DATE_CREATED_UTC":"${stamp}"`;
		const body = `[{"CONTACT_ID":91,${own},"x":${open.repeat(DEEP)}1${shut.repeat(DEEP)}},{"CONTACT_ID":92,${own}}]`;
		provider.script = () => ({ status: 200, body });
		const items = await host.tick();
		expect(items.map(({ json }) => json.objectId)).toEqual(['91', '92']);
		expect(() => JSON.stringify(items)).not.toThrow();
		expect(JSON.stringify(items)).toContain('[left out: nested deeper than 100 levels]');
		expect(host.warnings.filter((line) => line.includes('nested too deeply'))).toEqual([
			'Test > Poll: contacts: a record is nested too deeply to be written; what lies deepest is left out.',
		]);
	});
});
