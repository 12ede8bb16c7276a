import { randomUUID } from 'crypto';
import type { Stage } from '../test/browser/stage';
import { table } from './markdown';

/** A trigger as somebody looks for it. */
interface Trigger {
	/** What is typed into the nodes panel: the name of the product. */
	readonly product: string;
	/** The beginning of the name in the panel. */
	readonly name: string;
	readonly type: string;
	readonly typeVersion: number;
}

const OURS = 'n8n-nodes-open-connectors';
const N8NS = 'n8n-nodes-base';

const TRIGGERS: readonly Trigger[] = [
	{
		product: 'Insightly',
		name: 'Insightly Poll',
		type: `${OURS}.insightlyPollTrigger`,
		typeVersion: 1,
	},
	{ product: 'Keap', name: 'Keap Poll', type: `${OURS}.keapPollTrigger`, typeVersion: 1 },
	{
		product: 'REST API',
		name: 'REST API Poll',
		type: `${OURS}.restApiPollTrigger`,
		typeVersion: 1,
	},
	{ product: 'Airtable', name: 'Airtable', type: `${N8NS}.airtableTrigger`, typeVersion: 1 },
	{ product: 'Notion', name: 'Notion', type: `${N8NS}.notionTrigger`, typeVersion: 1.1 },
	{
		product: 'Salesforce',
		name: 'Salesforce',
		type: `${N8NS}.salesforceTrigger`,
		typeVersion: 1.1,
	},
];

/** What each trigger shows before anything is filled in, beside those of n8n: a table in Markdown. */
export async function tableOfFirstSight(stage: Stage): Promise<readonly string[]> {
	const rows: string[][] = [];
	for (const trigger of TRIGGERS) rows.push(await rowOf(stage, trigger));
	return table(['Trigger', 'In the nodes panel', 'Fields', 'Which'], rows);
}

async function rowOf({ editor, client }: Stage, trigger: Trigger): Promise<string[]> {
	const { product, name, type, typeVersion } = trigger;
	await editor.beginWorkflow();
	const found = await editor.searchNodes(product.toLowerCase(), name);
	const position = found.findIndex((one) => one.startsWith(name)) + 1;
	const node = { id: randomUUID(), name: product, type, typeVersion, position: [0, 0] };
	const { id } = await client.importWorkflow({
		name: product,
		nodes: [{ ...node, parameters: {} }],
		connections: {},
		settings: {},
	});
	await editor.openWorkflow(id);
	await editor.openNode();
	const fields = await editor.fieldsAtFirstSight();
	const owner = type.startsWith(OURS) ? '' : ", n8n's own";
	return [
		`${product}${owner}`,
		`${position} of ${found.length} for “${product.toLowerCase()}”`,
		String(fields.length),
		fields.join(', '),
	];
}
