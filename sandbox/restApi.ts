import { OpenConnectorsRestApi } from '../credentials/OpenConnectorsRestApi.credentials';
import { defineConnector } from '../nodes/OpenConnectors/streams/definition';
import { bearer, standInOf, type GenericAccount } from './generic';
import { drawPerson } from './people';
import { EDITS, type Form, type Site, type Work } from './standIn';

/** A plain REST API that the package has no connector of, in the manner of docs/recipes/github-issues.md. */
export interface RestApiAccount extends GenericAccount {
	/** The credential of any REST API that opens it. */
	form(): Form;
	readonly works: readonly Work[];
}

const DATE = "yyyy-MM-dd'T'HH:mm:ssX";

/** What a user has to know of the list, and fills into the form of the node. */
export const ISSUES = {
	url: "/repos/acme/shop/issues?state=all&sort=updated&direction=asc&since=${gmtDate:yyyy-MM-dd'T'HH:mm:ss'Z'}",
	idField: 'id',
	datesConfiguration: {
		updatedDateField: 'updated_at',
		updatedDateFormat: DATE,
		createdDateField: 'created_at',
		createdDateFormat: DATE,
	},
	paging: { type: 'link', linkHeader: 'link', limitParam: 'per_page' },
	pageSize: 100,
	order: 'ascending',
} as const;

const TEST_PATH = '/user';

const { properties, ...credential } = new OpenConnectorsRestApi();

const standIn = standInOf({
	definition: defineConnector({
		key: 'tracker',
		displayName: 'The issue tracker',
		hub: '',
		credentials: [{ type: credential.name }],
		versionPath: '',
		forbiddenHint: '',
		defaults: { granularity: 'PT1S', since: { inclusive: true } },
		resources: [{ name: 'issues', displayName: 'Issues', ...ISSUES }],
	}),
	credential: {
		...credential,
		properties: properties.filter(({ name }) => name === 'token'),
		test: { request: { url: TEST_PATH } },
	},
	login: ({ token }) => bearer(token),
	records: {
		issues: {
			seeded: 30,
			make: (draw) => ({
				title: draw.pick(['Total is off by a cent', 'Add a dark theme', 'Search finds nothing']),
				state: draw.pick(['open', 'open', 'closed']),
				user: { login: drawPerson(draw).lastName.toLowerCase() },
				labels: draw.chance(0.4) ? [{ name: draw.pick(['bug', 'question']) }] : [],
				comments: draw.int(0, 9),
			}),
		},
	},
});

/** Puts the API on the server of the sandbox. */
export function mountRestApi(site: Site): RestApiAccount {
	const account = standIn.mount(site);
	return Object.assign(account, {
		works: [{ resources: ['issues'], ...EDITS }],
		form: () => ({
			type: credential.name,
			data: { ...account.credential, authentication: 'bearer', testPath: TEST_PATH },
			isOAuth2: false,
		}),
	});
}
