import type { IPollFunctions } from 'n8n-workflow';
import { hash53 } from '../core/fingerprint';
import { nodeNameOf } from './nodeName';

/** The damaged states of which this process has told, by workflow, node and place. */
const told = new Map<string, number>();

/**
 * Whether a damaged state is to be reported. It stays as it is while polls fail, because those save
 * nothing, and is reported once.
 *
 * @param place a resource, or '' for the whole state
 */
export function isNewDamage(context: IPollFunctions, place: string, state: unknown): boolean {
	const name = JSON.stringify([nodeNameOf(context), place]);
	const damage = hash53(JSON.stringify(state) ?? '');
	if (told.get(name) === damage) return false;
	told.set(name, damage);
	return true;
}
