/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the sources, never runs inside n8n */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mock } from 'jest-mock-extended';
import type { IPollFunctions, Logger } from 'n8n-workflow';
import { logOf } from '../../nodes/OpenConnectors/host/log';
import { NODE } from '../harness/node';

const SOURCES = join(__dirname, '../../nodes');

it('nothing but the masked log writes to the log of n8n', () => {
	const writers = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
		.filter((path) => path.endsWith('.ts'))
		.filter((path) => /\blogger\s*[.?[]/.test(readFileSync(join(SOURCES, path), 'utf8')));
	expect(writers).toEqual([join('OpenConnectors', 'host', 'log.ts')]);
});

function logging(workflow: ReturnType<IPollFunctions['getWorkflow']>) {
	const logger = mock<Logger>();
	const context = mock<IPollFunctions>({ logger });
	context.getNode.mockReturnValue(NODE);
	context.getWorkflow.mockReturnValue(workflow);
	return { logger, log: logOf(context, (text) => text.replace(/SECRET/g, '••••')) };
}

it('a line has the names of workflow and node, no secret and a sentence of at most 2,000 characters', () => {
	const { logger, log } = logging({ id: 'w1', name: 'Leads to Slack', active: true });
	const names = { workflowId: 'w1', workflowName: 'Leads to Slack', nodeName: 'Poll' };
	log.warn('bad SECRET');
	log.info(`${'x'.repeat(1_997)}SECRET`);
	expect(logger.warn).toHaveBeenCalledWith('Leads to Slack > Poll: bad ••••', names);
	expect(logger.info).toHaveBeenCalledWith(`Leads to Slack > Poll: ${'x'.repeat(1_997)}••…`, names);
});

it('a line of a workflow without a name has that of the node', () => {
	const { logger, log } = logging({ active: true });
	log.warn('bad');
	expect(logger.warn).toHaveBeenCalledWith('Poll: bad', { nodeName: 'Poll' });
});
