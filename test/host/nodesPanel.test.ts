/* eslint-disable @n8n/community-nodes/no-restricted-imports -- runs on the developer's machine */
import { sublimeSearch } from '@n8n/utils/search/sublime-search';
import { readFileSync } from 'node:fs';
import { OpenConnectorsPollTrigger } from '../../nodes/OpenConnectors/OpenConnectorsPollTrigger.node';
import { RestApiPollTrigger } from '../../nodes/OpenConnectors/RestApiPollTrigger.node';
import { PRODUCT_NODES } from './productNodes';

/* The nodes panel of n8n 2.41: its own search, over our nodes and those of its own that the same words find. */

interface Item {
	readonly key: string;
	readonly properties: {
		readonly displayName: string;
		readonly codex: { readonly alias: readonly string[] };
	};
}

const item = (key: string, displayName: string, alias: readonly string[] = []): Item => ({
	key,
	properties: { displayName, codex: { alias } },
});

/** In the order of package.json, by which the panel lists equals. */
const OURS = [
	new OpenConnectorsPollTrigger(),
	...Object.values(PRODUCT_NODES),
	new RestApiPollTrigger(),
].map(({ description: { name, displayName } }) => {
	const file = `${name.charAt(0).toUpperCase()}${name.slice(1)}.node.json`;
	const codex: { alias: string[] } = JSON.parse(
		readFileSync(`nodes/OpenConnectors/${file}`, 'utf8'),
	);
	// So the panel shows a trigger with a parameter called events.
	return item(name, displayName.replace(' Trigger', ''), [...codex.alias, displayName]);
});

const N8NS = [
	item('activeCampaignTrigger', 'ActiveCampaign Trigger'),
	item('agileCrm', 'Agile CRM'),
	item('dropcontact', 'Dropcontact'),
	item('freshdesk', 'Freshdesk'),
	item('freshservice', 'Freshservice', ['Freshdesk']),
	item('freshworksCrm', 'Freshworks CRM', ['Freshdesk']),
	item('getResponseTrigger', 'GetResponse Trigger'),
	item('googleContacts', 'Google Contacts'),
	item('graphql', 'GraphQL'),
	item('httpRequest', 'HTTP Request', ['API', 'Request', 'URL', 'Build', 'cURL']),
	item('keap', 'Keap', ['Infusionsoft']),
	item('keapTrigger', 'Keap Trigger', ['Infusionsoft']),
	item('microsoftDynamicsCrm', 'Microsoft Dynamics CRM'),
	item('monicaCrm', 'Monica CRM'),
	item('respondToWebhook', 'Respond to Webhook'),
	item('scheduleTrigger', 'Schedule Trigger', ['Time', 'Scheduler', 'Polling', 'Cron', 'Interval']),
	item('strapi', 'Strapi'),
	item('webhook', 'Webhook', ['HTTP', 'API', 'Build', 'WH']),
	item('zohoCrm', 'Zoho CRM'),
];

/** The panel leaves out a last word that begins "trigger". */
function termOf(typed: string): string {
	const words = typed.toLowerCase().split(' ');
	const last = words[words.length - 1] ?? '';
	return words.length > 1 && 'trigger'.startsWith(last)
		? words.slice(0, -1).join(' ')
		: words.join(' ');
}

const found = (typed: string) =>
	sublimeSearch(termOf(typed), [...N8NS, ...OURS]).map(({ item: { key } }) => key);

/** What is typed, by the node that it looks for. */
const TERMS = {
	openConnectorsPollTrigger:
		'Open Connectors, SAP, SAP Open Connectors, Cloud Elements, poller configuration, CRM, newsletter, contacts, ' +
		'leads, opportunities, subscriptions, deleted, created, updated, marketing, email marketing, sales',
	insightlyPollTrigger:
		'Insightly, insightly trigger, Insightly CRM, milestones, prospects, pricebooks, quotations, organisations, ' +
		'knowledge articles',
	keapPollTrigger:
		'Keap, Keap Trigger, Infusionsoft, Infusionsoft by Keap, Thryv, Keap Max Classic, infusionsoftrest, ' +
		'tagged contacts, affiliates, opportunity stage moves',
	constantContactPollTrigger:
		'Constant Contact, constantcontact, Constant Contact Trigger, ctct, email opens, email clicks, ' +
		'event registrations, emails not opened, campaign summaries',
	iContactPollTrigger:
		'iContact, icontact trigger, i contact, message opens, message bounces, signup forms, segment criteria',
	maximizerPollTrigger:
		'Maximizer, maximizer trigger, Maximizer CRM, Octopus, address book, audit log, interaction logs, individuals',
	freshdeskPollTrigger: 'Freshdesk, Freshdesk Trigger, helpdesk, tickets, incidents',
	restApiPollTrigger:
		'REST, REST API, HTTP API, JSON API, any API, GraphQL, poll, polling, webhook alternative',
};

const ROWS = Object.entries(TERMS).flatMap(([node, terms]) =>
	terms.split(', ').map((typed) => ({ typed, node })),
);

it('the table has at least 60 searches', () => {
	expect(ROWS.length).toBeGreaterThanOrEqual(60);
});

it.each(ROWS)('"$typed" shows $node among the first three', ({ typed, node }) => {
	expect(found(typed).slice(0, 3)).toContain(node);
});

it.each(Object.values(PRODUCT_NODES).map(({ description: { displayName } }) => displayName))(
	'the generic node is found by the words of the %s, too',
	(displayName) => {
		const own = OURS.find(({ properties }) => properties.codex.alias.includes(displayName));
		const words = own?.properties.codex.alias.filter((word) => word !== displayName) ?? [];
		expect(words.length).toBeGreaterThan(10);
		const missed = words.filter((word) => !found(word).includes('openConnectorsPollTrigger'));
		expect(missed).toEqual([]);
	},
);

it.each(Object.entries(PRODUCT_NODES))(
	'every resource of %s finds its node',
	(_key, { description }) => {
		const names = description.properties
			.filter(({ name }) => name === 'resources')
			.flatMap(({ options = [] }) => options.map(({ name }) => name.replace(/ \(.*/, '')));
		const missed = [...new Set(names)].filter((name) => !found(name).includes(description.name));
		expect(missed).toEqual([]);
	},
);
