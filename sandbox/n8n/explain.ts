/** Something in the way that the person at the keyboard can put right; the message says what and how. */
export class SetupError extends Error {
	readonly name = 'SetupError';
}

const CAUSES: ReadonlyArray<{
	readonly sign: RegExp;
	readonly cause: string;
	readonly remedy: string;
}> = [
	{
		sign: /ENOSPC|no space left/i,
		cause: 'the disk is full',
		remedy: 'free about 3 GB, or set OPEN_CONNECTORS_CACHE to a folder on another disk',
	},
	{
		sign: /Could not find any Python/,
		cause: 'a part of n8n has to be compiled, and Python is missing',
		remedy:
			'install Python 3 and a C++ compiler (Debian and Ubuntu: apt-get install python3 build-essential)',
	},
	{
		sign: /not found: make|g\+\+: (command )?not found|gyp ERR!|Could not find any Visual Studio/i,
		cause: 'a part of n8n has to be compiled, and no working C++ compiler was found',
		remedy:
			'install one (Debian and Ubuntu: apt-get install build-essential python3; macOS: xcode-select --install; Windows: Visual Studio Build Tools)',
	},
	{
		sign: /\bE(401|403)\b|authentication token|ENEEDAUTH/,
		cause: 'the npm registry refused access',
		remedy: 'check the registry and its login with "npm config get registry" and "npm whoami"',
	},
	{
		sign: /\bE404\b|ETARGET|notarget/,
		cause: 'the npm registry does not have one of the packages',
		remedy: 'check "npm config get registry"; the public registry has all of them',
	},
	{
		sign: /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ERR_SOCKET|EIDLETIMEOUT|FETCH_ERROR/,
		cause: 'the npm registry could not be reached',
		remedy:
			'connect to the internet (behind a proxy: "npm config set proxy …") and run the same command again; finished steps are kept',
	},
	{
		sign: /EACCES|EPERM|EROFS/,
		cause: 'a folder is not writable',
		remedy: 'set OPEN_CONNECTORS_CACHE to a folder that you may write to',
	},
];

/**
 * Reads the log of a failed installation step.
 * @returns one sentence for the cause and one for the remedy; the end of the log when no cause is known.
 */
export function explainFailure(step: string, log: string, logFile: string): SetupError {
	const known = CAUSES.find(({ sign }) => sign.test(log));
	const reason = known
		? `${known.cause}. What to do: ${known.remedy}.`
		: `the last lines of the log are:\n${log.trimEnd().split('\n').slice(-12).join('\n')}`;
	return new SetupError(`${step} failed: ${reason}\nFull log: ${logFile}`);
}
