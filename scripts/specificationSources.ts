/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads files on the developer's machine, never inside n8n */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { insightlyTable, keapTable } from './specificationTables';

/** Where copies of the vendors' specifications may lie, which are no part of the repository. */
export const COPIES = join(__dirname, '..', '..', 'shared', 'specs');

export interface Source {
	readonly repository: string;
	readonly path: string;
	readonly commit: string;
	readonly licence: string;
	/** Below {@link COPIES}. */
	readonly copy: string;
}

interface Specification {
	readonly sources: readonly Source[];
	readonly toTable: (...texts: string[]) => object;
}

const BALLERINA = {
	repository: 'https://github.com/ballerina-platform/openapi-connectors',
	commit: '81158a45a86fa9a85de4e7fbd7cdc2a529d50743',
	licence: 'Apache-2.0',
} as const;

/** Those whose licence lets their facts be kept here; Maximizer and Constant Contact give none. */
export const SPECIFICATIONS: Readonly<Record<'infusionsoftrest' | 'insightly', Specification>> = {
	infusionsoftrest: {
		sources: [
			{
				...BALLERINA,
				path: 'openapi/keap/openapi.yml',
				copy: 'keap/keap-rest-v1.openapi.yml',
			},
			{
				repository: 'https://github.com/infusionsoft/keap-sdk',
				path: 'sdks/v2/swagger.yml',
				commit: 'd5b3dec249360ab81d7aeafb772f9341697b935b',
				licence: 'MIT',
				copy: 'keap/keap-rest-v2.swagger.yml',
			},
		],
		toTable: keapTable,
	},
	insightly: {
		sources: [
			{
				...BALLERINA,
				path: 'openapi/insightly.custom/openapi.yaml',
				copy: 'insightly/insightly-v3.1.openapi.yaml',
			},
		],
		toTable: insightlyTable,
	},
};

/** Whether all copies that a table is made from are there. */
export const hasCopies = ({ sources }: Specification): boolean =>
	sources.every(({ copy }) => existsSync(join(COPIES, copy)));

/** The contents of `test/connectors/specifications/<name>.json`. */
export function contentsOf({ sources, toTable }: Specification): object {
	const texts = sources.map(({ copy }) => readFileSync(join(COPIES, copy), 'utf8'));
	return {
		generated: 'By `npm run docs:specifications`, from the files named here. Do not edit.',
		sources: sources.map(({ repository, path, commit, licence }) => ({
			repository,
			path,
			commit,
			licence,
		})),
		...toTable(...texts),
	};
}
