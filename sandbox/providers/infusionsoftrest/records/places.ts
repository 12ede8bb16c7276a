import type { JsonRecord, JsonValue } from '../../../json';
import { drawAddress } from '../../../people';
import type { Draw } from '../../../random';
import type { Filters } from '../object';

/** Where somebody lives, in the words both versions share. */
export const drawPlace = (draw: Draw): JsonRecord => {
	const { street, city, state, postcode } = drawAddress(draw);
	return { line1: street, line2: '', locality: city, region: state, postal_code: postcode };
};

export const isRecord = (value: JsonValue): value is JsonRecord =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

export const toAddressV1 = (place: JsonValue, field?: string): JsonRecord => ({
	...(isRecord(place) ? place : {}),
	country_code: 'USA',
	...(field === undefined ? {} : { field }),
	zip_code: isRecord(place) ? place.postal_code : '',
	zip_four: '',
});

export const toAddressV2 = (place: JsonValue, field: string): JsonRecord => ({
	...(isRecord(place) ? place : {}),
	country: 'United States',
	country_code: 'USA',
	field,
	region_code: null,
	zip_code: isRecord(place) ? place.postal_code : '',
	zip_four: '',
});

/** Filters over an address in the vendor's names, `billing_address_` or nothing before them. */
export const ADDRESS_FILTERS: Filters = {
	billing_address_line1: { kind: 'text', field: 'address.line1' },
	billing_address_locality: { kind: 'text', field: 'address.locality' },
	billing_address_region: { kind: 'text', field: 'address.region' },
	billing_address_postal_code: { kind: 'text', field: 'address.postal_code' },
	city: { kind: 'text', field: 'address.locality', match: 'prefix' },
	state: { kind: 'text', field: 'address.region', match: 'prefix' },
};
