import type { Asked } from './asked';
import type { EnvelopeField } from './envelope';
import * as words from './pagingWords';

function isAddress(value: unknown): boolean {
	return typeof value === 'string' && /^(?:https?:\/\/|\/|\?)|^[\w/.-]+\?[\w$%[\].-]+=/.test(value);
}

/** The address of the next page, or the place where it would stand. */
export function findNextLink(envelope: readonly EnvelopeField[]): EnvelopeField | undefined {
	const named = envelope.filter(isNextLink);
	return (
		named.find(({ value }) => isAddress(value)) ??
		named.find((field) => field.value === null && isPlaceOfAddress(field, envelope))
	);
}

function isNextLink({ name, parent }: EnvelopeField): boolean {
	return words.NEXT_LINK.test(name) || (words.LINK_WORD.test(name) && words.NEXT_LINK.test(parent));
}

/** Whether the next page, of which there is none here, would be named by its address. */
function isPlaceOfAddress(field: EnvelopeField, envelope: readonly EnvelopeField[]): boolean {
	if (words.LINK_WORD.test(field.name) || /links?$/.test(field.parent)) return true;
	const beside = envelope.filter(
		(other) =>
			other !== field && other.steps.slice(0, -1).join() === field.steps.slice(0, -1).join(),
	);
	const pages = beside.filter(({ name }) => /^(?:prev|previous|first|last|self)/.test(name));
	if (pages.some(({ value }) => isAddress(value))) return true;
	// Django REST framework: count, next, previous.
	return (
		field.name === 'next' && pages.some(({ name, value }) => name === 'previous' && value === null)
	);
}

/** The value by which the next page is asked for, or the place where it would stand. */
export function findCursor(
	envelope: readonly EnvelopeField[],
	asked: Asked,
): EnvelopeField | undefined {
	const possible = envelope.filter(
		(field) =>
			isCursorValue(field) &&
			!(isNextLink(field) && field.value === null && isPlaceOfAddress(field, envelope)),
	);
	for (const name of words.CURSORS) {
		const found = possible.filter((field) => name.test(field.name) && isCursorPlace(field, asked));
		const told = found.find(({ value }) => value !== null) ?? found[0];
		if (told) return told;
	}
	return undefined;
}

function isCursorValue({ value }: EnvelopeField): boolean {
	if (value === null || typeof value === 'number') return true;
	return typeof value === 'string' && value !== '' && !isAddress(value);
}

/** `offset` is a cursor only where it is no number; what was asked with, and comes back, is none. */
function isCursorPlace({ name, parent, value, isBeside }: EnvelopeField, asked: Asked): boolean {
	if (name === 'offset' || name === 'cursor') {
		if (typeof value === 'number' && name === 'offset') return false;
		if (String(value) === String(asked.cursor?.value ?? '')) return false;
	}
	if (name === 'offset') return typeof value === 'string' && !/^\d+$/.test(value);
	if (name === 'after') return isBeside || /pag|next|cursor|meta|link/.test(parent);
	return true;
}
