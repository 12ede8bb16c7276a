import type { DialectName } from '../streams/definition';
import type { Dialect } from '../streams/http';
import { constantContactDialect } from './constantcontact/errorMapper';
import { iContactDialect } from './icontact/errorMapper';
import { keapDialect } from './infusionsoftrest/errorMapper';
import { maximizerDialect } from './maximizer/errorMapper';

/** How each provider says that something is wrong, beyond the status of its answer. */
export const DIALECTS: Readonly<Record<DialectName, Dialect>> = {
	standard: () => undefined,
	constantContact: constantContactDialect,
	iContact: iContactDialect,
	keap: keapDialect,
	maximizer: maximizerDialect,
};
