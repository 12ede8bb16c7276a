import type { Requester } from '../../streams/remoteList';
import { settingsRequester } from '../../streams/requester';
import { findAccount } from './account';

/**
 * Everything lies below a path of the account, whose ids the credential holds, or the provider is
 * asked for when it does not.
 *
 * @param path such as `/a/{accountId}/c/{clientFolderId}`; the names are fields of the credential
 */
export function inAccount(path: string): Requester {
	return (asked) => {
		const { credential, report, accountIds: known } = asked;
		const baseUrl = asked.apiUrl();
		let apiUrl = baseUrl;
		const login = [baseUrl, credential('appId'), credential('username')].join('\n');
		return {
			...settingsRequester({ ...asked, apiUrl: () => apiUrl }),
			prepare: async (source) => {
				apiUrl = await findAccount(
					{ path, apiUrl: baseUrl, credential, known, login, report },
					source,
				);
			},
		};
	};
}
