import { Command, InvalidArgumentError, Option } from 'commander';

export type Connection = 'provider' | 'openConnectors';

export interface StartOptions {
	readonly connection: Connection;
	/** Changes a second. */
	readonly rate: number;
	readonly durable: boolean;
	/** Port of the editor; any free one when absent. */
	readonly port?: number;
}

function readNumber(least: number, most: number, isGood = Number.isFinite) {
	return (text: string): number => {
		const value = Number(text);
		if (!isGood(value) || value < least || value > most) {
			throw new InvalidArgumentError(`Give a number from ${least} to ${most}.`);
		}
		return value;
	};
}

/** Reads the command line; prints the help and ends the program when asked to, or when an option is wrong. */
export function readStartOptions(argv: readonly string[]): StartOptions {
	return new Command('npm start --')
		.description(
			'Starts stand-ins of Insightly and SAP Open Connectors and a real n8n with this package, and prints every event that a workflow receives.',
		)
		.addOption(
			new Option('--connection <name>', 'how the node reaches Insightly')
				.choices(['provider', 'openConnectors'])
				.default('provider'),
		)
		.option('--rate <number>', 'changes a second', readNumber(0.01, 50), 0.5)
		.option('--durable', "n8n's durable engine instead of the one in memory", false)
		.option(
			'--port <number>',
			'port of the editor (default: a free one)',
			readNumber(1, 65_535, Number.isInteger),
		)
		.parse([...argv])
		.opts<StartOptions>();
}
