import { keapErrorMapper } from '../../nodes/OpenConnectors/connectors/infusionsoftrest/errorMapper';

const NOW = Date.UTC(2026, 8, 5, 13);
const TO_MIDNIGHT_MS = 11 * 3_600_000;
const EXPIRY = NOW + 90 * 60_000;

const BODY = JSON.stringify({
	code: '429',
	message: 'Quota Exceeded',
	status: 'Request Throttled',
	details: null,
});

const wait = (headers: Readonly<Record<string, string>>) =>
	keapErrorMapper({ status: 429, headers, body: BODY }, NOW)?.retryAfterMs;

/** Headers of an answer below all limits, but for those named. */
const figures = (changes: Readonly<Record<string, string>>) => ({
	'x-keap-product-quota-limit': '30000',
	'x-keap-product-quota-time-unit': 'day',
	'x-keap-product-quota-available': '29000',
	'x-keap-product-quota-expiry-time': String(EXPIRY),
	'x-keap-product-throttle-available': '200',
	'x-keap-tenant-throttle-available': '9990|249000',
	...changes,
});

describe('a 429 of Keap', () => {
	it.each([
		['its quota, until the expiry', { 'x-keap-product-quota-available': '0' }, 90 * 60_000],
		[
			'its quota, whose expiry is in seconds',
			{
				'x-keap-product-quota-available': '0',
				'x-keap-product-quota-expiry-time': String(EXPIRY / 1_000),
			},
			90 * 60_000,
		],
		[
			'its quota, whose expiry is over, as in the vendor’s example',
			{
				'x-keap-product-quota-available': '0',
				'x-keap-product-quota-expiry-time': '158663200',
			},
			TO_MIDNIGHT_MS,
		],
		[
			'its quota, whose expiry is no number',
			{ 'x-keap-product-quota-available': '0', 'x-keap-product-quota-expiry-time': 'soon' },
			TO_MIDNIGHT_MS,
		],
		['its minute', { 'x-keap-product-throttle-available': '0' }, 60_000],
		['a minute overdrawn', { 'x-keap-product-throttle-available': '-3' }, 60_000],
		['the minute of the account', { 'x-keap-tenant-throttle-available': '0|249000' }, 60_000],
		['the day of the account', { 'x-keap-tenant-throttle-available': '9000|0' }, TO_MIDNIGHT_MS],
		['a limit of the account without a day', { 'x-keap-tenant-throttle-available': '0' }, 60_000],
		[
			'the day of the account before its minute',
			{ 'x-keap-tenant-throttle-available': '0|0' },
			TO_MIDNIGHT_MS,
		],
		['a wait of its own', { 'retry-after': '7', 'x-keap-product-throttle-available': '0' }, 7_000],
	])('that has used up %s', (_name, changes, ms) => {
		expect(wait(figures(changes))).toBe(ms);
	});

	it.each([
		['figures, none of them used up', figures({})],
		['no figures, as the spike arrest', {}],
		[
			'empty figures',
			{ 'x-keap-product-quota-available': '', 'x-keap-product-throttle-available': ' ' },
		],
	])('with %s says nothing of a wait', (_name, headers) => {
		expect(wait(headers)).toBeUndefined();
	});

	it('keeps the words of the application and of the gateway', () => {
		expect(keapErrorMapper({ status: 429, headers: {}, body: BODY }, NOW)).toMatchObject({
			code: 'rate-limited',
			status: 429,
			message: 'Quota Exceeded',
		});
		const fault = {
			faultstring: 'Spike arrest violation. Allowed rate : 25ps',
			detail: { errorcode: 'policies.ratelimit.SpikeArrestViolation' },
		};
		const body = JSON.stringify({ fault });
		expect(keapErrorMapper({ status: 429, headers: {}, body }, NOW)?.message).toBe(
			fault.faultstring,
		);
	});
});

it.each([200, 204, 400, 401, 403, 404, 500, 503])('%i is left to its status', (status) => {
	const headers = figures({ 'x-keap-product-throttle-available': '0' });
	expect(keapErrorMapper({ status, headers, body: BODY }, NOW)).toBeUndefined();
});
