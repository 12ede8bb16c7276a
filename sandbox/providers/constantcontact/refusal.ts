import type { JsonValue } from '../../json';
import { Refusal } from '../../mount';

/** An answer other than success, with the vendor's key for its kind. */
export class ConstantContactRefusal extends Refusal {
	override readonly name = 'ConstantContactRefusal';

	constructor(
		status: number,
		readonly key: string,
		message: string,
	) {
		super(status, message);
	}
}

export const invalid = (message: string): ConstantContactRefusal =>
	new ConstantContactRefusal(400, 'contacts.api.validation.error', message);

export const notFound = (message: string): ConstantContactRefusal =>
	new ConstantContactRefusal(404, 'contacts.api.not_found', message);

/** The keys of failures a test asks for. */
const KEYS: Readonly<Record<number, string>> = {
	400: 'contacts.api.validation.error',
	401: 'unauthorized',
	403: 'forbidden',
	404: 'contacts.api.not_found',
	429: 'throttled',
	503: 'service_unavailable',
};

/** An array of one error; on authorization and in reports the error alone. */
export const toErrorBody = (refusal: Refusal, path: string): JsonValue => {
	const known = refusal instanceof ConstantContactRefusal ? refusal.key : KEYS[refusal.status];
	const error = { error_key: known ?? 'internal_server_error', error_message: refusal.message };
	const isAlone = refusal.status === 401 || refusal.status === 403 || path.includes('/reports/');
	return isAlone ? error : [error];
};
