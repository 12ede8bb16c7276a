import { bytesOf, handed, type Contestant } from './contest';
import { newestFirst, unordered, type Contact, type Run } from './contacts';
import { textsOf } from './pages';
import { loadPeer } from './loadPeer';
import {
	createSelf,
	type Answer,
	type PollTrigger,
	type SelfSettings,
	type StaticData,
} from './triggerSelf';

interface TriggerModules {
	readonly Airtable: { readonly AirtableTrigger: new () => PollTrigger };
	readonly Salesforce: { readonly SalesforceTrigger: new () => PollTrigger };
	readonly Notion: { readonly NotionTrigger: new () => PollTrigger };
}

function loadTrigger<Name extends keyof TriggerModules>(name: Name): TriggerModules[Name] {
	return loadPeer(`n8n-nodes-base/dist/nodes/${name}/${name}Trigger.node.js`);
}

/** A trigger of n8n, the parameters it is given here and what it finds in its static data. */
export interface TriggerKind {
	readonly trigger: PollTrigger;
	readonly settings: Omit<SelfSettings, 'answer' | 'staticData'>;
}

export function airtableTrigger(): TriggerKind {
	const { AirtableTrigger } = loadTrigger('Airtable');
	return {
		trigger: new AirtableTrigger(),
		settings: {
			name: 'Airtable',
			typeVersion: 1,
			parameters: {
				authentication: 'airtableTokenApi',
				baseId: 'appBench',
				tableId: 'tblContacts',
				triggerField: 'Modified',
				downloadAttachments: false,
				additionalFields: {},
			},
			credentials: { airtableTokenApi: {} },
		},
	};
}

export function salesforceTrigger(triggerOn: 'contactCreated' | 'contactUpdated'): TriggerKind {
	const { SalesforceTrigger } = loadTrigger('Salesforce');
	return {
		trigger: new SalesforceTrigger(),
		settings: {
			name: 'Salesforce',
			typeVersion: 1.1,
			parameters: { authentication: 'oAuth2', triggerOn },
			credentials: {
				salesforceOAuth2Api: {
					oauthTokenData: { instance_url: 'https://bench.my.salesforce.com' },
				},
			},
		},
	};
}

export function notionTrigger(): TriggerKind {
	const { NotionTrigger } = loadTrigger('Notion');
	return {
		trigger: new NotionTrigger(),
		settings: {
			name: 'Notion',
			typeVersion: 1.1,
			parameters: {
				authentication: 'apiKey',
				event: 'pagedUpdatedInDatabase',
				dataSourceId: '0fe2f7de558b471eab07e9d871cdf4a9',
				simple: false,
			},
			credentials: { notionApi: {} },
		},
	};
}

const isoOf = (stamp: string) => `${stamp.replace(' ', 'T')}.000Z`;

const ok = (text: string) => ({ status: 200, headers: {}, text });

export function airtable(run: Run): Contestant {
	const texts = textsOf(run, unordered(run.count), (contacts, page, pages) =>
		JSON.stringify({
			records: contacts.map((contact) => ({
				id: `rec${contact.CONTACT_ID}`,
				createdTime: isoOf(contact.DATE_CREATED_UTC),
				fields: { Modified: isoOf(contact.DATE_UPDATED_UTC), ...contact },
			})),
			...(page + 1 < pages ? { offset: String(page + 1) } : {}),
		}),
	);
	return contestant(airtableTrigger(), texts, before(run), ({ query }) =>
		ok(texts[Number(query.offset ?? 0)]),
	);
}

export function salesforce(run: Run): Contestant {
	const texts = textsOf(run, unordered(run.count), (contacts, page, pages) =>
		JSON.stringify({
			totalSize: run.count,
			done: page + 1 === pages,
			...(page + 1 < pages ? { nextRecordsUrl: `/services/data/v59.0/query/${page + 1}` } : {}),
			records: contacts.map((contact) => ({
				attributes: { type: 'Contact' },
				Id: `003${contact.CONTACT_ID}`,
				LastModifiedDate: salesforceDate(contact.DATE_UPDATED_UTC),
				...contact,
			})),
		}),
	);
	return contestant(salesforceTrigger('contactUpdated'), texts, before(run), ({ url }) =>
		ok(texts[Number(/\/query\/(\d+)$/.exec(url)?.[1] ?? 0)]),
	);
}

export function notion(run: Run): Contestant {
	const toPage = (contacts: readonly Contact[], next: string | null) =>
		JSON.stringify({
			object: 'list',
			results: contacts.map((contact) => ({
				object: 'page',
				id: String(contact.CONTACT_ID),
				created_time: isoOf(contact.DATE_CREATED_UTC),
				last_edited_time: isoOf(contact.DATE_UPDATED_UTC),
				properties: contact,
			})),
			next_cursor: next,
			has_more: next !== null,
		});
	const texts = textsOf(run, newestFirst(run.count), (contacts, page, pages) =>
		toPage(contacts, page + 1 < pages ? String(page + 1) : null),
	);
	const [newest] = textsOf({ ...run, count: 1 }, [0], (contacts) => toPage(contacts, '1'));
	return contestant(notionTrigger(), texts, before(run), ({ body }) =>
		ok(body.page_size === 1 ? newest : texts[Number(body.start_cursor ?? 0)]),
	);
}

/** `2026-01-05T12:00:00.000+0000` */
export function salesforceDate(stamp: string): string {
	return `${stamp.replace(' ', 'T')}.000+0000`;
}

/** Static data of a trigger that last polled an hour before the first change. */
function before(run: Run): () => StaticData {
	const HOUR_MS = 3_600_000;
	const firstAt = run.lastAt - (run.count / run.perSecond) * 1_000;
	return () => ({ lastTimeChecked: new Date(firstAt - HOUR_MS).toISOString() });
}

function contestant(
	{ trigger, settings }: TriggerKind,
	texts: readonly string[],
	begins: () => StaticData,
	answer: Answer,
): Contestant {
	return {
		texts,
		begin: () => {
			const staticData = begins();
			let requests = 0;
			const self = createSelf({
				...settings,
				staticData,
				answer: (asked) => {
					requests += 1;
					return answer(asked);
				},
			});
			return {
				poll: async () => handed((await trigger.poll.call(self))?.flat() ?? []),
				get requests() {
					return requests;
				},
				stateBytes: () => bytesOf(staticData),
			};
		},
	};
}
