/* eslint-disable @n8n/community-nodes/no-restricted-globals -- reason: runs beside n8n, never inside it */

/** Resolves after `ms` milliseconds. */
export const sleep = async (ms: number): Promise<void> =>
	await new Promise((resolve) => {
		setTimeout(resolve, ms);
	});

/** Resolves never: for the answer a stand-in was told to withhold. */
export const never = async (): Promise<never> => await new Promise(() => {});
