import type { DialectName } from '../../connectors/definition';
import type { Dialect } from '../http';
import { constantContactDialect } from './constantContact';
import { iContactDialect } from './iContact';
import { keapDialect } from './keap';
import { maximizerDialect } from './maximizer';

/** How each provider says that something is wrong, beyond the status of its answer. */
export const DIALECTS: Readonly<Record<DialectName, Dialect>> = {
	standard: () => undefined,
	constantContact: constantContactDialect,
	iContact: iContactDialect,
	keap: keapDialect,
	maximizer: maximizerDialect,
};
