import type { N8nClient, Workflow } from '../../sandbox/n8n/client';
import { type CredentialReference, pollTimesEvery } from '../../sandbox/n8n/workflow';
import { type ExampleNode, readExample } from '../harness/examples';

/** What somebody enters who follows the note of an example. */
export interface Entries {
	/** For the trigger, or the HTTP Request nodes, by credential type. */
	readonly credentials?: Readonly<Record<string, CredentialReference>>;
	/** Addresses in the place of those that stand there, by these. */
	readonly addresses?: Readonly<Record<string, string>>;
	/** Values of the node `Fill In`, by name. */
	readonly values?: Readonly<Record<string, string | boolean>>;
	readonly errorWorkflow?: string;
	/** Seconds between polls; a divisor of 60. */
	readonly pollEvery: number;
}

/** Imports an example into n8n, with everything entered. */
export async function importExample(
	client: N8nClient,
	name: string,
	entries: Entries,
): Promise<Workflow> {
	const { nodes, connections, settings, ...example } = readExample(name);
	const { errorWorkflow } = entries;
	return await client.importWorkflow({
		name: example.name,
		nodes: nodes.map((node) => withEntries(node, entries)),
		connections,
		settings: { ...settings, ...(errorWorkflow === undefined ? {} : { errorWorkflow }) },
	});
}

function withEntries(node: ExampleNode, entries: Entries) {
	const { credentials, addresses = {}, pollEvery } = entries;
	const takesCredentials =
		'pollTimes' in node.parameters || node.parameters.authentication === 'predefinedCredentialType';
	const { url } = node.parameters;
	const address = typeof url === 'string' ? addresses[url] : undefined;
	const parameters = {
		...node.parameters,
		...('pollTimes' in node.parameters ? { pollTimes: pollTimesEvery(pollEvery) } : {}),
		...(address === undefined ? {} : { url: address }),
		...(node.name === 'Fill In' ? filledIn(node.parameters, entries.values) : {}),
	};
	return { ...node, parameters, ...(takesCredentials ? { credentials } : {}) };
}

/** @throws Error when a value has no place in the node */
function filledIn(parameters: ExampleNode['parameters'], values: Entries['values'] = {}) {
	const text = JSON.stringify(parameters.assignments);
	const { assignments }: { assignments: Array<{ name: string; value: unknown }> } =
		JSON.parse(text);
	const strange = Object.keys(values).filter(
		(name) => !assignments.some((one) => one.name === name),
	);
	if (strange.length > 0) throw new Error(`"Fill In" has no ${strange.join(', ')}.`);
	return {
		assignments: {
			assignments: assignments.map((one) => ({ ...one, value: values[one.name] ?? one.value })),
		},
	};
}
