/**
 * Whether a tag, the manifest and the changelog speak of one version.
 *
 * @param tag as pushed, such as `0.2.0`
 * @param version of package.json
 * @param changelog text of CHANGELOG.md
 * @returns what is wrong, one sentence each
 */
export function releaseProblems(
	tag: string,
	version: string,
	changelog: string,
): readonly string[] {
	const headings = changelog.split(/\r?\n/).filter((line) => line.startsWith('## '));
	const named = headings.some((line) => line.startsWith(`## [${version}]`));
	return [
		...(tag === version
			? []
			: [`The tag is ${tag} and package.json has version ${version}: they must be the same.`]),
		...(named ? [] : [`CHANGELOG.md has no heading "## [${version}]".`]),
	];
}

/** The tag of npm that a version is published under: prereleases are not for who asks for no version. */
export function distTagOf(version: string): 'latest' | 'next' {
	return version.includes('-') ? 'next' : 'latest';
}
