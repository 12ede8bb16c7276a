import { distTagOf, releaseProblems } from '../../scripts/releaseProblems';

const CHANGELOG =
	'# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-12-01\n\n### Fixed\n\n- The row of 0.3.0.\n';

it('lets the tag of the version in manifest and changelog pass', () => {
	expect(releaseProblems('0.2.0', '0.2.0', CHANGELOG)).toEqual([]);
});

it.each(['v0.2.0', '0.2.1', '0.2.0-beta.1', ''])('refuses the tag "%s"', (tag) => {
	expect(releaseProblems(tag, '0.2.0', CHANGELOG)).toEqual([
		`The tag is ${tag} and package.json has version 0.2.0: they must be the same.`,
	]);
});

it('refuses a version that the changelog has no heading for', () => {
	expect(releaseProblems('0.3.0', '0.3.0', CHANGELOG)).toEqual([
		'CHANGELOG.md has no heading "## [0.3.0]".',
	]);
});

it.each([
	['1.0.0', 'latest'],
	['1.0.0-rc.1', 'next'],
	['2.3.4-beta', 'next'],
])('%s goes to the tag "%s"', (version, tag) => {
	expect(distTagOf(version)).toBe(tag);
});
