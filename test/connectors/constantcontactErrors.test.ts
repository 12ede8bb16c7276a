import { NodeApiError } from 'n8n-workflow';
import { constantcontact } from '../../nodes/OpenConnectors/connectors/constantcontact/definition';
import type { Sandbox } from '../../sandbox/server';
import { DAY, HOUR, MINUTE, pass } from '../harness/clock';
import { told, viaPlatform, viaProvider } from './constantcontactHost';
import {
	ENGINES,
	pasted,
	refusalOf,
	startOnStoppedClock,
	stopWithClock,
	tick,
	withVariables,
	type Host,
} from '../harness/sandbox';

let sandbox: Sandbox;

beforeEach(async () => {
	sandbox = await startOnStoppedClock();
});
afterEach(async () => await stopWithClock(sandbox));

/** The latest error execution. */
function failureOf(host: Host): NodeApiError {
	const error = host.errors[host.errors.length - 1];
	if (error instanceof NodeApiError) return error;
	throw new Error(`There is no error of the provider: ${String(error)}`);
}

it('a token that is none, without showing it', async () => {
	const wrong = ['wrong', '4711'].join('-');
	const oauthTokenData = { access_token: wrong };
	const host = viaProvider(sandbox, 'in-memory', { resources: ['contacts'] }, { oauthTokenData });
	const error = await refusalOf(host);
	expect(error.message).toContain(
		'contacts: Constant Contact does not accept the credential (HTTP 401)',
	);
	expect(error).toMatchObject({ failure: { cause: 'credential-invalid' } });
	expect(JSON.stringify(error)).not.toContain(wrong);
});

it.each(ENGINES)('a token that ends between two polls, and nothing is lost: %s', async (engine) => {
	const { world, oauth2 } = sandbox.constantcontact;
	const host = viaProvider(sandbox, engine, { resources: ['contacts', 'campaigns'] });
	await host.publish();
	pass(MINUTE);
	const contact = world.create('contacts');
	oauth2.expireAccessTokens();
	await tick(host);
	expect(host.items).toEqual([]);
	expect(failureOf(host).message).toContain(
		'Constant Contact does not accept the credential (HTTP 401)',
	);
	const campaign = world.create('campaigns');
	// n8n itself asks for a new token; here somebody connects again.
	host.settings = viaProvider(sandbox, engine, {
		resources: ['contacts', 'campaigns'],
	}).settings;
	if (engine === 'in-memory') await host.restart();
	pass(HOUR);
	await host.tick();
	expect([...told(host)].sort()).toEqual([
		`created campaigns ${campaign.id}`,
		`created contacts ${contact.id}`,
	]);
});

it('a scope that is missing, by the provider in its words and by us in ours', async () => {
	const oauthTokenData = { ...sandbox.constantcontact.oauth2.issue('contact_data') };
	const host = viaProvider(sandbox, 'durable', { resources: ['campaigns'] }, { oauthTokenData });
	const error = await refusalOf(host);
	expect(error.message).toContain('campaigns: Constant Contact forbids reading this (HTTP 403)');
	expect(error.description).toContain(constantcontact.forbiddenHint);
	expect(error.description).toContain('lacks the scope campaign_data');
});

it('the limit of a second is waited out', async () => {
	const { faults, world } = sandbox.constantcontact;
	const host = viaProvider(sandbox, 'durable', { resources: ['campaigns'] });
	await host.publish();
	const { id } = world.create('campaigns');
	faults.set({ fail: { status: 429, when: { next: 2 } } });
	await tick(host);
	expect(host.errors).toEqual([]);
	expect(told(host)).toEqual([`created campaigns ${id}`]);
});

it('the limit of a day is not, and is told with its end', async () => {
	const { behaviour, requests } = sandbox.constantcontact;
	const host = viaProvider(sandbox, 'durable', { resources: ['campaigns'] });
	await host.publish();
	behaviour.set({ requestsPerDay: 1 });
	const before = requests.length;
	await tick(host);
	expect(requests).toHaveLength(before + 1);
	const untilMidnight = DAY - (Date.now() % DAY);
	expect(failureOf(host)).toMatchObject({
		message: 'campaigns: Constant Contact is receiving too many requests (HTTP 429)',
		description: expect.stringContaining('The daily quota is used up.'),
		failure: { cause: 'rate-limited', retryAfterMs: untilMidnight },
	});
});

it('a condition that the provider does not take', async () => {
	const url = "/hubs/marketing/contacts?where=status='ACTIVE'";
	const host = viaProvider(
		sandbox,
		'durable',
		pasted({ contacts: { url, idField: 'contact_id' } }),
	);
	const error = await refusalOf(host);
	expect(error.message).toContain('contacts: Constant Contact rejects the request (HTTP 400)');
	expect(error.description).toContain("'ACTIVE'");
});

it('a path variable without a value', async () => {
	const { message } = await refusalOf(
		viaProvider(sandbox, 'durable', { resources: ['email-opens'] }),
	);
	expect(message).toContain('campaignActivityId');
});

it('a resource that the platform documents no polling of', async () => {
	const { message } = await refusalOf(viaPlatform(sandbox, 'durable', { resources: ['contacts'] }));
	expect(message).toContain('Open Connectors documents no polling of Constant Contact Contacts');
});

it('a value of a path variable that the provider does not know', async () => {
	const host = viaProvider(sandbox, 'durable', {
		resources: ['registrations'],
		options: withVariables({ eventId: 'none', trackId: 'none' }),
	});
	const { message } = await refusalOf(host);
	expect(message).toContain(
		'registrations: Constant Contact does not know this address (HTTP 404)',
	);
});
