/** Text that Markdown shows as it is. */
export function escaped(text: string): string {
	return text.replace(/[\\|<>*]/g, (character) => `\\${character}`);
}

/** A rule of fewer dashes is no rule. */
const LEAST_WIDTH = 3;

/** Columns aligned, as the formatter of this repository writes tables. */
export function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string[] {
	const widths = head.map((title, column) =>
		Math.max(LEAST_WIDTH, title.length, ...rows.map((row) => row[column].length)),
	);
	const line = (cells: readonly string[]) =>
		`| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
	const rule = widths.map((width) => '-'.repeat(width));
	return [line(head), line(rule), ...rows.map(line)];
}
