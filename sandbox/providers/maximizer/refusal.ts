import { Refusal } from '../../mount';

/** A refusal told with HTTP 200, a negative `Code` and `Msg`. */
export class ReadRefusal extends Refusal {
	override readonly name = 'ReadRefusal';

	constructor(
		message: string,
		readonly errorCode: number,
	) {
		super(200, message);
	}
}

/** -10003 is the vendor's code for a field that fails validation; it publishes no list of codes. */
const INVALID = -10003;

export const invalid = (entity: string, message: string): ReadRefusal =>
	new ReadRefusal(`${entity}: ${message}`, INVALID);
