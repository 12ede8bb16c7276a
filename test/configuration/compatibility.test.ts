/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- compares a file of the repository, never inside n8n */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePollerConfiguration } from '../../nodes/OpenConnectors/configuration/parse';
import { compatibilityPage, judge } from '../../scripts/compatibilityPage';
import published from './real-configurations.json';

const PAGE = join(__dirname, '..', '..', 'docs', 'compatibility.md');

/** Cannot work as printed, each for a reason of its own. */
const REFUSED = [
	['eloqua', 'contacts', /^datesConfiguration\.updatedDateFormat: found the text "518862600'"/],
	['twitter', 'statuses', /^url: found <EXAMPLE_SCREEN_NAME>/],
	['twitter', 'users', /^url: found <EXAMPLE>/],
] as const;

describe('of the configurations that the vendor published', () => {
	const judged = published.map((configuration) => ({ ...configuration, ...judge(configuration) }));
	const refused = judged.filter(({ verdict }) => verdict === 'refused');

	it('at least 160 of 166 work', () => {
		expect(judged).toHaveLength(166);
		expect(judged.length - refused.length).toBeGreaterThanOrEqual(160);
	});

	it('none is refused but those that cannot work', () => {
		const unexpected = refused.filter(
			({ connector, resource, told }) =>
				!REFUSED.some(
					([key, name, reason]) =>
						key === connector && name === resource && reason.test(told.join(' ')),
				),
		);
		expect(unexpected).toEqual([]);
	});

	it('each reads the same as an object, as text, as an escaped string and in a whole instance', () => {
		for (const { resource, configuration, connector, told, verdict } of judged) {
			if (verdict === 'refused' || typeof configuration === 'string') continue;
			const source = { [resource]: configuration };
			const read = parsePollerConfiguration(source);
			const key = 'event.poller.configuration';
			const body = { element: { key: connector }, configuration: { [key]: source } };
			const text = JSON.stringify(source);
			for (const form of [
				text,
				JSON.stringify(text),
				JSON.stringify(body),
				`curl -d '${JSON.stringify(body).replaceAll("'", "'\\''")}'`,
			])
				expect({ connector, ...parsePollerConfiguration(form) }).toEqual({ connector, ...read });
			expect(told.every((text) => text.endsWith('.'))).toBe(true);
		}
	});

	it('docs/compatibility.md tells what the code does; else run npm run docs:compatibility', () => {
		expect(readFileSync(PAGE, 'utf8')).toBe(compatibilityPage(published));
	});
});
