import { decodeLeniently } from './encode';

/**
 * Whether a path, or a value that goes into one, holds `.` or `..` between slashes: it then leaves
 * the place it stands in. Clients take `%2e` for a dot and some servers decode once more or take a
 * backslash for a slash, so that encoding does not help.
 */
export function climbs(path: string): boolean {
	const decoded = decodeLeniently(decodeLeniently(path));
	return decoded.split(/[/\\]/).some((piece) => DOTS.has(piece.trim()));
}

const DOTS: ReadonlySet<string> = new Set(['.', '..']);
