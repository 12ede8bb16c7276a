import { parseDuration } from '../../nodes/OpenConnectors/configuration/duration';

it.each([
	['PT1S', 1_000],
	['PT0.001S', 1],
	['PT5M', 300_000],
	['PT1H30M', 5_400_000],
	['P1D', 86_400_000],
	['P2W', 1_209_600_000],
	['P1DT12H', 129_600_000],
])('%s is %i ms', (text, ms) => {
	expect(parseDuration(text)).toBe(ms);
});

it.each(['', 'P', 'PT', 'P1DT', '1S', 'PT1', 'P1M', 'P1Y', 'PT-1S', 'pt1s', ' PT1S'])(
	'%j is none',
	(text) => {
		expect(parseDuration(text)).toBeUndefined();
	},
);
