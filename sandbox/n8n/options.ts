import { Command, InvalidArgumentError, Option } from 'commander';
import { type Connection, CONNECTIONS, type Connector, CONNECTOR_NAMES } from './subjects';

export interface StartOptions {
	readonly connector: Connector;
	readonly connection: Connection;
	/** Changes a second. */
	readonly rate: number;
	/** Seconds between two polls; a divisor of 60. */
	readonly pollEvery: number;
	readonly durable: boolean;
	/** Whether the package is built on each change of a source, and n8n loads it anew. */
	readonly watch: boolean;
	/** Port of the editor; any free one when absent. */
	readonly port?: number;
}

/** The name by which customers know `infusionsoftrest` now. */
const KEAP = 'keap';
/** Shorter times are near the limits that some providers publish. */
const POLL_TIMES_S = ['60', '30', '20', '15', '10'];

function readNumber(least: number, most: number, isGood = Number.isFinite) {
	return (text: string): number => {
		const value = Number(text);
		if (!isGood(value) || value < least || value > most) {
			throw new InvalidArgumentError(`Give a number from ${least} to ${most}.`);
		}
		return value;
	};
}

const readConnector = (text: string): Connector => {
	if (text === KEAP) return 'infusionsoftrest';
	const connector = CONNECTOR_NAMES.find((name) => name === text);
	if (connector) return connector;
	throw new InvalidArgumentError(`Give one of ${[...CONNECTOR_NAMES, KEAP].join(', ')}.`);
};

const readPollTime = (text: string): number => {
	if (POLL_TIMES_S.includes(text)) return Number(text);
	throw new InvalidArgumentError(`Give one of ${POLL_TIMES_S.join(', ')}.`);
};

/** Reads the command line; prints the help and ends the program when asked to, or when an option is wrong. */
export function readStartOptions(argv: readonly string[]): StartOptions {
	return new Command('npm start --')
		.description(
			'Starts stand-ins of the providers and of SAP Open Connectors, and a real n8n with this package; publishes a workflow of a connector and one of a plain REST API, and prints every event that they receive.',
		)
		.option(
			'--connector <name>',
			`whose records the first one watches: ${CONNECTOR_NAMES.join(', ')} (or ${KEAP})`,
			readConnector,
			'insightly',
		)
		.addOption(
			new Option('--connection <name>', 'how the node reaches them')
				.choices(CONNECTIONS)
				.default('provider'),
		)
		.option('--rate <number>', 'changes a second for each workflow', readNumber(0.01, 50), 0.5)
		.option(
			'--poll-every <seconds>',
			`time between two polls: ${POLL_TIMES_S.join(', ')}`,
			readPollTime,
			60,
		)
		.option('--durable', "n8n's durable engine instead of the one in memory", false)
		.option('--watch', 'build on each change of a source, and have n8n load it', false)
		.option(
			'--port <number>',
			'port of the editor (default: a free one)',
			readNumber(1, 65_535, Number.isInteger),
		)
		.parse([...argv])
		.opts<StartOptions>();
}
