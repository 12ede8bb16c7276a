import { CONNECTORS } from '../../nodes/OpenConnectors/connectors';
import { restOfWholeList } from '../../nodes/OpenConnectors/streams/stream';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

it('a list of one page, and a short one of a provider without a daily quota, never rest', () => {
	expect(restOfWholeList(10_000)(1)).toBe(0);
	expect(restOfWholeList()(10)).toBe(0);
});

it.each([
	[10_000, 10],
	[30_000, 50],
	[undefined, 200],
])('of %s requests a day, a list of %d pages takes a fifth at most', (requestsPerDay, pages) => {
	const restMs = restOfWholeList(requestsPerDay)(pages);
	expect((DAY / restMs) * pages).toBeLessThanOrEqual((requestsPerDay ?? 50_000) / 5 + 1);
	expect(restMs).toBeLessThanOrEqual(60 * MINUTE);
});

it('no list rests for longer than an hour', () => {
	expect(restOfWholeList(10_000)(1_000)).toBe(60 * MINUTE);
});

it('ten pages are read again within a quarter of an hour, whoever lists them', () => {
	for (const { requestsPerDay } of Object.values(CONNECTORS))
		expect(restOfWholeList(requestsPerDay)(10)).toBeLessThan(15 * MINUTE);
});
