import { attempt } from '../../configuration/attempt';
import { PagePositionError } from '../../core/page';

/**
 * Positions that hold others: numbers, and the position inside. They are kept in the state, so that
 * anything may come back.
 */
export function writePosition(numbers: readonly number[], inner: string | undefined): string {
	return JSON.stringify([...numbers, inner ?? null]);
}

/** @throws PagePositionError for anything that {@link writePosition} did not write */
export function readPosition(
	text: string,
	count: number,
): { readonly numbers: readonly number[]; readonly inner: string | undefined } {
	const { value, error } = attempt((): unknown => JSON.parse(text));
	const parts: readonly unknown[] = Array.isArray(value) ? value : [];
	const numbers = parts.slice(0, count).filter((part) => typeof part === 'number');
	const inner = parts[count];
	const isRight = parts.length === count + 1 && numbers.length === count;
	if (!isRight || (inner !== null && typeof inner !== 'string')) throw new PagePositionError(error);
	return { numbers, inner: inner ?? undefined };
}
