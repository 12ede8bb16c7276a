import { parseZone } from '../../nodes/OpenConnectors/dates/zone';
import { zoneCandidates, ZONE_ALIASES } from '../../nodes/OpenConnectors/dates/zoneAliases';

const JANUARY = Date.UTC(2026, 0, 5);
const JULY = Date.UTC(2026, 6, 5);

it.each([
	['America/New York', 'America/New_York'],
	['Eastern Standard Time', 'America/New_York'],
	['Eastern Time (US & Canada)', 'America/New_York'],
	['W. Europe Standard Time', 'Europe/Berlin'],
	['(UTC+01:00) Amsterdam, Berlin, Bern', 'Europe/Amsterdam'],
	['(GMT-08:00) Pacific Time (US & Canada)', 'America/Los_Angeles'],
	['india standard time', 'Asia/Calcutta'],
	['Buenos Aires', 'America/Buenos_Aires'],
	['Wellington', 'Pacific/Auckland'],
])('%s is %s', (text, zone) => {
	const read = parseZone(text);
	const meant = parseZone(zone);
	expect(read).toBeDefined();
	for (const at of [JANUARY, JULY]) expect(read?.offsetMs(at)).toBe(meant?.offsetMs(at));
});

it('every name of another system leads to a zone that is known here', () => {
	expect(ZONE_ALIASES.size).toBeGreaterThan(100);
	for (const [name, zone] of ZONE_ALIASES)
		expect([name, zone, parseZone(zone) !== undefined]).toEqual([name, zone, true]);
});

it.each(['Atlantis', 'Eastern', '(UTC+01:00)', 'Europe/Atlantis', ''])('%s is no zone', (text) => {
	expect(parseZone(text)).toBeUndefined();
	expect(zoneCandidates(text).length).toBeGreaterThan(0);
});
