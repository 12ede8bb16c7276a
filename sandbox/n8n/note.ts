const FASTER = 'npm start -- --poll-every 10';

/** What the sticky note beside the trial's trigger says, as Markdown. */
export function toNote(
	connector: string,
	sandboxUrl: string,
	pollEvery: number,
	about?: string,
): string {
	const polls =
		pollEvery === 60
			? `n8n polls once a minute; its **Poll Times** take no shorter time. Start again with:\n- \`${FASTER}\` to see events sooner`
			: `Polls every ${pollEvery} s: n8n takes no shorter time than a minute, so that **Poll Times** holds one fixed second of the minute each. Start again with:`;
	return [
		`## ${connector} changes`,
		`Records of the sandbox at ${sandboxUrl} are changed all the time. This workflow starts for each change; its executions and the terminal show them.`,
		...(about === undefined ? [] : [about]),
		[
			polls,
			'- `npm start -- --rate 5` for more changes',
			'- `npm start -- --connector keap` for another connector',
		].join('\n'),
		'The terminal lists what to enter in credentials of your own.',
	].join('\n\n');
}
