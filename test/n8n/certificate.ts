import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** In PEM. */
export interface Certificate {
	readonly key: string;
	/** Signed by its own key: whoever trusts it needs nothing else. */
	readonly certificate: string;
}

const DAY_MS = 24 * 60 * 60_000;

const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const OBJECT_ID = 0x06;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;
const SEQUENCE = 0x30;
const SET = 0x31;
/** Fields that X.509 tells apart by number: a name of the host, the version, the extensions. */
const DNS_NAME = 0x82;
const VERSION = 0xa0;
const EXTENSIONS = 0xa3;

const COMMON_NAME = '550403';
const SUBJECT_ALT_NAME = '551d11';
const ECDSA_WITH_SHA256 = '2a8648ce3d040302';

/** One value of ASN.1 in its distinguished encoding: tag, length, content. */
function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
	const body = Buffer.concat(content);
	const { length } = body;
	const size = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff];
	return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

const objectId = (hex: string) => der(OBJECT_ID, Buffer.from(hex, 'hex'));

const utcTime = (ms: number) => {
	const digits = new Date(ms).toISOString().replace(/\D/g, '');
	return der(UTC_TIME, Buffer.from(`${digits.slice(2, 14)}Z`));
};

const pem = (label: string, content: Buffer) =>
	`-----BEGIN ${label}-----\n${content.toString('base64').replace(/.{1,64}/g, '$&\n')}-----END ${label}-----\n`;

/** Makes a certificate for a name, good for a day either way, as RFC 5280 writes one down. */
export function makeCertificate(host: string): Certificate {
	const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	const algorithm = der(SEQUENCE, objectId(ECDSA_WITH_SHA256));
	const name = der(
		SEQUENCE,
		der(SET, der(SEQUENCE, objectId(COMMON_NAME), der(UTF8_STRING, Buffer.from(host)))),
	);
	const hosts = der(SEQUENCE, der(DNS_NAME, Buffer.from(host)));
	const now = Date.now();
	const content = der(
		SEQUENCE,
		der(VERSION, der(INTEGER, Buffer.from([2]))),
		// A first byte below 0x80 keeps the number positive, one that is not 0 keeps its length.
		der(INTEGER, Buffer.from([1]), randomBytes(8)),
		algorithm,
		name,
		der(SEQUENCE, utcTime(now - DAY_MS), utcTime(now + DAY_MS)),
		name,
		publicKey.export({ type: 'spki', format: 'der' }),
		der(
			EXTENSIONS,
			der(SEQUENCE, der(SEQUENCE, objectId(SUBJECT_ALT_NAME), der(OCTET_STRING, hosts))),
		),
	);
	const signature = sign('sha256', content, privateKey);
	const whole = der(
		SEQUENCE,
		content,
		algorithm,
		// None of the bits of its last byte is unused.
		der(BIT_STRING, Buffer.from([0]), signature),
	);
	return {
		key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
		certificate: pem('CERTIFICATE', whole),
	};
}
