import { quote, shorten, withoutTrailing } from '../../nodes/OpenConnectors/core/text';

describe('a text of somebody else', () => {
	it('is repeated whole up to 200 characters, and by its beginning beyond', () => {
		expect(quote('x'.repeat(200))).toBe('x'.repeat(200));
		expect(quote('x'.repeat(201))).toBe(`${'x'.repeat(200)}…`);
	});

	it('is never cut through a character', () => {
		expect(shorten('ab😀', 3)).toBe('ab…');
		expect(shorten('ab😀c', 4)).toBe('ab😀…');
	});
});

it.each([
	['', ''],
	['//', ''],
	['a/', 'a'],
	['/a//b//', '/a//b'],
	['a', 'a'],
])('%j without slashes at its end is %j', (text, rest) => {
	expect(withoutTrailing(text, '/')).toBe(rest);
});
