import { UTC } from '../../nodes/OpenConnectors/dates/zone';
import { climbs } from '../../nodes/OpenConnectors/configuration/climb';
import {
	parseUrlTemplate,
	UrlTemplateError,
} from '../../nodes/OpenConnectors/configuration/urlTemplate';
import { renderUrl } from './renderUrl';

const DOTS = [
	'.',
	'..',
	' .. ',
	'../..',
	'a/../b',
	'a/..',
	'%2e',
	'%2E%2e',
	'.%2e',
	'..%2f..',
	'..\\..',
	'a%5C..',
	'%252e%252e',
];
const NO_DOTS = ['', '...', 'a.b', '.a', 'a..', '1', 'a/b', '%zz', 'ü', '....'];

describe('a path', () => {
	it.each(DOTS)('climbs by %j', (value) => {
		expect(climbs(value)).toBe(true);
	});

	it.each(NO_DOTS)('does not climb by %j', (value) => {
		expect(climbs(value)).toBe(false);
	});
});

const render = (url: string, v: string) =>
	renderUrl(parseUrlTemplate(url, { zone: UTC }), Date.UTC(2026, 0, 5), { v });

describe('a path variable', () => {
	it.each(DOTS)('with the value %j is refused by its name, wherever it stands', (value) => {
		for (const url of ['/hubs/crm/{v}/contacts', '/hubs/crm/{v}', '/hubs/crm/{v}?x=1']) {
			expect(() => render(url, value)).toThrow(UrlTemplateError);
			expect(() => render(url, value)).toThrow(
				`The path variable "v" is "${value}", and "." or ".." leads out of the path of the url. Write a value without them.`,
			);
		}
	});

	it.each(NO_DOTS.filter(Boolean))('with the value %j stays in its place', (value) => {
		const { pathname } = new URL(`https://host.example/api${render('/hubs/{v}/contacts', value)}`);
		expect(pathname).toBe(`/api/hubs/${encodeURIComponent(value)}/contacts`);
	});

	it('with dots is refused where it makes two of them with what stands beside it', () => {
		expect(() => render('/hubs/.{v}/contacts', '.')).toThrow(UrlTemplateError);
		expect(() => render('/hubs/{v}{v}/contacts', '.')).toThrow(UrlTemplateError);
		expect(() => render('/hubs/%2e{v}', '%2e')).toThrow(UrlTemplateError);
	});

	it('in the query may hold dots', () => {
		expect(render("/hubs/crm/contacts?where=a='{v}'", '..')).toBe(
			'/hubs/crm/contacts?where=a=%27..%27',
		);
	});
});

describe('a url', () => {
	it.each([
		'/hubs/crm/../../x',
		'/./x',
		'/hubs/%2e%2e/x',
		'/hubs/..',
		'/hubs/\\..\\x',
		'/hubs/..?a',
	])('%s is refused', (url) => {
		expect(() => parseUrlTemplate(url, { zone: UTC })).toThrow(
			`The url "${url}" has "." or ".." between slashes, which leads out of its path. Write the path without them.`,
		);
	});

	it.each(['/hubs/crm/a..b', '/x?where=a=../..', '/x?a=/../'])('%s is taken', (url) => {
		expect(() => parseUrlTemplate(url, { zone: UTC })).not.toThrow();
	});
});
