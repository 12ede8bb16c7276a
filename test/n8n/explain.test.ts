import { explainFailure, SetupError } from '../../sandbox/n8n/explain';

describe('a failed installation step', () => {
	it.each([
		[
			'npm error code ENOTFOUND\nnpm error network request to https://registry.example/n8n failed',
			/could not be reached.*connect to the internet/,
		],
		['npm error code ECONNREFUSED', /could not be reached/],
		['npm error code E401\nnpm error Incorrect or missing password.', /refused access/],
		['npm error code E404\nnpm error 404 Not Found', /does not have one of the packages/],
		['npm error code ENOSPC', /disk is full.*OPEN_CONNECTORS_CACHE/],
		[
			'gyp ERR! find Python checking if "python" can be used\ngyp ERR! stack Error: Could not find any Python installation to use',
			/Python is missing.*apt-get install python3/,
		],
		[
			'gyp info find Python using Python version 3.11.2\nmake: g++: No such file or directory\ngyp ERR! stack Error: `make` failed with exit code: 2',
			/no working C\+\+ compiler.*build-essential/,
		],
		[
			'prebuild-install warn install getaddrinfo ENOTFOUND example\ngyp ERR! stack Error: not found: make',
			/no working C\+\+ compiler.*build-essential/,
		],
		['npm error code EACCES', /not writable/],
	])('names cause and remedy: %j', (log, says) => {
		const error = explainFailure('Installing n8n', log, 'install.log');
		expect(error).toBeInstanceOf(SetupError);
		expect(error.message).toMatch(says);
		expect(error.message).toMatch(
			/^Installing n8n failed: .* What to do: .*\nFull log: install\.log$/,
		);
	});

	it('shows the end of the log when the cause is unknown', () => {
		const { message } = explainFailure('Installing n8n', 'first\nlast words\n', 'install.log');
		expect(message).toContain('last words');
		expect(message).not.toContain('What to do');
	});
});
