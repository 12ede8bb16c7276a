import type { EpochMs } from '../../clock';
import type { JsonRecord } from '../../json';
import type { ChangeKind, World } from '../../world';
import { formatStamp } from './eastern';

const ACTION_TYPES: Readonly<Record<ChangeKind, string>> = {
	created: 'AddContact',
	updated: 'EditFields',
	deleted: 'EditStatus',
};

/** What happened to a contact, newest first: the one place that dates edits. Search terms are not stood in for. */
export const readActions = (
	world: World,
	contactId: string,
	zone?: string,
): readonly JsonRecord[] =>
	world.changes
		.filter(({ resource, id }) => resource === 'contacts' && id === contactId)
		.map(({ kind, at }) => toAction(ACTION_TYPES[kind], at, zone))
		.reverse();

const toAction = (actionType: string, at: EpochMs, zone?: string): JsonRecord => ({
	actionType,
	actionTime: formatStamp(at, 'bareOffset', zone),
	actor: 'user',
	details: {},
});

/** The counts of a message's reactions, as numbers. */
export const readStatistics = (world: World, messageId: string): JsonRecord => {
	const reactions = (resource: string) =>
		world.visible(resource).filter(({ fields }) => fields.messageId === messageId);
	const count = (resource: string) => {
		const found = reactions(resource);
		return {
			unique: new Set(found.map(({ fields }) => fields.contactId)).size,
			total: found.length,
		};
	};
	return {
		statistics: {
			bounces: count('bounces').total,
			delivered: 500,
			unsubscribes: count('unsubscribes').total,
			opens: count('opens'),
			clicks: count('clicks'),
			forwards: 0,
			comments: 0,
			complaints: 0,
		},
	};
};
