import type { INode } from 'n8n-workflow';

/** A node for what takes one and asks it for no more than its name. */
export const NODE: INode = {
	id: '1',
	name: 'Poll',
	type: 'poll',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
};
