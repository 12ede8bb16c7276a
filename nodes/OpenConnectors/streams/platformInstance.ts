import { OBJECTS_KEY, POLLER_KEY, URLS_KEY } from '../configuration/contentKeys';
import { settingsOf } from '../configuration/instance';
import { ConfigurationError } from '../configuration/types';
import { listed } from '../configuration/value';
import { fetchAnswer, type HttpAnswer, type Source } from './http';
import { bodyOf } from './records';
import { SourceError } from './sourceError';
import { credentialText, type StreamSettings } from './stream';
import { completeBaseUrl, PLATFORM_PATH } from './url';

/** What an instance of the platform says about polling, by key. */
export type PollingSettings = Readonly<Record<string, unknown>>;

/** The rest of its configuration are secrets, and what the platform alone does. */
const OF_POLLING =
	/^event\.(?:poller\..+|objects|vendor\.type|notification\.(?:enabled|callback\.url))$/;

/** In the answers to who has the token of an instance: its id. */
const INSTANCE_ID = 'elements-element-instance-id';

const MOST_OBJECTS = 20;

/**
 * Asks what the instance that the token of a credential opens says about polling.
 *
 * @throws SourceError; ConfigurationError where it does not say what to poll
 */
export async function fetchPollingSettings(
	login: Pick<StreamSettings, 'credential'>,
	source: Source,
): Promise<PollingSettings> {
	const apiUrl = completeBaseUrl(credentialText(login, 'baseUrl'), PLATFORM_PATH);
	const ask = async <Value>(path: string, read: (answer: HttpAnswer) => Value) =>
		await fetchAnswer(source, { method: 'GET', url: apiUrl + path }, { read });
	const id = orThrow(await ask('/ping', readId));
	const answer = await ask(`/instances/${id}/configuration`, readSettings);
	if (isRefused(answer) && credentialText(login, 'organizationSecret').trim() === '')
		throw new ConfigurationError(
			'Organization Secret',
			'the credential has none, and may not read the configuration of its instance. Enter it there.',
		);
	const settings = orThrow(answer);
	if ([POLLER_KEY, URLS_KEY, OBJECTS_KEY].some((key) => isFilled(settings[key]))) return settings;
	const names = await ask('/objects', readNames);
	const objects =
		names instanceof SourceError ? '' : ` Objects to poll: ${listed(names, MOST_OBJECTS)}.`;
	throw new ConfigurationError(
		POLLER_KEY,
		`the instance has none. Configure its events in Open Connectors, or paste one here, as Poller Configuration JSON.${objects}`,
	);
}

function orThrow<Value>(answer: Value | SourceError): Value {
	if (answer instanceof SourceError) throw answer;
	return answer;
}

function isRefused(answer: unknown): boolean {
	return answer instanceof SourceError && ['unauthorized', 'forbidden'].includes(answer.code);
}

/** Whether there is more than blanks and empty objects. */
function isFilled(value: unknown): boolean {
	return /[^\s{}"]/.test(JSON.stringify(value ?? ''));
}

function readId(answer: HttpAnswer): string {
	// A web page is no answer.
	bodyOf(answer);
	const id = answer.headers[INSTANCE_ID] ?? '';
	if (/^\d+$/.test(id)) return id;
	throw new ConfigurationError(
		'Element Token',
		'Open Connectors does not say to which instance it belongs. Paste the configuration, as Poller Configuration JSON.',
	);
}

function readSettings(answer: HttpAnswer): PollingSettings {
	const body = bodyOf(answer);
	const settings = settingsOf(body);
	if (!settings && !(Array.isArray(body) && body.length === 0))
		throw new SourceError('no-list', 'something else');
	return Object.fromEntries(Object.entries(settings ?? {}).filter(([key]) => OF_POLLING.test(key)));
}

function readNames(answer: HttpAnswer): readonly string[] {
	const body = bodyOf(answer);
	const names = Array.isArray(body) ? body.filter((name) => typeof name === 'string') : [];
	if (names.length > 0) return names;
	throw new SourceError('no-list', 'no names');
}
