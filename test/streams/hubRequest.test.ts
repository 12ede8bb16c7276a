import type { ConnectorDefinition } from '../../nodes/OpenConnectors/streams/definition';
import { insightly } from '../../nodes/OpenConnectors/connectors/insightly/definition';
import { askedSince } from './native';
import { UTC } from '../../nodes/OpenConnectors/dates/zone';
import { WhereClauseError } from '../../nodes/OpenConnectors/configuration/whereClause';
import { HubRequestError, readHubRequest } from '../../nodes/OpenConnectors/streams/hubRequest';
import {
	parseUrlTemplate,
	UrlTemplateError,
} from '../../nodes/OpenConnectors/configuration/urlTemplate';

const AT = Date.UTC(2026, 0, 5, 14, 3, 9, 78);
const API = 'https://api.na1.insightly.com/v3.1';
const SINCE = "where=updated_after_utc='${gmtDate:yyyy-MM-dd HH:mm:ss}'";
const STAMP = '2026-01-05T14%3A03%3A09Z';

const read = (
	url: string,
	variables: Readonly<Record<string, string>> = {},
	definition: ConnectorDefinition = insightly,
) =>
	readHubRequest(
		parseUrlTemplate(url, { zone: UTC, format: 'milliseconds' }),
		definition,
		variables,
	);

/** What the provider is asked for the records changed since {@link AT}. */
const asked = (url: string, variables: Readonly<Record<string, string>> = {}) => {
	const request = read(url, variables);
	const isFiltered = request.hasSince;
	return askedSince({ definition: insightly, request, api: API, variables, isFiltered }, AT).slice(
		API.length,
	);
};

