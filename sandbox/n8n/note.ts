const FASTER = 'npm start -- --poll-every 10';

/** What the sticky note beside the trial's trigger says, as Markdown. */
export function toNote(connector: string, sandboxUrl: string, pollEvery: number): string {
	const polls =
		pollEvery === 60
			? `n8n polls once a minute, the most often its form allows. To see events sooner: \`${FASTER}\``
			: `Polls every ${pollEvery} s: n8n takes no shorter time than a minute, so that **Poll Times** holds one fixed second of the minute each.`;
	return [
		`## ${connector} changes`,
		`Records of the sandbox at ${sandboxUrl} are changed all the time. This workflow starts for each change; its executions and the terminal show them.`,
		polls,
		'More changes: `npm start -- --rate 5`. Other connectors: `npm start -- --connector keap`; the terminal lists the values for credentials of your own.',
	].join('\n\n');
}
