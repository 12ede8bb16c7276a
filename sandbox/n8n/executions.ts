import { z } from 'zod';

/** An event of the poll trigger as a workflow receives it; the README describes the fields. */
export const TriggerEvent = z.object({
	eventId: z.string(),
	eventType: z.enum(['CREATED', 'UPDATED', 'DELETED']),
	elementKey: z.string(),
	objectType: z.string(),
	objectId: z.string(),
	date: z.string(),
	pollDate: z.string(),
	record: z.record(z.unknown()),
});
export type TriggerEvent = z.infer<typeof TriggerEvent>;

const Item = z.object({ json: z.record(z.unknown()) });
const NodeRun = z.object({
	data: z.object({ main: z.array(z.array(Item).nullable()) }).optional(),
});
const ExecutionError = z.object({
	/** Empty where n8n keeps none, as for a node that could not be loaded. */
	message: z.string().default(''),
	description: z.string().nullish(),
});

export const Execution = z.object({
	id: z.coerce.string(),
	status: z.string(),
	mode: z.string(),
	startedAt: z.string().nullable(),
	data: z
		.object({
			resultData: z.object({
				runData: z.record(z.array(NodeRun)),
				error: ExecutionError.optional(),
			}),
		})
		.optional(),
});
export type Execution = z.infer<typeof Execution>;

/** Whether n8n is done with an execution, well or badly. */
export function isFinished({ status }: Pick<Execution, 'status'>): boolean {
	return !['new', 'running', 'waiting'].includes(status);
}

/** The items that a node put out, over all its runs in the execution; empty when it did not run. */
export function itemsOf(execution: Execution, nodeName: string): Array<Record<string, unknown>> {
	const runs = execution.data?.resultData.runData[nodeName] ?? [];
	return runs
		.flatMap(({ data }) => (data?.main ?? []).flatMap((items) => items ?? []))
		.map(({ json }) => json);
}
