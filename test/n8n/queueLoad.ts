/** What n8n says of one of its processes at one moment; all but the memory since it began. */
export interface LoadSample {
	/** When the process began, seconds since 1970; tells its lives apart. */
	readonly startedAt: number;
	readonly cpuSeconds: number;
	readonly memoryBytes: number;
	readonly polls: number;
}

export interface Load {
	readonly cpuSeconds: number;
	readonly polls: number;
	readonly peakBytes: number;
}

/** Reads what n8n shows at `/metrics`; undefined where a figure is missing. */
export function readSample(metrics: string): LoadSample | undefined {
	const startedAt = sumOf(metrics, 'n8n_process_start_time_seconds');
	const cpuSeconds = sumOf(metrics, 'n8n_process_cpu_seconds_total');
	const memoryBytes = sumOf(metrics, 'n8n_process_resident_memory_bytes');
	const polls = sumOf(metrics, 'n8n_poll_trigger_duration_seconds_count') ?? 0;
	if (startedAt === undefined || cpuSeconds === undefined || memoryBytes === undefined)
		return undefined;
	return { startedAt, cpuSeconds, memoryBytes, polls };
}

/** The sum of a metric over all its labels. */
function sumOf(metrics: string, name: string): number | undefined {
	const values = metrics
		.split('\n')
		.filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
		.map((line) => Number(line.slice(line.lastIndexOf(' ') + 1)));
	return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) : undefined;
}

/**
 * What samples in the order taken come to. Between two samples of the same life counts what was added; what a
 * process did before its first sample or after its last is not known, and does not count.
 */
export function sumLoad(samples: readonly LoadSample[]): Load {
	let cpuSeconds = 0;
	let polls = 0;
	for (const [index, sample] of samples.entries()) {
		const before = samples[index - 1];
		if (before?.startedAt !== sample.startedAt) continue;
		cpuSeconds += sample.cpuSeconds - before.cpuSeconds;
		polls += sample.polls - before.polls;
	}
	return { cpuSeconds, polls, peakBytes: Math.max(0, ...samples.map((one) => one.memoryBytes)) };
}
