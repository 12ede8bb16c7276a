import type { ReceivedChange } from '../oracle';
import type { N8nClient } from './client';
import { type Execution, itemsOf, TriggerEvent } from './executions';
import { RECEIVER_NAME } from './workflow';

/** What one execution brought: the events that reached the node behind the trigger, or why it failed. */
export interface Delivery {
	readonly events: readonly TriggerEvent[];
	readonly error?: string;
}

/**
 * Reads what a workflow received in one execution.
 * @throws ZodError when an item is not an event of the trigger.
 */
export function toDelivery(execution: Execution): Delivery {
	const events = itemsOf(execution, RECEIVER_NAME).map((item) => TriggerEvent.parse(item));
	const error = execution.data?.resultData.error;
	if (!error) return { events };
	return {
		events,
		error: [error.message, error.description].filter(Boolean).join(' - ') || 'the execution failed',
	};
}

/** An event in the words of the sandbox's oracle. */
export function toReceivedChange(event: TriggerEvent): ReceivedChange {
	return {
		resource: event.objectType,
		id: event.objectId,
		kind: event.eventType,
		record: event.record,
		eventId: event.eventId,
	};
}

/** Follows the executions of one workflow as they finish. */
export class ExecutionFeed {
	private lastId = 0;

	constructor(
		private readonly client: N8nClient,
		private readonly workflowId: string,
	) {}

	/** Executions finished since the last call, oldest first. */
	async next(): Promise<Delivery[]> {
		const executions = await this.client.executionsAfter(this.workflowId, this.lastId);
		const last = executions.at(-1);
		if (last) this.lastId = Number(last.id);
		return executions.map(toDelivery);
	}
}