describe('a hub url becomes the request of the provider', () => {
	it.each([
		[
			'accounts as documented',
			`/hubs/crm/accounts?${SINCE}`,
			`/Organisations/Search?updated_after_utc=${STAMP}`,
		],
		[
			'contacts as documented',
			`/hubs/crm/contacts?${SINCE}`,
			`/Contacts/Search?updated_after_utc=${STAMP}`,
		],
		['leads', `/hubs/crm/leads?${SINCE}`, `/Leads/Search?updated_after_utc=${STAMP}`],
		[
			'opportunities',
			`/hubs/crm/opportunities?${SINCE}`,
			`/Opportunities/Search?updated_after_utc=${STAMP}`,
		],
		[
			'a trailing blank',
			`/hubs/crm/contacts?${SINCE} `,
			`/Contacts/Search?updated_after_utc=${STAMP}`,
		],
		[
			'another name',
			`/hubs/crm/organizations?${SINCE}`,
			`/Organisations/Search?updated_after_utc=${STAMP}`,
		],
		[
			'the provider’s name',
			`/hubs/crm/organisations?${SINCE}`,
			`/Organisations/Search?updated_after_utc=${STAMP}`,
		],
		['any hub', `/hubs/general/contacts?${SINCE}`, `/Contacts/Search?updated_after_utc=${STAMP}`],
		[
			'a slash at the end',
			`/hubs/crm/contacts/?${SINCE}`,
			`/Contacts/Search?updated_after_utc=${STAMP}`,
		],
		['no condition', '/hubs/crm/contacts', '/Contacts/Search'],
		['an empty condition', '/hubs/crm/contacts?where=', '/Contacts/Search'],
		['a blank condition', '/hubs/crm/contacts?where=%20', '/Contacts/Search'],
		[
			'another field of the same meaning',
			"/hubs/crm/contacts?where=DATE_UPDATED_UTC > '${date}'",
			`/Contacts/Search?updated_after_utc=${STAMP}`,
		],
		[
			'>=',
			"/hubs/crm/contacts?where=date_updated_utc>='${epoch:s}'",
			`/Contacts/Search?updated_after_utc=${STAMP}`,
		],
		[
			'an encoded url',
			'/hubs/crm/contacts?where=updated_after_utc%20%3E%20%27${gmtDate:yyyy-MM-dd}%27',
			`/Contacts/Search?updated_after_utc=${STAMP}`,
		],
		[
			'no quotes around the poll time',
			'/hubs/crm/contacts?where=updated_after_utc=${epoch}',
			`/Contacts/Search?updated_after_utc=${STAMP}`,
		],
		[
			'one more condition',
			`/hubs/crm/contacts?${SINCE} AND LAST_NAME='O''Neil %26 M%C3%BCller'`,
			`/Contacts/Search?field_name=LAST_NAME&field_value=O'Neil%20%26%20M%C3%BCller&updated_after_utc=${STAMP}`,
		],
		[
			'one more condition, before',
			"/hubs/crm/leads?where=LEAD_RATING=3 and updated_after_utc='${epoch}'",
			`/Leads/Search?field_name=LEAD_RATING&field_value=3&updated_after_utc=${STAMP}`,
		],
		[
			'one condition without the poll time',
			"/hubs/crm/contacts?where=EMAIL_ADDRESS='a+b@x.io'",
			'/Contacts/Search?field_name=EMAIL_ADDRESS&field_value=a%2Bb%40x.io',
		],
	])('%s', (_name, url, native) => {
		expect(asked(url)).toBe(native);
	});

	it('with no path variable that leads out of the path', () => {
		for (const objectName of ['..', '.', '%2e%2e', '../Users'])
			expect(() => asked(`/hubs/crm/custom-objects?${SINCE}`, { objectName })).toThrow(
				`The path variable "objectName" is "${objectName}", and "." or ".."`,
			);
	});

	it('with the path variables of the user', () => {
		const variables = { objectName: 'Vehicle__c', value: "O'Neil & Co" };
		expect(asked(`/hubs/crm/custom-objects?${SINCE}`, variables)).toBe(
			`/Vehicle__c/Search?updated_after_utc=${STAMP}`,
		);
		expect(asked('/hubs/crm/contacts?where=NAME="{value}"', variables)).toBe(
			"/Contacts/Search?field_name=NAME&field_value=O'Neil%20%26%20Co",
		);
		expect(asked('/hubs/crm/{objectName}', { objectName: 'contacts' })).toBe('/Contacts/Search');
		expect(asked('/hubs/crm/custom-objects', { objectName: 'a/b?c' })).toBe('/a%2Fb%3Fc/Search');
	});

	it('with a page size, which is no condition', () => {
		expect(read('/hubs/crm/contacts?pageSize=50')).toMatchObject({ pageSize: 50, equalities: [] });
		expect(read(`/hubs/crm/contacts?${SINCE}&pageSize=50`)).toMatchObject({
			pageSize: 50,
			hasSince: true,
		});
		expect(read('/hubs/crm/contacts').pageSize).toBeUndefined();
	});

	it('without the filter when the records are judged by another date', () => {
		const request = read(`/hubs/crm/contacts?${SINCE} AND A='1'`);
		expect(askedSince({ definition: insightly, request, api: API, isFiltered: false }, AT)).toBe(
			`${API}/Contacts/Search?field_name=A&field_value=1`,
		);
	});

	it('the same for each poll but for the time', () => {
		const request = read(`/hubs/crm/contacts?${SINCE}`);
		const urlSince = (at: number) => askedSince({ definition: insightly, request, api: API }, at);
		expect([urlSince(0), urlSince(AT)]).toEqual([
			`${API}/Contacts/Search?updated_after_utc=1970-01-01T00%3A00%3A00Z`,
			`${API}/Contacts/Search?updated_after_utc=${STAMP}`,
		]);
	});
});

