import type { EpochMs } from '../../clock';
import { formatIsoSeconds } from '../../stamps';

/** Ways a stamp of v2 may be written; all three are in the vendor's specification. */
export type V2Stamps = 'seconds' | 'milliseconds' | 'offset';

/** What the vendor keeps of an instant: whole seconds, half a second rounded up. */
export const roundToSecond = (at: EpochMs): EpochMs => Math.floor(at / 1000 + 0.5) * 1000;

/** `2022-09-29T00:32:12.000+0000`; in another zone the offset is a lie. */
export const formatV1 = (at: EpochMs, zone?: string): string => formatV2(at, 'offset', zone);

const ENDINGS: Readonly<Record<V2Stamps, string>> = {
	seconds: 'Z',
	milliseconds: '.000Z',
	offset: '.000+0000',
};

/** Rounded to the second, in one of the forms of v2. */
export const formatV2 = (at: EpochMs, form: V2Stamps, zone?: string): string =>
	formatIsoSeconds(roundToSecond(at), zone).replace('Z', ENDINGS[form]);

/** `2017-01-01T22:17:59.039Z`, to the millisecond, as the platform is documented to write it. */
export const formatExact = (at: EpochMs, zone?: string): string =>
	formatIsoSeconds(at, zone).replace(
		'Z',
		`.${String(((at % 1000) + 1000) % 1000).padStart(3, '0')}Z`,
	);

/** `2024-05-21` */
export const formatDate = (at: EpochMs): string => new Date(at).toISOString().slice(0, 10);
