/** The part of n8n's package scanner that we use; it ships without types. */
declare module '@n8n/scan-community-package/scanner/scanner.mjs' {
	export const SOURCE_FILE_PATTERNS: readonly string[];

	/** Lints the files of a package; inline rule comments do not count. */
	export function analyzePackage(
		packageDir: string,
		filePatterns: readonly string[],
	): Promise<{ passed: boolean; message?: string; details?: string }>;
}
