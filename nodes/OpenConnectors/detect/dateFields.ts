import { compileDateFormat } from '../dates/dateFormat';
import { UTC } from '../dates/zone';
import { toldValues, type Column } from './columns';
import { isNoDate, readDates } from './dateValues';
import { fieldName, plainName } from './names';
import type { DateProposal } from './types';

/** A field that holds dates. */
export interface DateColumn {
	readonly column: Column;
	readonly format: string;
	/** Epoch ms, one a record; undefined where there is none. */
	readonly instants: ReadonlyArray<number | undefined>;
}

/** The fields whose values are all dates; counts of seconds only where the name says so. */
export function findDates(columns: readonly Column[]): readonly DateColumn[] {
	const dates = columns.flatMap((column) => {
		const told = toldValues(column).filter((value) => !isNoDate(value));
		const reading = readDates(told);
		if (!reading) return [];
		const isCount = told.some((value) => /^\d{8,}(?:\.\d+)?$/.test(String(value)));
		if (isCount && !NAMED_AS_DATE.test(column.steps.join('.'))) return [];
		const read = [...reading.instants];
		const instants = column.values.map((value) =>
			value === undefined || value === null || value === '' || isNoDate(value)
				? undefined
				: read.shift(),
		);
		return [{ column, format: reading.format, instants }];
	});
	return dates.some(({ format }) => DAY_FIRST.test(format)) ? dates.map(dayFirst) : dates;
}

const DAY_FIRST = /^dd[/-]MM/;

/** Where one field shows that the day comes first, it does so in fields that leave it open. */
function dayFirst(date: DateColumn): DateColumn {
	const format = date.format.replace(/^MM([/-])dd/, 'dd$1MM');
	if (format === date.format) return date;
	const { parse } = compileDateFormat(format);
	const { values } = date.column;
	const instants = values.map((value, index) =>
		date.instants[index] === undefined ? undefined : parse(value, UTC),
	);
	const isRead = instants.every(
		(at, index) => (at === undefined) === (date.instants[index] === undefined),
	);
	return isRead ? { ...date, format, instants } : date;
}

const NAMED_AS_DATE =
	/date|time|stamp|(?:^|[_.-])(?:at|on|ts)$|[a-z](?:At|On|Ts)$|creat|updat|modif|chang|edit|added|insert|start|end|due|expir|clos/i;

interface Role {
	/** The name is this and nothing else. */
	readonly sure: RegExp;
	/** Where there is no other. */
	readonly maybe?: RegExp;
}

const NOISE =
	'last|lst|latest|most|recent|recently|date|datetime|time|timestamp|stamp|at|on|utc|gmt|ts|dt|tm|sys|hs|system|rec|' +
	'am|um|datum|zeit|fecha|data|hora|del|de|di|le|la|el|op|em|heure|' +
	'record|row|entity|object|the|when|was|is|iso|unix|epoch|ms|ns|sec|in|local|tz|original|d|z|u|of';
const CHANGED =
	'updated|updates|update|upd|modified|modification|modify|modif|mod|changed|change|edited|edit|touched|revised|written|' +
	'write|saved|mtime|udate|aktualisiert|aktualisierung|geaendert|geändert|aenderungs?|änderungs?|modificado|modificacion|modificación|actualizado|' +
	'actualizacion|aggiornamento|modifica|gewijzigd|bijgewerkt|alterado|maj|miseajour';
const MADE =
	'created|creation|creating|create|crt|added|add|entered|inserted|insertion|insert|registered|registration|ctime|cdate|erstellt|erstellungs?|anlage|' +
	'angelegt|creado|creacion|creación|alta|creato|creazione|aangemaakt|criado|cree|créé|ajout';
/** Events and messages say when they came like this. */
const CAME =
	/^(?:(?:event|log|message|request)?(?:timestamp|ts)|(?:date|time)?(?:submitted|received|occurred|logged|recorded|joined|submission)(?:at|on|date|time|datetime|ts|timestamp)*)$/;

/** Where nothing else says when. */
const WHEN = /^(?:event)?(?:date|datetime|time)$/;
/** A record whose versions are dated was changed with the latest of them. */
const OF_VERSION =
	/^(?:current|latest|last)?(?:version|revision)(?:created(?:at|date|on)?|when|date|timestamp)$/;

/** Not every change of the record: of one of its fields only, or by somebody. */
const OF_A_PART =
	/status|stage|state|category|password|passwd|price|owner|email|address|priority|assign|label|title|name|stock|inventory|login|visit|seen|sync|plan|by$|version|count|reason|avatar|photo|image|phone|score|balance|comment|note|membership|location|role|rate|tag/;

