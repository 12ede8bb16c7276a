import { formatIso } from '../../nodes/OpenConnectors/dates/iso';

it('every instant is written as Date does it', () => {
	const instants = [0, -1, 1, 999, 59_999, 86_399_999, 86_400_000, -86_400_001];
	for (let index = 0; index < 2_000; index += 1)
		instants.push(Math.floor(((index * 0.618033988749895) % 1) * 5e14 - 1e14));
	instants.push(Date.parse('0000-01-01T00:00:00Z'), Date.parse('0000-01-01T00:00:00Z') - 1);
	instants.push(Date.parse('9999-12-31T23:59:59.999Z'), Date.parse('9999-12-31T23:59:59.999Z') + 1);
	for (const at of instants) expect(formatIso(at)).toBe(new Date(at).toISOString());
});

it('a fraction of a millisecond is left out', () => {
	expect(formatIso(1.9)).toBe('1970-01-01T00:00:00.001Z');
	expect(formatIso(-0.5)).toBe('1969-12-31T23:59:59.999Z');
});

it('instants that no Date holds are held at its ends', () => {
	expect(formatIso(Infinity)).toBe('+275760-09-13T00:00:00.000Z');
	expect(formatIso(-1e300)).toBe('-271821-04-20T00:00:00.000Z');
});
