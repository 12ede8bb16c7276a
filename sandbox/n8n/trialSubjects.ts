import { fromSettings } from '../../nodes/OpenConnectors/host/form';
import { CONNECTORS } from '../../nodes/OpenConnectors/connectors';
import type { ReceivedChange } from '../oracle';
import { ISSUES } from '../restApi';
import type { Sandbox, World } from '../server';
import type { Form, Watched } from '../standIn';
import { formOf } from './forms';
import { parametersOf, type Subject, toWorld, worldOf } from './subjects';
import { type PollWorkflow, REST_TRIGGER } from './workflow';

/** What a workflow of `npm start` watches. */
export interface TrialSubject extends Watched {
	/** As the node shows it. */
	readonly name: string;
	/** Whom the credential logs in to. */
	readonly system: string;
	readonly form: Form;
	readonly trigger: Pick<PollWorkflow, 'trigger' | 'parameters'>;
	/** A sentence for the note beside the trigger. */
	readonly about?: string;
	/** The records. */
	readonly world: World;
	/** Whether its events include deletions. */
	readonly deletions: boolean;
	/** An event with the resource and the id that the world knows the record by. */
	readonly toWorld: (event: ReceivedChange) => ReceivedChange;
}

/** A connector, by its resources. */
export function connectorTrial(subject: Subject, sandbox: Sandbox): TrialSubject {
	const { connector, connection } = subject;
	const name = CONNECTORS[connector].displayName;
	return {
		...subject,
		name,
		system: connection === 'provider' ? name : 'SAP Open Connectors',
		form: formOf(subject, sandbox),
		trigger: { parameters: parametersOf(subject) },
		world: worldOf(subject, sandbox),
		toWorld: (event) => toWorld(connector, event),
	};
}

/** Any REST API, by the form of the node that is for nothing else. */
export function restTrial({ restApi }: Sandbox): TrialSubject {
	const { works, world } = restApi;
	return {
		name: 'REST API',
		system: 'Issue tracker',
		form: restApi.form(),
		trigger: {
			trigger: REST_TRIGGER,
			parameters: { lists: { list: [fromSettings('issues', ISSUES)] } },
		},
		about:
			'The package has no connector of this API: the form of the trigger says all. Open it to see, and to choose from what the API answers.',
		world,
		works,
		deletions: false,
		toWorld: (event) => event,
	};
}
