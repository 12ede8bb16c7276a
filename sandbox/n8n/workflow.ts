import { randomUUID } from 'crypto';

/** The poll trigger's full type name in an n8n that has the package. */
export const POLL_TRIGGER = 'n8n-nodes-open-connectors.openConnectorsPollTrigger';
export const POLL_TRIGGER_NAME = 'Open Connectors Poll Trigger';
/** The node that has the connector of any REST API only. */
export const REST_TRIGGER: Trigger = {
	type: 'n8n-nodes-open-connectors.restApiPollTrigger',
	name: 'REST API Poll Trigger',
};
/** The node behind the trigger, which shows what the workflow received. */
export const RECEIVER_NAME = 'Received';

const SECONDS_IN_MINUTE = 60;

export interface CredentialReference {
	readonly id: string;
	readonly name: string;
}

/** The value of the parameter that n8n adds to every polling node. */
export interface PollTimes {
	readonly item: ReadonlyArray<
		{ readonly mode: 'everyMinute' } | { readonly mode: 'custom'; readonly cronExpression: string }
	>;
}

export const EVERY_MINUTE: PollTimes = { item: [{ mode: 'everyMinute' }] };

export interface Trigger {
	/** Full name of its type. */
	readonly type: string;
	readonly name: string;
}

export interface PollWorkflow {
	readonly name: string;
	/** Default: the Open Connectors Poll Trigger. */
	readonly trigger?: Trigger;
	readonly parameters: Readonly<Record<string, unknown>>;
	/** By credential type. */
	readonly credentials: Readonly<Record<string, CredentialReference>>;
	readonly pollTimes: PollTimes;
	/** Markdown of a sticky note above the trigger. */
	readonly note?: string;
}

/**
 * Poll times for polling more often than once a minute: n8n refuses one expression for that, but checks each
 * poll time on its own, so several with fixed seconds do it.
 * @param seconds between two polls; a divisor of 60.
 */
export function pollTimesEvery(seconds: number): PollTimes {
	const count = SECONDS_IN_MINUTE / seconds;
	return {
		item: Array.from({ length: count }, (_, index) => ({
			mode: 'custom',
			cronExpression: `${index * seconds} * * * * *`,
		})),
	};
}

/** A workflow of the trigger and one node behind it, as the public API takes it. */
export function toWorkflow({
	name,
	trigger = { type: POLL_TRIGGER, name: POLL_TRIGGER_NAME },
	parameters,
	credentials,
	pollTimes,
	note,
}: PollWorkflow) {
	return {
		name,
		nodes: [
			{
				id: randomUUID(),
				...trigger,
				typeVersion: 1,
				position: [0, 0],
				parameters: { pollTimes, ...parameters },
				credentials,
			},
			{
				id: randomUUID(),
				name: RECEIVER_NAME,
				type: 'n8n-nodes-base.noOp',
				typeVersion: 1,
				position: [260, 0],
				parameters: {},
			},
			...(note === undefined ? [] : [toStickyNote(note)]),
		],
		connections: {
			[trigger.name]: { main: [[{ node: RECEIVER_NAME, type: 'main', index: 0 }]] },
		},
		settings: { executionOrder: 'v1' },
	};
}

function toStickyNote(content: string) {
	return {
		id: randomUUID(),
		name: 'Sticky Note',
		type: 'n8n-nodes-base.stickyNote',
		typeVersion: 1,
		position: [-120, -340],
		parameters: { content, width: 560, height: 280 },
	};
}
