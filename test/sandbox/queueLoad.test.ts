import { type LoadSample, readSample, sumLoad } from '../n8n/queueLoad';

const metricsOf = (polls: string) => `
# HELP n8n_process_cpu_seconds_total Total user and system CPU time spent in seconds.
n8n_process_cpu_seconds_total 12.5
n8n_process_start_time_seconds 1764000000
n8n_process_resident_memory_bytes 400000000
${polls}
`;

const sample = (of: Partial<LoadSample>): LoadSample => ({
	startedAt: 1,
	cpuSeconds: 0,
	memoryBytes: 0,
	polls: 0,
	...of,
});

describe('a sample of what n8n shows of a process', () => {
	it('has the polls of all nodes, whatever they came to', () => {
		const polls = [
			'n8n_poll_trigger_duration_seconds_bucket{le="0.1",node_type="a",status="success"} 9',
			'n8n_poll_trigger_duration_seconds_count{node_type="a",status="success"} 7',
			'n8n_poll_trigger_duration_seconds_count{node_type="a",status="error"} 2',
			'n8n_poll_trigger_duration_seconds_count{node_type="b",status="success"} 1',
		].join('\n');
		expect(readSample(metricsOf(polls))).toEqual({
			startedAt: 1_764_000_000,
			cpuSeconds: 12.5,
			memoryBytes: 400_000_000,
			polls: 10,
		});
	});

	it('has no polls before the first one', () => {
		expect(readSample(metricsOf(''))).toMatchObject({ polls: 0 });
	});

	it('is none where the process did not answer', () => {
		expect(readSample('')).toBeUndefined();
	});
});

describe('what samples come to', () => {
	it('is what was added between two of the same life', () => {
		const samples = [
			sample({ cpuSeconds: 10, polls: 1, memoryBytes: 5 }),
			sample({ cpuSeconds: 13, polls: 4, memoryBytes: 9 }),
			sample({ startedAt: 2, cpuSeconds: 8, polls: 2, memoryBytes: 7 }),
			sample({ startedAt: 2, cpuSeconds: 9, polls: 3, memoryBytes: 6 }),
		];
		expect(sumLoad(samples)).toEqual({ cpuSeconds: 4, polls: 4, peakBytes: 9 });
	});

	it('is nothing without samples', () => {
		expect(sumLoad([])).toEqual({ cpuSeconds: 0, polls: 0, peakBytes: 0 });
	});
});