function roles(resources: ReadonlySet<string>): { readonly changed: Role; readonly made: Role } {
	const own = [...resources].map((name) => name.replace(/[^\p{L}\p{N}]/gu, ''));
	const around = `(?:${[NOISE, ...own].join('|')})*`;
	const only = (stem: string) => new RegExp(`^${around}(?:${stem})${around}$`, 'u');
	return {
		changed: { sure: only(CHANGED), maybe: /updat|modif|changed|lastactivity|lastchange|edited/ },
		made: { sure: only(MADE), maybe: /creat(?:ed|ion)|^(?:date)?added|^regist/ },
	};
}

export interface DateRoles {
	readonly updated: readonly DateProposal[];
	readonly created: readonly DateProposal[];
}

/** Which of the date fields say when the record was last changed and when it was made; the likeliest first. */
export function findRoles(dates: readonly DateColumn[], resources: ReadonlySet<string>): DateRoles {
	const { changed, made } = roles(resources);
	const created = ranked(dates, (date) => likelihoodOf(date, made, resources));
	const updated = ranked(dates, (date) => {
		const likelihood = Math.max(
			likelihoodOf(date, changed, resources),
			versionLikelihood(date, resources),
		);
		return created.length > 0 && isBefore(date, created[0]) ? likelihood - 4 : likelihood;
	});
	const came = (name: RegExp) => ranked(dates, (date) => cameLikelihood(date, name, resources));
	const reported = [created, came(CAME), updated.length === 0 ? came(WHEN) : []];
	const first = reported.find((found) => found.length > 0) ?? [];
	return { updated: updated.map(toProposal), created: first.map(toProposal) };
}

function toProposal({ column, format }: DateColumn): DateProposal {
	return { field: column.field, format };
}

function ranked(
	dates: readonly DateColumn[],
	likelihood: (date: DateColumn) => number,
): readonly DateColumn[] {
	return dates
		.map((date) => ({ date, likely: likelihood(date) }))
		.filter(({ likely }) => likely > 0)
		.sort((one, other) => other.likely - one.likely)
		.map(({ date }) => date);
}

function likelihoodOf(date: DateColumn, role: Role, resources: ReadonlySet<string>): number {
	const { name } = fieldName(date.column.steps, resources);
	const isMaybe = role.maybe?.test(name) === true && !OF_A_PART.test(withoutAny(name, resources));
	const byName = role.sure.test(name) ? 10 : isMaybe ? 4 : 0;
	return byName === 0 ? 0 : byName + standing(date, resources);
}

function withoutAny(name: string, resources: ReadonlySet<string>): string {
	return [...resources].reduce((text, resource) => text.replace(resource, ''), name);
}

function versionLikelihood({ column }: DateColumn, resources: ReadonlySet<string>): number {
	const [version, name] = column.steps.slice(-2).map(plainName);
	const { parts, others } = fieldName(column.steps.slice(0, -1), resources);
	const isOfVersion = others === 0 && name !== undefined && OF_VERSION.test(version + name);
	return isOfVersion ? 3 - parts / 2 : 0;
}

/** An event that came with its time, and not on a mere day. */
function cameLikelihood(date: DateColumn, came: RegExp, resources: ReadonlySet<string>): number {
	const { name } = fieldName(date.column.steps, resources);
	const isWhen =
		came.test(name) || came.test(plainName(date.column.steps[date.column.steps.length - 1]));
	return isWhen && !isDayOnly(date.format) ? 4 + standing(date, resources) : 0;
}

function isDayOnly(format: string): boolean {
	return !/[Hhms]/.test(format.replace(/'[^']*'/g, ''));
}

/** What speaks for a date beside its name: how near it stands, how fine it is, how many records have it. */
function standing(
	{ column, format, instants }: DateColumn,
	resources: ReadonlySet<string>,
): number {
	const { name, parts, others } = fieldName(column.steps, resources);
	const zone = /gmt|utc/.test(name) ? 1.5 : /local/.test(name) ? -1.5 : 0;
	const told = instants.filter((at) => at !== undefined).length / instants.length;
	return zone - parts / 2 - 12 * others - (isDayOnly(format) ? 2 : 0) + told;
}

function isBefore(date: DateColumn, created: DateColumn): boolean {
	return date.instants.some((at, index) => {
		const made = created.instants[index];
		return at !== undefined && made !== undefined && at < made - 1_000;
	});
}
