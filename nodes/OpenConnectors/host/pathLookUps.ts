import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import { compileFieldPath } from '../core/fieldPath';
import { UTC } from '../dates/zone';
import { createStreams } from '../streams';
import type { ConnectorDefinition, PathVariable } from '../streams/definition';
import { editorBudget } from './editorBudget';
import { toNodeError } from './errors';
import { loginOf } from './login';
import { accountMemoryOf } from './nodeRuntime';
import { methodOf, variables } from './pathFields';
import { Secrets } from './secrets';

type LookUp = (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>;

/** The lists that the fields are chosen from, by method. */
export const pathLookUps: Readonly<Record<string, LookUp>> = Object.fromEntries(
	variables.flatMap(({ definition, name, variable: { from } }) =>
		from ? [[methodOf(name), lookUp(definition, from)]] : [],
	),
);

/** The first page of a list, by name. */
function lookUp(
	definition: ConnectorDefinition,
	{ list, label }: NonNullable<PathVariable['from']>,
): LookUp {
	const readLabel = compileFieldPath(label);
	return async function (this: ILoadOptionsFunctions) {
		const secrets = new Secrets();
		try {
			const selection = { kind: 'json', source: list } as const;
			const authentication = String(this.getCurrentNodeParameter('authentication') ?? '');
			const common = { selection, variables: {} };
			const login = await loginOf(this, { ...common, authentication }, definition, secrets);
			const { streams } = createStreams({
				parameters: {
					...common,
					connector: definition.key,
					connection: 'provider',
					events: new Set(['created', 'updated']),
					start: { kind: 'now' },
					zone: UTC,
				},
				definition,
				credential: login.credential,
				send: login.send,
				memory: accountMemoryOf(login.account),
				report: () => {},
			});
			const [{ pages, reader }] = streams;
			const { records } = await pages(editorBudget())(0);
			return records
				.map((record) => {
					const value = String(reader.id(record) ?? '');
					return { name: secrets.mask(String(readLabel(record) ?? value)), value };
				})
				.sort((a, b) => a.name.localeCompare(b.name));
		} catch (error) {
			const source = definition.displayName;
			throw toNodeError(error, { node: this.getNode(), source, mask: secrets.mask });
		}
	};
}
