import type { JsonRecord } from '../../json';
import { Refusal } from '../../mount';
import type { IContactBehaviour } from './behaviour';

const FIRST_ACCOUNT = 413_301;
const FIRST_FOLDER = 124_601;

/** The account and the folder that hold the records. */
export const OWN_ACCOUNT = String(FIRST_ACCOUNT);
export const OWN_FOLDER = String(FIRST_FOLDER);

type Standing = Pick<IContactBehaviour, 'accounts' | 'clientFolders'>;

const idsFrom = (first: number, count: number): readonly string[] =>
	Array.from({ length: count }, (_unused, index) => String(first + index));

export const accountsOf = (standing: Standing): readonly JsonRecord[] =>
	idsFrom(FIRST_ACCOUNT, standing.accounts).map((accountId) => ({
		billingStreet: '',
		billingCity: '',
		billingState: '',
		billingPostalCode: '',
		billingCountry: '',
		city: 'Durham',
		accountId,
		companyName: `Sandbox Trading ${accountId}`,
		country: 'United States',
		email: 'office@example.com',
		enabled: '1',
		fax: '',
		firstName: 'Ada',
		lastName: 'Baker',
		multiClientFolder: standing.clientFolders > 1 ? '1' : '0',
		multiUser: '0',
		phone: '',
		postalCode: '27701',
		state: 'NC',
		street: '1 Mill Street',
		title: '',
		accountType: '0',
		subscriberLimit: '250000',
	}));

/** The three fields that an account which is no agency's may see. */
export const clientFoldersOf = (standing: Standing): readonly JsonRecord[] =>
	idsFrom(FIRST_FOLDER, standing.clientFolders).map((clientFolderId) => ({
		clientFolderId,
		logoId: null,
		emailRecipient: 'office@example.com',
	}));

/** @throws Refusal 403 for an account that is not the user's */
export const requireAccount = (standing: Standing, id: string): JsonRecord => {
	const found = accountsOf(standing).find(({ accountId }) => accountId === id);
	if (found) return found;
	throw new Refusal(403, `You may not use the account ${id}.`);
};

/** @throws Refusal 404 for a folder that the account does not have */
export const requireClientFolder = (standing: Standing, id: string): JsonRecord => {
	const found = clientFoldersOf(standing).find(({ clientFolderId }) => clientFolderId === id);
	if (found) return found;
	throw new Refusal(404, `There is no client folder ${id} in this account.`);
};
