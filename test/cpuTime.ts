/* eslint-disable @n8n/community-nodes/no-restricted-globals -- measures the process that runs the tests, never inside n8n */
/** CPU time that an action takes, ms: other work on the machine makes it wait, but hardly adds to it. */
export function cpuMsOf(action: () => void): number {
	const before = process.cpuUsage();
	action();
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1_000;
}
