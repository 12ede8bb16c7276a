import { PollError } from './error';
import { quote } from './text';
import type { RawRecord } from './page';

/** Reads one value out of a record; undefined when it is not there. */
export type FieldReader = (record: RawRecord) => unknown;

export class FieldPathError extends PollError {
	constructor(path: string) {
		super(
			'field-path',
			`The field path "${quote(path)}" cannot be read. Write names with dots or brackets, ` +
				"for example metadata.updateTime or ['Modified Time'].",
		);
	}
}

/** Published paths have at most 60 characters; every record is asked for every step. */
const LONGEST_PATH = 1_000;

const STEP = /\.?([^.[\]'"`]+)|\[\s*(?:'([^']*)'|"([^"]*)"|(\d+))\s*\]/y;

/** The names a path goes through: `a.b`, `a['b c']`, `a[0].b`. @throws FieldPathError */
export function parseFieldPath(path: string): readonly string[] {
	const text = path.trim().replace(/^\$\.?/, '');
	if (text.length > LONGEST_PATH) throw new FieldPathError(path);
	const steps: string[] = [];
	STEP.lastIndex = 0;
	while (STEP.lastIndex < text.length) {
		const step = STEP.exec(text);
		if (!step) throw new FieldPathError(path);
		steps.push(step[1] ?? step[2] ?? step[3] ?? step[4]);
	}
	return steps;
}

/** The path of a field inside the one at `path`; the record itself is at ''. */
export function pathBelow(path: string, name: string): string {
	if (!/^[^.[\]'"`]+$/.test(name)) return `${path}['${name.replaceAll("'", '')}']`;
	return path === '' ? name : `${path}.${name}`;
}

/**
 * Compiles a field path. A record that has the whole path as one name (`"user.id"`) is read by it.
 * Only what the record itself holds is read: a field may be called `constructor`, and a list has
 * nothing but its entries.
 *
 * @throws FieldPathError
 */
export function compileFieldPath(path: string): FieldReader {
	const steps = parseFieldPath(path);
	if (steps.length === 0) return () => undefined;
	const [first, ...rest] = steps.map(stepReader);
	if (rest.length === 0) return first;
	const whole = stepReader(path.trim());
	return (record) => {
		let value = first(record);
		for (const step of rest) value = isContainer(value) ? step(value) : undefined;
		return value === undefined ? whole(record) : value;
	};
}

type Container = Readonly<Record<string, unknown>>;

/** Reads a name out of an object, or an entry out of a list. */
function stepReader(name: string): (container: Container) => unknown {
	const isIndex = /^\d+$/.test(name);
	// Nothing but these names could be read from a prototype, and asking takes time.
	const isInherited = name in Object.prototype;
	if (isIndex) return (container) => container[name];
	return (container) => {
		if (Array.isArray(container)) return undefined;
		return isInherited && !isOwn(container, name) ? undefined : container[name];
	};
}

function isOwn(container: Container, name: string): boolean {
	return Object.prototype.hasOwnProperty.call(container, name);
}

function isContainer(value: unknown): value is Container {
	return typeof value === 'object' && value !== null;
}
