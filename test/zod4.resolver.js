/** Gives the package, its sandbox and its tests zod 4 in place of zod 3; n8n's own packages keep the zod they need. */
module.exports = (request, options) => {
	const ours = !options.basedir.includes('node_modules');
	return options.defaultResolver(ours && request === 'zod' ? 'zod4' : request, options);
};