describe('a hub url that the provider cannot answer', () => {
	const ONE_MORE = "One condition field='value' is possible beside the poll time, joined by AND.";
	const AS = "Write the poll time once, as updated_after_utc='…'.";

	it.each([
		[
			'/hubs/crm/incidents',
			'Insightly has no resource "incidents" here. Known are accounts, contacts, custom-objects,',
		],
		['/hubs/crm', 'Insightly has no resource "" here.'],
		['/hubs/crm/contacts/5', 'Insightly has no resource "contacts/5" here.'],
		[
			'/hubs/crm/incidents',
			'For anything else write a path of the provider instead, one that does not begin with /hubs/.',
		],
		[
			'/hubs/crm/contacts?orderBy=x',
			'Insightly has nothing that stands for the parameter "orderBy". Remove it.',
		],
		[
			'/hubs/crm/contacts?pageSize=many',
			'Insightly has nothing that stands for the parameter "pageSize". Remove it.',
		],
		[
			"/hubs/crm/contacts?where=A!='1'",
			`the condition A!='1' has no counterpart in the provider's API. ${ONE_MORE}`,
		],
		["/hubs/crm/contacts?where=A LIKE 'x%25'", "the condition A LIKE 'x%' has no counterpart"],
		["/hubs/crm/contacts?where=A IN ('x')", "the condition A IN ('x') has no counterpart"],
		['/hubs/crm/contacts?where=A IS NULL', 'the condition A IS NULL has no counterpart'],
		["/hubs/crm/contacts?where=A='1' AND B='2'", "the condition B='2' has no counterpart"],
		[`/hubs/crm/contacts?${SINCE} OR A='1'`, "the condition A='1' has no counterpart"],
		[
			"/hubs/crm/contacts?where=A='1' OR updated_after_utc='${epoch}'",
			`the condition updated_after_utc='…' is not one that Contacts can be filtered by. ${AS}`,
		],
		[
			"/hubs/crm/contacts?where=DATE_CREATED_UTC>'${epoch}'",
			`the condition DATE_CREATED_UTC>'…' is not one that Contacts can be filtered by. ${AS}`,
		],
		[
			"/hubs/crm/contacts?where=updated_after_utc<'${epoch}'",
			"the condition updated_after_utc<'…' is not one",
		],
		[
			"/hubs/crm/contacts?where=updated_after_utc!='${epoch}'",
			"the condition updated_after_utc!='…' is not one",
		],
		[
			"/hubs/crm/contacts?where=updated_after_utc IN ('${epoch}')",
			"the condition updated_after_utc IN ('…') is not one",
		],
		[
			"/hubs/crm/contacts?where=updated_after_utc>'${epoch}' and date_updated_utc>'${epoch}'",
			"the condition date_updated_utc>'…' is not one",
		],
		[
			"/hubs/crm/contacts?where=${epoch}='updated_after_utc'",
			"the condition …='updated_after_utc' is not one",
		],
	])('%s: the message says which part', (url, problem) => {
		expect(() => read(url)).toThrow(HubRequestError);
		expect(() => read(url)).toThrow(problem);
		expect(() => read(url)).toThrow(`The url "${url}" cannot be sent straight to the provider: `);
	});

	it('for want of any filter: the message says that', () => {
		const [contacts] = insightly.resources.filter(({ name }) => name === 'contacts');
		const bare = { ...contacts, hubSince: [], hubConditions: undefined };
		const definition = { ...insightly, resources: [bare] };
		expect(() => read(`/hubs/crm/contacts?${SINCE}`, {}, definition)).toThrow(
			"the condition updated_after_utc='…' asks for a filter by time, and Contacts have none. Remove it.",
		);
		expect(() => read("/hubs/crm/contacts?where=A='1'", {}, definition)).toThrow(
			"the condition A='1' has no counterpart in the provider's API. Remove it, and filter in the workflow instead.",
		);
	});

	it('for want of a path variable: the message names it', () => {
		expect(() => read('/hubs/crm/{objectName}')).toThrow(UrlTemplateError);
		expect(() => asked('/hubs/crm/custom-objects')).toThrow(
			'holds {objectName}, and no value is given for it. Add a path variable named "objectName" under Options.',
		);
	});

	it('for its grammar: the message shows the position', () => {
		expect(() => read("/hubs/crm/contacts?where=updated_after_utc='${epoch}''")).toThrow(
			WhereClauseError,
		);
		expect(() => read("/hubs/crm/contacts?where=updated_after_utc='${epoch}''")).toThrow(
			"cannot be read at position 19: the quote ' is never closed.",
		);
	});
});
