import type { ILoadOptionsFunctions, INodePropertyOptions } from 'n8n-workflow';
import type { Detection, FieldProposal, PagingProposal } from '../detect';
import { toNodeError } from './errors';
import type { LookUpMethod } from './formProperties';
import type { Mask } from './mask';
import { fetchSample } from './sample';
import { Secrets } from './secrets';

/** Of a value that stands beside the name of its field. */
const MOST_SHOWN = 60;

const NONE: INodePropertyOptions = { name: 'None', value: '' };

const AS_OTHER: INodePropertyOptions = { name: 'As the Other Date', value: '' };

/** Shown as if it were chosen, as nothing is. */
const NO_URL: INodePropertyOptions = { name: 'Enter the URL First', value: '' };

/** Offered where the values show no format, or another one is meant. */
const FORMATS: readonly INodePropertyOptions[] = [
	['milliseconds', '1767614400000'],
	['seconds', '1767614400'],
	["yyyy-MM-dd'T'HH:mm:ssX", '2026-01-05T12:00:00Z'],
	["yyyy-MM-dd'T'HH:mm:ss.SSSX", '2026-01-05T12:00:00.000Z'],
	['yyyy-MM-dd HH:mm:ss', '2026-01-05 12:00:00'],
	['yyyy-MM-dd', '2026-01-05'],
].map(([value, example]) => ({ name: `${value}: ${example}`, value }));

const PAGINGS: readonly INodePropertyOptions[] = [
	{ name: 'One Page', value: '', description: 'The list comes whole' },
	{ name: 'Page Number', value: 'page_number', description: 'Pages have numbers' },
	{ name: 'Offset', value: 'offset', description: 'So many records are passed over' },
	{ name: 'Cursor', value: 'cursor', description: 'Each page says where the next one begins' },
	{ name: 'Link', value: 'link', description: 'Each page has the address of the next one' },
];

type LookUp = (this: ILoadOptionsFunctions) => Promise<INodePropertyOptions[]>;

/** What the fields of a form are chosen from: what the API answers. Nothing is chosen by itself. */
export const lookUps: Readonly<Record<LookUpMethod, LookUp>> = {
	getLists: lookUp(({ alternatives: { lists } }) =>
		lists.map(({ field, count }) => ({
			name: `${field ?? 'The answer itself'} (${count} record${count === 1 ? '' : 's'})`,
			value: field ?? '',
		})),
	),
	getIdFields: lookUp(({ alternatives: { ids }, fields }) => {
		const likely = ids.map((id) => (typeof id === 'string' ? id : JSON.stringify(id)));
		const together = likely.filter((id) => id.startsWith('["'));
		return [
			NONE,
			...together.map((value) => ({ name: `${parts(value)} together`, value })),
			...ranked(fields, likely).map(toOption),
		];
	}),
	getUpdatedFields: lookUp(({ alternatives: { updated }, fields }) => datesAmong(fields, updated)),
	getCreatedFields: lookUp(({ alternatives: { created }, fields }) => datesAmong(fields, created)),
	getFields: lookUp(({ fields }) => [NONE, ...fields.map(toOption)]),
	getDateFormats: lookUp(
		({ fields }, chosen) => {
			const seen = fields.flatMap(({ field, format, samples }) =>
				format !== undefined && chosen.includes(field)
					? [{ name: `${format}: as in ${field}, ${shown(samples)}`, value: format }]
					: [],
			);
			const known = new Set(seen.map(({ value }) => value));
			const others = FORMATS.filter(({ value }) => !known.has(String(value)));
			return [...withoutRepeats(seen), ...others, AS_OTHER];
		},
		[...FORMATS, AS_OTHER],
	),
	getPagings: lookUp(
		({ alternatives: { paging } }) => [
			...paging.map((seen) => ({
				name: `As the answer shows: ${wordsOf(seen)}`,
				value: JSON.stringify(seen),
			})),
			...PAGINGS,
		],
		PAGINGS,
	),
};

/**
 * @param choose gets what the answer shows, and the date fields that are chosen in the form
 * @param always what may be chosen without an answer
 */
function lookUp(
	choose: (seen: Detection, dateFields: readonly string[]) => INodePropertyOptions[],
	always: readonly INodePropertyOptions[] = [],
): LookUp {
	return async function (this: ILoadOptionsFunctions) {
		const secrets = new Secrets();
		const { mask } = secrets;
		const typed = (name: string) => String(this.getCurrentNodeParameter(`&${name}`) ?? '');
		if (typed('url').trim() === '') return always.length > 0 ? [...always] : [NO_URL];
		const outcome = await fetchSample(this, secrets).catch((error: unknown) => ({ error }));
		if ('error' in outcome && always.length > 0) return [...always];
		if ('error' in outcome)
			throw toNodeError(outcome.error, { node: this.getNode(), source: 'The API', mask });
		const seen = outcome.detection(typed('recordsField'));
		return choose(seen, [typed('updatedDateField'), typed('createdDateField')]).map((option) =>
			masked(option, mask),
		);
	};
}

function masked(option: INodePropertyOptions, mask: Mask): INodePropertyOptions {
	return { ...option, name: mask(option.name) };
}

function toOption({ field, samples, format }: FieldProposal): INodePropertyOptions {
	const name = samples.length > 0 ? `${field}: ${shown(samples)}` : field;
	return { name: format === undefined ? name : `${name} (${format})`, value: field };
}

function shown(samples: FieldProposal['samples']): string {
	const text = samples.map(String).join(', ');
	return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text;
}

/** Likely ones first. */
function ranked(
	fields: readonly FieldProposal[],
	likely: readonly string[],
): readonly FieldProposal[] {
	const rank = ({ field }: FieldProposal) => {
		const at = likely.indexOf(field);
		return at < 0 ? likely.length : at;
	};
	return [...fields].sort((a, b) => rank(a) - rank(b));
}

function datesAmong(
	fields: readonly FieldProposal[],
	likely: ReadonlyArray<{ readonly field: string }>,
): INodePropertyOptions[] {
	const dates = fields.filter(({ format }) => format !== undefined);
	const names = likely.map(({ field }) => field);
	return [...ranked(dates, names).map(toOption), NONE];
}

function withoutRepeats(options: readonly INodePropertyOptions[]): readonly INodePropertyOptions[] {
	return [...new Map(options.map((option) => [option.value, option])).values()];
}

/** `["a","b"]` as `a, b`. */
function parts(json: string): string {
	return json.replace(/[[\]"]/g, '').replaceAll(',', ', ');
}

/** What the pages of the answer go on by. */
function wordsOf(paging: PagingProposal): string {
	const { type, linkField, linkHeader, cursorField, cursorHeader, lastRecordField } = paging;
	const header = linkHeader ?? cursorHeader;
	const place = header === undefined ? (linkField ?? cursorField) : `the header ${header}`;
	switch (type) {
		case 'page_number':
			return 'numbered pages';
		case 'offset':
			return 'offsets';
		case 'link':
			return `the address of the next page in ${place}`;
		case 'cursor':
			return `where the next page begins in ${place ?? `${lastRecordField} of the last record`}`;
	}
}
