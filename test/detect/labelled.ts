/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on the developer's machine */
import { readdirSync, readFileSync } from 'node:fs';
import type { AskedRequest, Detection } from '../../nodes/OpenConnectors/detect';

interface DateLabel {
	readonly field: string;
	readonly format: string;
}

type Key =
	| 'recordsField'
	| 'idField'
	| 'updatedDateField'
	| 'updatedDateFormat'
	| 'createdDateField'
	| 'createdDateFormat'
	| 'paging';

/**
 * One answer of a list, and what a careful reader proposes from it alone. The shapes are those of the
 * documentation at `source`; all values are invented. A parameter is labelled where the request asks
 * with it, a total or a flag where the answer has it.
 */
export interface LabelledAnswer {
	readonly api: string;
	readonly source: string;
	readonly request: AskedRequest;
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly body: unknown;
	readonly expected: Pick<Detection, Key>;
	/** What is as good. Null: nothing proposed is as good. */
	readonly alsoRight?: {
		readonly recordsField?: readonly string[];
		readonly idField?: ReadonlyArray<Detection['idField']>;
		readonly updatedDateField?: ReadonlyArray<DateLabel | null>;
		readonly createdDateField?: ReadonlyArray<DateLabel | null>;
		readonly paging?: ReadonlyArray<Detection['paging']>;
	};
}

const ANSWERS = 'test/detect/answers';

export function readAnswers(set: string): ReadonlyArray<readonly [string, LabelledAnswer]> {
	return readdirSync(`${ANSWERS}/${set}`).map((file) => {
		const text = readFileSync(`${ANSWERS}/${set}/${file}`, 'utf8');
		return [file.replace('.json', ''), JSON.parse(text)];
	});
}

/** What is wrong with a proposal: the label, and what was proposed. */
export function faultsOf({ expected, alsoRight = {} }: LabelledAnswer, found: Detection): object {
	const updated = dateOf(expected.updatedDateField, expected.updatedDateFormat);
	const created = dateOf(expected.createdDateField, expected.createdDateFormat);
	const foundUpdated = dateOf(found.updatedDateField, found.updatedDateFormat);
	const foundCreated = dateOf(found.createdDateField, found.createdDateFormat);
	const rows: ReadonlyArray<readonly [string, unknown, readonly unknown[]]> = [
		['records', found.recordsField, [expected.recordsField, ...(alsoRight.recordsField ?? [])]],
		['id', found.idField, [expected.idField, ...(alsoRight.idField ?? [])]],
		['updated', foundUpdated, [updated, ...(alsoRight.updatedDateField ?? [])]],
		['created', foundCreated, [created, ...(alsoRight.createdDateField ?? [])]],
		['paging', found.paging, [expected.paging, ...(alsoRight.paging ?? [])]],
	];
	const wrong = rows.filter(([, given, right]) => !right.some((one) => isSame(one, given)));
	return Object.fromEntries(wrong.map(([key, given, [label]]) => [key, { given, label }]));
}

function dateOf(field: string | null, format: string | null): DateLabel | null {
	return field === null || format === null ? null : { field, format };
}

function isSame(one: unknown, other: unknown): boolean {
	return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
	return Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
}
