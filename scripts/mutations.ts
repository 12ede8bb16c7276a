import { createHash } from 'node:crypto';
import * as ts from 'typescript';

/** One change of a source file that some test has to notice. */
export interface Mutation {
	readonly path: string;
	/** From 1. */
	readonly line: number;
	/** Offset of the text that is replaced, and of what follows it. */
	readonly start: number;
	readonly end: number;
	readonly from: string;
	readonly to: string;
}

const FLIPPED: ReadonlyMap<ts.SyntaxKind, string> = new Map([
	[ts.SyntaxKind.LessThanToken, '<='],
	[ts.SyntaxKind.LessThanEqualsToken, '<'],
	[ts.SyntaxKind.GreaterThanToken, '>='],
	[ts.SyntaxKind.GreaterThanEqualsToken, '>'],
	[ts.SyntaxKind.EqualsEqualsEqualsToken, '!=='],
	[ts.SyntaxKind.ExclamationEqualsEqualsToken, '==='],
	[ts.SyntaxKind.AmpersandAmpersandToken, '||'],
	[ts.SyntaxKind.BarBarToken, '&&'],
]);

/**
 * All that can be changed in a source file, one thing at a time: a comparison or a conjunction turned
 * round, a negation or a condition taken away, a named number made zero, a call left out.
 */
export function mutationsOf(path: string, source: string): readonly Mutation[] {
	const file = ts.createSourceFile(path, source, ts.ScriptTarget.ES2021, true);
	const found: Mutation[] = [];
	const add = (node: ts.Node, to: string): void => {
		const start = node.getStart(file);
		found.push({
			path,
			line: file.getLineAndCharacterOfPosition(start).line + 1,
			start,
			end: node.getEnd(),
			from: node.getText(file),
			to,
		});
	};
	const visit = (node: ts.Node): void => {
		if (ts.isTypeNode(node) || ts.isImportDeclaration(node)) return;
		if (ts.isBinaryExpression(node)) {
			const flipped = FLIPPED.get(node.operatorToken.kind);
			if (flipped !== undefined) add(node.operatorToken, flipped);
		}
		if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken)
			add(node, node.operand.getText(file));
		if (ts.isIfStatement(node) && isPlain(node.expression)) {
			add(node.expression, 'true');
			add(node.expression, 'false');
		}
		if (isNamedNumber(node)) add(node.initializer, node.initializer.text === '0' ? '1' : '0');
		if (ts.isExpressionStatement(node) && ts.isCallExpression(node.expression)) add(node, ';');
		ts.forEachChild(node, visit);
	};
	visit(file);
	return found;
}

/** A condition without an operator of its own, such as `isLeased(context)`. */
function isPlain(condition: ts.Expression): boolean {
	return ts.isIdentifier(condition) || ts.isCallExpression(condition);
}

function isNamedNumber(
	node: ts.Node,
): node is ts.VariableDeclaration & { readonly initializer: ts.NumericLiteral } {
	return (
		ts.isVariableDeclaration(node) &&
		node.initializer !== undefined &&
		ts.isNumericLiteral(node.initializer)
	);
}

/** The source with one thing changed. */
export function mutated(source: string, { start, end, to }: Mutation): string {
	return source.slice(0, start) + to + source.slice(end);
}

/**
 * Picks evenly over all files, the same ones for the same seed.
 *
 * @param count how many
 */
export function sample(
	mutations: readonly Mutation[],
	count: number,
	seed: number,
): readonly Mutation[] {
	const ranked = mutations.map((mutation) => {
		const { path, from, to } = mutation;
		const same = mutations.filter(
			(other) => other.path === path && other.from === from && other.to === to,
		);
		return { mutation, rank: rankOf([seed, path, from, to, same.indexOf(mutation)].join('\n')) };
	});
	return ranked
		.sort((a, b) => (a.rank < b.rank ? -1 : 1))
		.slice(0, count)
		.map(({ mutation }) => mutation);
}

/** An edit elsewhere in the file leaves the choice as it is. */
function rankOf(text: string): string {
	return createHash('sha256').update(text).digest('hex');
}
