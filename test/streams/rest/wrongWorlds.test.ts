/* eslint-disable @n8n/community-nodes/no-restricted-imports -- takes the number of worlds from the environment, never inside n8n */
import { env, stdout } from 'node:process';
import type {
	PagingSettings,
	ResourceSettings,
} from '../../../nodes/OpenConnectors/configuration/language';
import type { RestTraits } from '../../harness/restApi';
import { upTo } from '../../length';
import { planApi, playApi, type RestVerdict } from './worlds';

const WORLDS = Math.ceil(Number(env.WORLDS ?? upTo(25, 120)) / 25);

type Paged = Exclude<PagingSettings, { type: 'none' }>;

const withPaging =
	(change: (paging: Paged) => object) =>
	(right: ResourceSettings): ResourceSettings => {
		const { paging } = right;
		if (!paging || paging.type === 'none') return right;
		const changed: object = { ...paging, ...change(paging) };
		return { ...right, paging: changed as PagingSettings };
	};

const PAGES: Partial<RestTraits> = { paging: 'page', mark: 'nothing' };
const ENDLESS: Partial<RestTraits> = { paging: 'cursor', mark: 'end', cursorAtEnd: true };

interface Wrong {
	readonly name: string;
	readonly declare: (right: ResourceSettings) => ResourceSettings;
	readonly traits?: Partial<RestTraits>;
}

const wrong = (
	name: string,
	declare: Wrong['declare'],
	traits: Partial<RestTraits> = {},
): Wrong => ({ name, declare, traits });

/** What somebody may write that does not fit the API: named, or still exact. */
const WRONG: readonly Wrong[] = [
	wrong('order: ascending', (right) => ({ ...right, order: 'ascending' })),
	wrong('order: descending', (right) => ({ ...right, order: 'descending' })),
	wrong(
		'order: ascending with a maximum',
		(right) => withPaging(() => ({ maximumOffset: 40 }))({ ...right, order: 'ascending' }),
		{ paging: 'offset', order: 'shuffled', maximum: 40, filter: 'exclusive' },
	),
	wrong('granularity finer than it is', (right) => ({ ...right, granularity: 'PT0.001S' })),
	wrong('granularity coarser than it is', (right) => ({ ...right, granularity: 'P1D' })),
	wrong('since said to be inclusive', (right) => ({
		...right,
		since: { ...right.since, inclusive: true },
	})),
	wrong('a filter that the API does not know', (right) => right, { filter: 'ignored' }),
	wrong(
		'no flag of the end',
		withPaging(() => ({ endField: undefined, hasMoreField: undefined })),
		ENDLESS,
	),
	wrong(
		'a flag of the end that is not there',
		withPaging(() => ({ hasMoreField: 'more.there' })),
		{ mark: 'nothing' },
	),
	wrong(
		'a total that is not there',
		withPaging(() => ({ totalField: 'count' })),
		PAGES,
	),
	wrong(
		'a pageParam of another name',
		withPaging(() => ({ pageParam: 'p', offsetParam: 'p', cursorParam: 'p' })),
		{ ...PAGES, place: 'query' },
	),
	wrong(
		'a cursorParam of another name',
		withPaging(() => ({ cursorParam: 'p' })),
		{ paging: 'cursor', place: 'query' },
	),
	wrong(
		'a limitParam of another name',
		withPaging(() => ({ limitParam: 'size' })),
		{ place: 'query' },
	),
	wrong('an idField that many records share', (right) => ({ ...right, idField: 'kind' })),
	wrong('milliseconds for seconds', (right) => ({
		...right,
		datesConfiguration: {
			updatedDateField: `${right.record === undefined ? '' : '^.'}seconds`,
			updatedDateFormat: 'milliseconds',
		},
	})),
	wrong('the wrong idField', (right) => ({ ...right, idField: 'key' })),
	wrong('the wrong recordsField', (right) => ({ ...right, recordsField: 'things' })),
	wrong('the wrong record', (right) => ({ ...right, record: 'thing' }), { isWrapped: true }),
	wrong('the wrong updatedDateField', (right) => ({
		...right,
		datesConfiguration: { ...right.datesConfiguration, updatedDateField: 'changed_at' },
	})),
	wrong('a format that does not fit', (right) => ({
		...right,
		datesConfiguration: { ...right.datesConfiguration, updatedDateFormat: 'dd/MM/yyyy' },
	})),
	wrong('the created date as the updated one', (right) => ({
		...right,
		datesConfiguration: { ...right.datesConfiguration, updatedDateField: 'created_at' },
	})),
	wrong('no page size', (right) => ({ ...right, pageSize: undefined })),
];

const isNamed = ({ said }: RestVerdict) => said.length > 0;
const isExact = ({ lost, twice, isCalm }: RestVerdict) =>
	lost.length === 0 && twice.length === 0 && isCalm;

describe('a configuration that does not fit its API is named, or exact all the same', () => {
	const counts: string[] = [];
	afterAll(() => stdout.write(`${counts.join('\n')}\n`));

	it.each(WRONG)('$name', async ({ name, declare, traits }) => {
		const verdicts: RestVerdict[] = [];
		for (let seed = 1; seed <= WORLDS; seed += 1)
			verdicts.push(await playApi(seed, { traits: { ...planApi(seed), ...traits }, declare }));
		const exact = verdicts.filter(isExact).length;
		const named = verdicts.filter((verdict) => !isExact(verdict) && isNamed(verdict)).length;
		counts.push(`${name}: ${verdicts.length} worlds, ${exact} exact, ${named} named`);
		expect(
			verdicts
				.filter((verdict) => !isExact(verdict) && !isNamed(verdict))
				.map(({ seed, lost, twice }) => ({
					seed,
					lost: lost.slice(0, 3),
					twice: twice.slice(0, 3),
				})),
		).toEqual([]);
	});
});
