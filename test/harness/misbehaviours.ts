/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- stands in for a provider, never runs inside n8n */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { ServerResponse } from 'node:http';
import { JSON_TYPE, sendWhole, type Misbehaviour, type WholeAnswer } from './httpServer';

/** A table of misbehaviours by what is wrong. */
export type Misbehaviours = Readonly<Record<string, Misbehaviour>>;

const half = (text: string): string => text.slice(0, Math.ceil(text.length / 2));

const begin = (response: ServerResponse, { status = 200, headers }: WholeAnswer, more = {}) =>
	response.writeHead(status, { ...JSON_TYPE, ...headers, ...more });

/** Long enough for what was sent to arrive before the connection goes. */
const ARRIVES_WITHIN_MS = 5;

/** Sends a part, lets it arrive, and cuts the connection. */
function sendAndCut(response: ServerResponse, part: string | Buffer, reset = false): void {
	response.write(part, () =>
		setTimeout(() => {
			if (reset) response.socket?.resetAndDestroy();
			else response.socket?.destroy();
		}, ARRIVES_WITHIN_MS),
	);
}

/** The answer does not come, or not to its end. */
export const CUTS: Misbehaviours = {
	'the length that was stated is not reached': (response, answer) => {
		begin(response, answer, { 'content-length': Buffer.byteLength(answer.text) });
		sendAndCut(response, half(answer.text));
	},
	'a chunked stream is cut': (response, answer) => {
		begin(response, answer);
		sendAndCut(response, half(answer.text));
	},
	'a chunked stream is reset': (response, answer) => {
		begin(response, answer);
		sendAndCut(response, half(answer.text), true);
	},
	'closed after the headers': (response, answer) => {
		begin(response, answer, { 'content-length': Buffer.byteLength(answer.text) });
		response.flushHeaders();
		setTimeout(() => response.socket?.destroy(), ARRIVES_WITHIN_MS);
	},
	'closed without an answer': (response) => void response.socket?.destroy(),
	'reset without an answer': (response) => void response.socket?.resetAndDestroy(),
	'gzip cut in a chunked stream': (response, answer) => {
		begin(response, answer, { 'content-encoding': 'gzip' });
		const packed = gzipSync(answer.text);
		sendAndCut(response, packed.subarray(0, packed.length / 2));
	},
};

/** The answer comes to its end, and what came cannot be unpacked, or is a part. */
export const DAMAGES: Misbehaviours = {
	...Object.fromEntries(
		['gzip', 'deflate', 'br'].map((encoding): [string, Misbehaviour] => [
			`${encoding} is announced, plain text sent`,
			(response, answer) => {
				begin(response, answer, { 'content-encoding': encoding });
				response.end(answer.text);
			},
		]),
	),
	...Object.fromEntries(
		(
			[
				['gzip', gzipSync],
				['deflate', deflateSync],
				['br', brotliCompressSync],
			] as const
		).map(([encoding, pack]): [string, Misbehaviour] => [
			`half of the ${encoding}, as if whole`,
			(response, answer) => {
				const packed = pack(answer.text);
				begin(response, answer, { 'content-encoding': encoding });
				response.end(packed.subarray(0, packed.length / 2));
			},
		]),
	),
	'a length too short is stated': (response, answer) => {
		const stated = Buffer.byteLength(answer.text) - 3;
		begin(response, answer, { 'content-length': stated, connection: 'close' });
		response.end(answer.text);
	},
	'half of the JSON, as if whole': (response, answer) =>
		sendWhole(response, { ...answer, text: half(answer.text) }),
	'HTTP 206 and a part': (response, answer) =>
		sendWhole(response, { ...answer, status: 206, text: half(answer.text) }),
};

const instead =
	(text: string, type: string = JSON_TYPE['content-type']): Misbehaviour =>
	(response) => {
		response.writeHead(200, { 'content-type': type });
		response.end(text);
	};

const MAINTENANCE = '<!DOCTYPE html><html><body><h1>We will be back soon</h1></body></html>';

