import type { IDataObject } from 'n8n-workflow';
import { freshdesk } from '../../nodes/OpenConnectors/connectors/freshdesk/definition';
import { startOnStoppedClock, stopWithClock, viaProviderTo } from '../harness/sandbox';
import { runLives, testGolden } from './golden';

const names = freshdesk.resources.map(({ name }) => name);
const viaFreshdesk = viaProviderTo('freshdesk');

async function eventsOf(name: string): Promise<readonly IDataObject[]> {
	const sandbox = await startOnStoppedClock();
	try {
		const host = viaFreshdesk(sandbox, 'durable', {
			resources: [name],
			events: ['created', 'updated', 'deleted'],
			options: { instanceName: 'Golden', tags: 'a, b' },
		});
		return await runLives(host, sandbox.freshdesk.world, name);
	} finally {
		await stopWithClock(sandbox);
	}
}

testGolden('freshdesk', names, eventsOf);
