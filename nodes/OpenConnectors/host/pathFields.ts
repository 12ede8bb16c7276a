import type { INodeProperties } from 'n8n-workflow';
import { CONNECTORS } from '../connectors';
import type { ConnectorDefinition, PathVariable } from '../streams/definition';

/* Values in the paths of lists, such as the tag of tagged contacts: a field each, shown with its resources. */

interface PathField {
	readonly definition: ConnectorDefinition;
	readonly name: string;
	readonly variable: PathVariable;
}

export const variables: readonly PathField[] = Object.values(CONNECTORS).flatMap((definition) =>
	Object.entries(definition.variables ?? {}).map(([name, variable]) => ({
		definition,
		name,
		variable,
	})),
);

/** What the list is called that the values of a field are chosen from. */
export const methodOf = (name: string) => `${name}Values`;

export const pathFields: readonly INodeProperties[] = variables.map(
	({ definition, name, variable }) => ({
		displayName: variable.from
			? `${variable.displayName} Name or ID`
			: `${variable.displayName} ID`,
		name,
		displayOptions: {
			show: {
				connector: [definition.key],
				connection: ['provider'],
				configure: ['resources'],
				resources: definition.resources
					.filter(({ url }) => url.includes(`{${name}}`))
					.map((resource) => resource.name),
			},
		},
		default: '',
		...(variable.from
			? {
					type: 'options',
					typeOptions: {
						loadOptionsMethod: methodOf(name),
						loadOptionsDependsOn: ['authentication'],
					},
					description:
						'Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>',
				}
			: { type: 'string', description: variable.description }),
	}),
);
