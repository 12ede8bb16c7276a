import { quote } from '../core/text';
import type { PagingSettings, ResourceSettings } from './language';
import { atEnd, when, type Checked, type Contradiction } from './contradiction';
import { parameterRule, requestRule, valuesRule, windowRule } from './requestRules';
import { ConfigurationError, remark, type Notice } from './types';
import { describe } from './value';

/**
 * Checks the settings of a resource against each other.
 *
 * @throws ConfigurationError for what contradicts itself, or would lose or invent records
 */
export function checkTogether(checked: Checked, notices: Notice[]): void {
	for (const rule of RULES) {
		for (const [key, problem] of rule(checked))
			throw new ConfigurationError(`${checked.name}.${key}`, problem);
	}
	notices.push(...needless(checked).map((text) => remark(`${checked.name}.${text}`)));
}

const RULES: ReadonlyArray<(checked: Checked) => readonly Contradiction[]> = [
	requestRule,
	pointerRule,
	maximumRule,
	windowRule,
	snapshotRule,
	answerRules,
	valuesRule,
	outsideRule,
	parameterRule,
];

/** The ways of saying where the next page is, of which a paging has one. */
const POINTERS: Readonly<Record<string, readonly string[]>> = {
	cursor: ['cursorField', 'cursorHeader', 'lastRecordField'],
	link: ['linkField', 'linkHeader'],
};

function pointerRule({ settings: { paging } }: Checked): readonly Contradiction[] {
	const pointers = POINTERS[paging?.type ?? ''] ?? [];
	const found = pointers.filter((key) => paging !== undefined && key in paging);
	return when(
		pointers.length > 0 && found.length !== 1,
		'paging',
		`found ${found.join(' and ') || 'no place of the next page'}; expected exactly one of ${pointers.join(', ')}, for example ${pointers[0] === 'cursorField' ? '"cursorField": "meta.next_cursor"' : '"linkHeader": "link"'}`,
	);
}

function maximumRule({ settings, templates }: Checked): readonly Contradiction[] {
	const key = maximumKey(settings.paging);
	if (key === undefined || settings.watch === 'snapshot') return [];
	const goesOn = 'as the list goes on behind it from the last date read';
	return [
		...when(
			settings.order !== 'ascending',
			'order',
			`found ${describe(settings.order)}; ${key} takes "order": "ascending", and a url that asks for it, ${goesOn}`,
		),
		...when(
			!hasDates(settings),
			'datesConfiguration',
			`found no date; ${key} takes an updatedDateField, ${goesOn}`,
		),
		...when(
			atEnd(templates, 'since').length === 0,
			'url',
			`found no placeholder; ${key} takes one such as \${epoch:s}, ${goesOn}`,
		),
	];
}

function snapshotRule({ settings, templates }: Checked): readonly Contradiction[] {
	if (settings.watch !== 'snapshot') return [];
	const [since] = atEnd(templates, 'since');
	const whole =
		'"watch": "snapshot" compares the whole list, and what is missing counts as deleted';
	return [
		...when(
			since !== undefined,
			'watch',
			`found the placeholder ${quote(since?.text ?? '')}; ${whole}: leave the condition out, or write "watch": "dates"`,
		),
		...when(
			settings.retention !== undefined,
			'retention',
			`found ${describe(settings.retention)}; ${whole}: leave it out, or write "watch": "dates"`,
		),
	];
}

