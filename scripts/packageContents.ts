/** What may be in the published package: what n8n runs or shows, and the papers npm adds. */
const ALLOWED: readonly RegExp[] = [
	/^(?:package\.json|README\.md|LICENSE)$/,
	/^dist\/(?:nodes|credentials)\/.+\.js$/,
	/^dist\/nodes\/.+\.node\.json$/,
	/^dist\/icons\/[^/]+\.svg$/,
];

/** The package has 0.8 MB unpacked; what grows beyond this was packed by mistake. */
const MAX_BYTES = 900_000;

export interface PackedFile {
	/** Inside the package, with `/` between folders. */
	readonly path: string;
	readonly bytes: number;
}

/**
 * @param files of the packed package
 * @param entries nodes and credentials that its manifest names, as paths
 * @returns what is wrong, one sentence each
 */
export function contentProblems(
	files: readonly PackedFile[],
	entries: readonly string[],
): readonly string[] {
	const paths = new Set(files.map(({ path }) => path));
	const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
	return [
		...files
			.filter(({ path }) => !ALLOWED.some((pattern) => pattern.test(path)))
			.map(({ path }) => `${path} is nothing that n8n runs or shows.`),
		...entries
			.filter((path) => !paths.has(path))
			.map((path) => `${path} is named in package.json and missing.`),
		...(bytes > MAX_BYTES
			? [`The files have ${bytes} bytes, more than the ${MAX_BYTES} that are allowed.`]
			: []),
	];
}
