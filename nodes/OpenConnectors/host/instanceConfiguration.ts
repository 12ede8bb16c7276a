import type { ILoadOptionsFunctions, INodePropertyOptions, IPollFunctions } from 'n8n-workflow';
import { findContents } from '../configuration/contents';
import { findConnector, OTHER_CONNECTOR } from '../connectors';
import { hash53 } from '../core/fingerprint';
import { monotonicNow } from '../core/monotonic';
import { createStreams } from '../streams';
import type { RequestBudget } from '../streams/http';
import { ALL_KINDS, wordsOfKinds } from '../streams/kinds';
import { fetchPollingSettings, type PollingSettings } from '../streams/platformInstance';
import { SourceError } from '../streams/sourceError';
import { messageOf } from './capture';
import { editorBudget } from './editorBudget';
import { toNodeError } from './errors';
import type { Log } from './log';
import { loginOf, type Login } from './login';
import type { Mask } from './mask';
import { accountMemoryOf, runtimeOf } from './nodeRuntime';
import { readRequestParameters } from './parameters';
import { Secrets } from './secrets';

/** Who is asked before a poll. */
export const PLATFORM = 'Open Connectors';

const READ_AGAIN_AFTER_MS = 60 * 60_000;

/**
 * What the instance says about polling: asked for by a test, when n8n publishes or starts, and then once
 * an hour. Where that fails later on, what this process read last goes on.
 *
 * @throws SourceError, ConfigurationError
 */
export async function readPollingSettings(
	context: IPollFunctions,
	login: Login,
	budget: RequestBudget,
	{ log, mask }: { readonly log: Log; readonly mask: Mask },
): Promise<PollingSettings> {
	const fetch = async () => await fetchPollingSettings(login, { send: login.send, budget });
	if (context.getMode() === 'manual') return await fetch();
	const runtime = runtimeOf(context);
	const { baseUrl, elementToken } = login.credential;
	const token = hash53(JSON.stringify([baseUrl, elementToken]));
	const known = runtime.instance?.token === token ? runtime.instance : undefined;
	if (known && monotonicNow() < known.dueAt) return known.settings;
	const settings = await fetch().catch((error: unknown) => {
		// Who publishes can mend what does not pass.
		const isBorne = error instanceof SourceError && (error.isPassing || known?.dueAt !== 0);
		if (!known || !isBorne) throw error;
		const { message } = toNodeError(error, { node: context.getNode(), source: PLATFORM, mask });
		log.warn(
			`The configuration of the instance could not be read again, and the last one goes on: ${message}`,
		);
		return known.settings;
	});
	runtime.instance = { token, settings, dueAt: monotonicNow() + READ_AGAIN_AFTER_MS };
	return settings;
}

/** The resources that the instance is configured to poll, with what each shows, for the editor. */
export async function getInstanceResources(
	this: ILoadOptionsFunctions,
): Promise<INodePropertyOptions[]> {
	const secrets = new Secrets();
	const { mask } = secrets;
	try {
		const connector = String(this.getNodeParameter('connector', OTHER_CONNECTOR));
		const parameters = {
			...readRequestParameters(this),
			connector,
			connection: 'openConnectors',
			events: ALL_KINDS,
			start: { kind: 'now' },
		} as const;
		const selection = { kind: 'json', source: '' } as const;
		const login = await loginOf(this, { ...parameters, selection }, undefined, secrets);
		const { credential, send, account } = login;
		const source = await fetchPollingSettings(login, { send, budget: editorBudget() });
		const shownBy = (name: string) => {
			const { streams } = createStreams({
				parameters: { ...parameters, selection: { kind: 'json', source, names: [name] } },
				definition: findConnector(connector),
				credential,
				send,
				memory: accountMemoryOf(account),
				report: () => {},
			});
			return wordsOfKinds(new Set(streams.flatMap(({ kinds }) => [...kinds])));
		};
		return findContents(source, 'documented', []).entries.map(([name]) => ({
			name: mask(name),
			value: name,
			description: mask(orMessage(() => shownBy(name))),
		}));
	} catch (error) {
		throw toNodeError(error, { node: this.getNode(), source: PLATFORM, mask });
	}
}

function orMessage(text: () => string): string {
	try {
		return text();
	} catch (error) {
		return messageOf(error);
	}
}
