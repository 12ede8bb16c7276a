import { HOUR, MINUTE, pass } from '../harness/clock';
import { endScenarios, ENGINES, newsOf, started } from '../failures/scenario';

afterEach(endScenarios);

describe.each(ENGINES)('what whoever runs n8n reads, under the %s engine', (engine) => {
	it('a failure that lasts is told when it begins, after an hour and when it ends, each with its workflow', async () => {
		const { provider, host } = await started(engine);
		provider.script = () => ({ status: 500 });
		await newsOf(host, 1);
		pass(HOUR);
		await newsOf(host, 1);
		provider.script = () => undefined;
		pass(5 * MINUTE);
		await newsOf(host, 1);
		const names = {
			workflowId: expect.stringMatching(/^workflow-\d+$/),
			workflowName: 'Test',
			nodeName: 'Poll',
		};
		const told = (level: string, sentence: string) => ({
			level,
			message: `Test > Poll: ${sentence}`,
			metadata: names,
		});
		const failed = 'contacts: Insightly could not answer (HTTP 500)';
		expect(host.log.filter(({ message }) => message.includes('contacts: '))).toEqual([
			told('warn', failed),
			told('warn', failed),
			told('info', 'contacts: read again, after 4020 seconds'),
		]);
	});
});