function answerRules({ settings: { none, errors = [] } }: Checked): readonly Contradiction[] {
	const tests = [...(none ? [['none', none] as const] : []), ...errors.map(named)];
	return [
		...tests.flatMap(([key, { field, header, equals, absent }]) => [
			...when(
				field !== undefined && header !== undefined,
				key,
				'found field and header; expected one of them',
			),
			...when(
				equals !== undefined && absent !== undefined,
				key,
				'found equals and absent; expected one of them',
			),
			...when(
				field === undefined &&
					header === undefined &&
					(equals !== undefined || absent !== undefined),
				key,
				'found equals or absent alone; expected a field or header that it is about',
			),
		]),
		...when(
			none !== undefined && none.equals === undefined && none.absent !== true,
			'none',
			'found nothing that the answer is recognised by; expected {"field":"orders","absent":true} or {"field":"data","equals":null}',
		),
		...errors
			.map(named)
			.flatMap(([key, { status, field, header }]) =>
				when(
					field === undefined && header === undefined && (status === undefined || status < 300),
					key,
					status === undefined
						? 'found an action for every answer; expected a status, field or header beside it'
						: `found the status ${status} alone, which every good answer has; expected a field or header beside it`,
				),
			),
	];
}

function named<Rule>(rule: Rule, index: number): readonly [string, Rule] {
	return [`errors.${index}`, rule];
}

/** `^.` leads out of the record proper. */
function outsideRule({ settings }: Checked): readonly Contradiction[] {
	if (settings.record !== undefined) return [];
	const { updatedDateField, createdDateField } = settings.datesConfiguration ?? {};
	const paths = {
		idField: settings.idField,
		'datesConfiguration.updatedDateField': updatedDateField,
		'datesConfiguration.createdDateField': createdDateField,
		'deleted.field': settings.deleted?.field,
	};
	return Object.entries(paths).flatMap(([key, path]) =>
		when(
			[path ?? []].flat().some((part) => part.startsWith('^.')),
			key,
			`found ${describe([path].flat()[0])}; ^. leads out of a "record", and none is given`,
		),
	);
}

/** `${dateTimeZone:Asia/Tokyo:yyyy-MM-dd'T'HH:mm:ss'Z'}` */
const ZONE_AS_UTC =
	/dateTimeZone\s*:(?!\s*(?:(?:Etc\/)?(?:UTC|GMT)\b(?![+-])|Z\s*:))[^}]*'Z'\s*\}$/i;

/** What has no effect, each as it goes on behind "contacts.". */
function needless({ settings, templates }: Checked): readonly string[] {
	const { since, watch, idField, paging } = settings;
	const texts: string[] = [];
	const isAsked = atEnd(templates, 'since').length > 0;
	if (since !== undefined && !isAsked)
		texts.push('since has no effect: neither url, headers nor body hold a placeholder.');
	if (idField === undefined)
		texts.push(
			'idField is not given: records are told apart by their content, and an edited one counts as new.',
		);
	if (watch !== 'snapshot' && !isAsked && !hasDates(settings))
		texts.push(
			'datesConfiguration is not given, and the url holds no placeholder: write "watch": "snapshot" to have the whole list compared.',
		);
	const misread = [...atEnd(templates, 'since'), ...atEnd(templates, 'until')].find(({ text }) =>
		ZONE_AS_UTC.test(text),
	);
	if (misread)
		texts.push(
			`url: ${quote(misread.text)} writes the time of a zone and marks it 'Z', which stands for UTC: changes of some hours are missed where the API reads it so. Is \${gmtDate:…} meant?`,
		);
	const { updatedDateField, createdDateField } = settings.datesConfiguration ?? {};
	if (createdDateField !== undefined && createdDateField === updatedDateField)
		texts.push(
			'datesConfiguration.updatedDateField is the createdDateField too: where edits leave it as it is, they are not seen.',
		);
	const key = watch === 'snapshot' ? maximumKey(paging) : undefined;
	if (key !== undefined)
		texts.push(
			`paging.${key}: a list that is compared has to be read whole; one that reaches the maximum cannot be.`,
		);
	return texts;
}

function maximumKey(paging: PagingSettings | undefined): string | undefined {
	return ['maximumPage', 'maximumOffset'].find((key) => paging !== undefined && key in paging);
}

function hasDates({ datesConfiguration = {} }: ResourceSettings): boolean {
	const { updatedDateField, createdDateField } = datesConfiguration;
	return updatedDateField !== undefined || createdDateField !== undefined;
}
