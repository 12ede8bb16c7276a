const { Script } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

/** What was compiled in this process, by the path of the file. */
const compiled = new Map();

/**
 * Compiles each file once a process. Jest does it once for each test file, which took a quarter of the CPU time of
 * those that load n8n: 1,500 modules.
 */
module.exports = class extends Runtime {
	constructor(...parameters) {
		super(...parameters);
		const { executor } = this;
		const compile = executor.compile.bind(executor);
		const head = `(function(${executor.injectedModuleParameters.join(',')}){`;
		executor.compile = (source, filename) => {
			const context = executor.environment.getVmContext();
			if (context === null) return null;
			let known = compiled.get(filename);
			if (known?.source !== source) {
				const code = `${head}${source}\n})`;
				try {
					const script = new Script(code, { filename, columnOffset: -head.length });
					known = { source, script };
				} catch {
					// Jest says what is wrong with it.
					return compile(source, filename);
				}
				compiled.set(filename, known);
			}
			return known.script.runInContext(context);
		};
	}
};
