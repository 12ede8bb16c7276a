/** Files that an editor, a merge, a run or a system leaves behind. */
const LEFTOVER_NAME =
	/(?:\.(?:orig|rej|bak|backup|log|tmp|sw[a-p]|tgz|tsbuildinfo)|~)$|^(?:\.DS_Store|Thumbs\.db|\.idea|\.vscode|\.env|#.*#|\.#.*)$/i;

/** The lines that git writes into a file whose merge it left to its user. */
const CONFLICT_MARKER = /^(?:<{7}|\|{7}|>{7})(?: |\r?$)/m;

/**
 * @param paths of files, with `/` between folders
 * @returns those that are named, or lie in a folder that is named, as leftovers are
 */
export function leftoversAmong(paths: readonly string[]): string[] {
	return paths.filter((path) => path.split('/').some((name) => LEFTOVER_NAME.test(name)));
}

/** Whether a merge was left unfinished in a text. */
export function holdsConflict(text: string): boolean {
	return CONFLICT_MARKER.test(text);
}
