import {
	NodeApiError,
	NodeOperationError,
	UserError,
	type ICredentialDataDecryptedObject,
	type ILoadOptionsFunctions,
	type IPollFunctions,
} from 'n8n-workflow';
import { parsePollerConfiguration } from '../configuration/parse';
import { ConfigurationError } from '../configuration/types';
import { rest } from '../connectors';
import { expiredStatusesOf } from '../connectors/rest/session';
import type { ConnectorDefinition } from '../streams/definition';
import type { Send } from '../streams/http';
import { PollError } from '../core/error';
import { capture, messageOf } from './capture';
import type { PollParameters } from './parameters';
import type { Secrets } from './secrets';
import { isOAuth2Type, sendOpenly, sendWith } from './send';

const CREDENTIAL_OF_PLATFORM = 'openConnectorsApi';

type LoginParameters = Pick<PollParameters, 'authentication' | 'selection' | 'variables'>;

/** What a poll logs in with, and how its requests go out. */
export interface Login {
	/** The fields of the credential; of none the base url alone. */
	readonly credential: Readonly<Record<string, unknown>>;
	/** Names what all nodes with the same login share. */
	readonly account: string;
	readonly send: Send;
	/** Whether it is a login at the provider, that n8n renews. */
	readonly isOAuth2: boolean;
	/** Whether n8n may renew what is sent while a poll runs. */
	readonly isRenewed: boolean;
	/** Looks for secrets that n8n renewed meanwhile. Never throws. */
	readonly refresh: () => Promise<void>;
}

/**
 * @param provider the definition of the connector; absent where the platform is asked
 * @param secrets gets those of the credential
 * @throws ConfigurationError when no credential is chosen
 */
export async function loginOf(
	context: IPollFunctions | ILoadOptionsFunctions,
	parameters: LoginParameters,
	provider: ConnectorDefinition | undefined,
	secrets: Secrets,
): Promise<Login> {
	if (provider === rest && parameters.authentication === 'none') return openly(context, parameters);
	const type = provider
		? credentialTypeOf(provider, parameters.authentication)
		: CREDENTIAL_OF_PLATFORM;
	const chosen = context.getNode().credentials?.[type];
	if (!chosen) {
		throw new ConfigurationError(
			'Credential',
			'none is chosen. Choose or create one at the top of the node.',
		);
	}
	const credential = await readCredential(context, type);
	secrets.add(credential);
	const isOAuth2 = isOAuth2Type(type);
	const isSession = provider === rest && credential.authentication === 'session';
	return {
		credential: { ...credential },
		account: chosen.id ?? chosen.name,
		send: sendWith(context, type, credential, isSession ? expiredStatusesOf(credential) : []),
		isOAuth2,
		isRenewed: isOAuth2 || isSession,
		refresh: async () => {
			const renewed = await capture(async () => await context.getCredentials(type));
			if ('value' in renewed) secrets.add(renewed.value);
		},
	};
}

/**
 * n8n takes it from its database. Where that does not answer, nobody has to mend the node: a failure that is
 * declared as lasting would have n8n wait for half an hour.
 */
async function readCredential(
	context: IPollFunctions | ILoadOptionsFunctions,
	type: string,
): Promise<ICredentialDataDecryptedObject> {
	const read = await capture(async () => await context.getCredentials(type));
	if ('value' in read) return read.value;
	const { error } = read;
	const isOfSettings = [NodeOperationError, NodeApiError, UserError].some(
		(kind) => error instanceof kind,
	);
	if (isOfSettings) throw error;
	throw new PollError(
		'credential-unread',
		`n8n could not read the credential: ${messageOf(error)}`,
		{
			remedy:
				'Nothing is lost: the next poll goes on where this one stopped. If this persists, look at the log and the database of n8n.',
			failure: { cause: 'temporarily-unavailable' },
			cause: error,
		},
	);
}

function credentialTypeOf(
	{ credentials }: ConnectorDefinition,
	authentication: string | undefined,
): string {
	const chosen = credentials.find((choice) => choice.authentication === authentication);
	return (chosen ?? credentials[0]).type;
}

/** Without a credential the server is that of the first list. */
function openly(
	context: IPollFunctions | ILoadOptionsFunctions,
	{ selection, variables }: LoginParameters,
): Login {
	const baseUrl = selection.kind === 'json' ? originIn(selection.source, variables) : '';
	return {
		credential: { baseUrl },
		account: baseUrl,
		send: sendOpenly(context),
		isOAuth2: false,
		isRenewed: false,
		refresh: async () => await Promise.resolve(),
	};
}

/** @throws ConfigurationError where no list has a whole address */
function originIn(source: unknown, variables: PollParameters['variables']): string {
	const { resources } = parsePollerConfiguration(source, 'whole', variables);
	for (const { url = '' } of resources) {
		const address = url.split(/[?#]/, 1)[0];
		if (/^https?:\/\//i.test(address) && URL.canParse(address)) return new URL(address).origin;
	}
	const [name = ''] = resources.map((resource) => resource.name);
	throw new ConfigurationError(
		`${name}.url`,
		'names no server. With Authentication None write the whole address, for example ' +
			'https://api.example.com/items; or choose another Authentication, whose credential has a Base URL.',
	);
}