/** HTTP 200, and a body that is not the list. */
export const NO_LISTS: Misbehaviours = {
	'a web page': instead(MAINTENANCE, 'text/html'),
	'a web page that is called JSON': instead(MAINTENANCE),
	'plain text': instead('Service is starting', 'text/plain'),
	'an empty body': instead(''),
	blanks: instead(' \r\n '),
	'{}': instead('{}'),
	null: instead('null'),
	'an error object': instead('{"error":{"code":"INTERNAL","message":"Internal error"}}'),
	'an object with a message': instead('{"message":"Internal error"}'),
	'a fault object': instead(
		'{"fault":{"faultstring":"Execution failed","detail":{"errorcode":"steps.Timeout"}}}',
	),
	'a list under another name': instead('{"results":[{"id":1,"name":"other"}],"status":"ok"}'),
	'the list as null': (response, answer) =>
		sendWhole(response, { ...answer, text: answer.text.replace(/\[[^]*\]/, 'null') }),
};

/** `[]` where an object with the list in it is the answer. Where a list is the answer it is one. */
export const BARE_LIST: Misbehaviours = { '[]': instead('[]') };

const page =
	(status: number, headers: Readonly<Record<string, string>> = {}): Misbehaviour =>
	(response) => {
		response.writeHead(status, { 'content-type': 'text/html', ...headers });
		response.end(`<html><head><title>${status}</title></head><body>Sorry</body></html>`);
	};

/** Statuses of faults that pass, with the page that a gateway sends. */
export const PASSING: Misbehaviours = {
	'HTTP 408': page(408),
	'HTTP 429 with Retry-After': page(429, { 'retry-after': '1' }),
	'HTTP 429 without it': page(429),
	'HTTP 500': page(500),
	'HTTP 502': page(502),
	'HTTP 503': page(503),
	'HTTP 503 with Retry-After': page(503, { 'retry-after': '1' }),
	'HTTP 504': page(504),
};

/** Statuses that somebody has to do something about. */
export const LASTING: Misbehaviours = {
	'HTTP 401': page(401),
	'HTTP 402': page(402),
	'HTTP 403 of a firewall': page(403, { server: 'firewall' }),
	'HTTP 403 of the provider': (response) => {
		response.writeHead(403, JSON_TYPE);
		response.end('{"message":"The user may not read contacts"}');
	},
	'HTTP 404': page(404),
	'HTTP 407': page(407, { 'proxy-authenticate': 'Basic realm="proxy"' }),
};

/** Everything that may stand in for an answer once, and passes. */
export const INTERRUPTIONS: Misbehaviours = { ...CUTS, ...DAMAGES, ...NO_LISTS, ...PASSING };

const BLANKS = Buffer.alloc(1 << 20, ' ');

/** Sends so many MiB of blanks in a list that is right but for them, as fast as they are taken. */
export const large =
	(megabytes: number, status = 200): Misbehaviour =>
	(response) => {
		response.writeHead(status, JSON_TYPE);
		response.write(status === 200 ? '[' : '{"message":"');
		let sent = 0;
		const goOn = () => {
			while (sent < megabytes && !response.destroyed) {
				sent += 1;
				if (!response.write(BLANKS)) {
					response.once('drain', goOn);
					return;
				}
			}
			if (!response.destroyed) response.end(status === 200 ? ']' : '"}');
		};
		goOn();
	};

/** A small body that unpacks to so many MiB. */
export const bomb = (megabytes: number): Misbehaviour => {
	const packed = gzipSync(Buffer.alloc(megabytes << 20, ' '));
	return (response) => {
		response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' });
		response.end(packed);
	};
};

const DRIPS_EVERY_MS = 250;

/** Headers, and then a blank every so often, without end. */
export const drip =
	(status = 200): Misbehaviour =>
	(response) => {
		response.writeHead(status, JSON_TYPE);
		response.write('[');
		const dripping = setInterval(() => response.write(' '), DRIPS_EVERY_MS);
		response.on('close', () => clearInterval(dripping));
	};

/** Nothing, for ever, over a connection that stays. */
export const silence: Misbehaviour = () => {};

/** Sends elsewhere. */
export const redirect =
	(status: number, location?: string): Misbehaviour =>
	(response) => {
		response.writeHead(status, location === undefined ? {} : { location });
		response.end();
	};
