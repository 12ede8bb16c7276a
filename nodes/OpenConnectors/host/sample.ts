import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { ConfigurationError } from '../configuration/types';
import { rest } from '../connectors';
import { monotonicNow } from '../core/monotonic';
import { detect, type Answer, type Detection } from '../detect';
import { createStreams } from '../streams';
import type { HttpAnswer, HttpRequest, Send } from '../streams/http';
import { capture } from './capture';
import { editorBudget } from './editorBudget';
import { toSettings } from './form';
import { loginOf } from './login';
import { readRequestParameters } from './parameters';
import type { Secrets } from './secrets';

const DAY_MS = 86_400_000;
/** What changed in so long is asked for; where that is nothing, all there is. */
const REACHES_MS = [30 * DAY_MS, Infinity];

/** An answer to the list that a form describes. */
export interface Sample {
	/** What the answer shows, of the list that was chosen in it, or the likeliest one. */
	readonly detection: (recordsField: string) => Detection;
}

/**
 * Asks for the list that is being described, with the credential that is chosen.
 *
 * @throws PollError, where there is no answer to look into
 */
export async function fetchSample(
	context: ILoadOptionsFunctions,
	secrets: Secrets,
): Promise<Sample> {
	const asked = askedIn(context);
	const selection = { kind: 'json', source: { list: asked } } as const;
	const authentication = String(context.getCurrentNodeParameter('authentication') ?? '');
	const request = readRequestParameters(context);
	const login = await loginOf(context, { ...request, authentication, selection }, rest, secrets);
	const name = JSON.stringify([login.account, login.credential.baseUrl, asked]);
	return await fresh(name, async () => {
		const answers: Answer[] = [];
		const { streams } = createStreams({
			parameters: {
				...request,
				connector: rest.key,
				connection: 'provider',
				selection,
				events: new Set(['updated']),
				start: { kind: 'now' },
			},
			definition: rest,
			credential: login.credential,
			send: kept(login.send, answers),
			memory: { queues: new Map(), accountIds: new Map() },
			report: () => {},
		});
		const budget = editorBudget();
		// An answer without a list is not asked for again: there is no time left once one has come.
		const now = () => (answers.length > 0 ? budget.deadline : budget.now());
		const readPage = streams[0].pages({ ...budget, now });
		for (const reach of REACHES_MS) {
			// Where the list is in the answer may not be said yet: then that is what fails.
			const page = await capture(async () => await readPage(Math.max(0, budget.now() - reach)));
			const [answer] = answers.splice(0);
			if ('error' in page && (answer === undefined || holdsNone(answer))) throw page.error;
			if (answer !== undefined && (detect(answer).fields.length > 0 || reach === Infinity))
				return { detection: (field) => detect(answer, field === '' ? undefined : field) };
		}
		throw new ConfigurationError('Lists', 'the API gave no answer to look into.');
	});
}

/** A web page, or an error with the status of a success. */
function holdsNone(answer: Answer): boolean {
	const { fields, alternatives } = detect(answer);
	return fields.length === 0 && alternatives.lists.length === 0;
}

/** Nothing but how the list is asked for: the rest is what is being looked for. */
function askedIn(context: ILoadOptionsFunctions): Readonly<Record<string, unknown>> {
	const url = context.getCurrentNodeParameter('&url');
	const more = context.getCurrentNodeParameter('&more');
	const settings = toSettings('list', { url, more });
	const { method, headers, body, values } = settings;
	const given = Object.entries({ url: settings.url, method, headers, body, values });
	return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

function kept(send: Send, answers: Answer[]): Send {
	return async (request, timeoutMs) => {
		const answer = await send(request, timeoutMs);
		if (answer.status < 300) answers.push(toAnswer(request, answer));
		return answer;
	};
}

function toAnswer(request: HttpRequest, { status, headers, body }: HttpAnswer): Answer {
	return { request, status, headers, body };
}

/** The fields of a form are looked up one by one, from one answer. */
const KEPT_MS = 60_000;
const MOST_KEPT = 5;

/** `at` in ms of the monotonic clock. */
const samples = new Map<string, { readonly at: number; readonly sample: Promise<Sample> }>();

async function fresh(name: string, fetch: () => Promise<Sample>): Promise<Sample> {
	const now = monotonicNow();
	for (const [other, { at }] of samples) if (now - at >= KEPT_MS) samples.delete(other);
	const known = samples.get(name);
	if (known) return await known.sample;
	const [oldest] = samples.keys();
	if (samples.size >= MOST_KEPT && oldest !== undefined) samples.delete(oldest);
	const sample = fetch();
	samples.set(name, { at: now, sample });
	sample.catch(() => samples.delete(name));
	return await sample;
}
