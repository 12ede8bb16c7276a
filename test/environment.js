const { AsyncLocalStorage } = require('node:async_hooks');
const { TestEnvironment } = require('jest-environment-node');

/**
 * Of the test file that runs. On Node 20 every storage that was ever used slows down every promise of the process,
 * and Jest has one of its own for each test file.
 */
const used = new Set();
const { run } = AsyncLocalStorage.prototype;
AsyncLocalStorage.prototype.run = function (...parameters) {
	used.add(this);
	return run.apply(this, parameters);
};

/** Gives up, after each test file, the storages that it used. */
module.exports = class extends TestEnvironment {
	async teardown() {
		await super.teardown();
		for (const storage of used) storage.disable();
		used.clear();
	}
};
