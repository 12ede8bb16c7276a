const { src, dest } = require('gulp');

/** Copies the icons beside the compiled files; `n8n-node build` does the same for SVG and PNG, this keeps `gulp` users served. */
function buildIcons() {
	return src(['icons/**/*.{png,svg}', 'nodes/**/*.{png,svg}'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));
}

exports['build:icons'] = buildIcons;
exports.default = buildIcons;
