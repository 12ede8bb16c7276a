import { SUBJECTS as WATCHED, type Subject as Watched } from '../../sandbox/n8n/subjects';
import type { Faults, Sandbox } from '../../sandbox/server';

/** What one of the ten workflows watches, and what the test does to it. */
export interface Subject extends Watched {
	readonly label: string;
	readonly faultsOf: (sandbox: Sandbox) => Faults;
	/** The authorization server of its credential, if any. */
	readonly oauth2Of?: (sandbox: Sandbox) => OAuth2Part;
}

/** What a test does to an authorization server, and sees of it. */
export interface OAuth2Part {
	expireAccessTokens(): void;
	revoke(): void;
	readonly refreshes: number;
}

function toSubject(watched: Watched): Subject {
	const { connector, connection } = watched;
	const label = `${connector}, ${connection}`;
	if (connection === 'openConnectors') {
		return { ...watched, label, faultsOf: ({ platform }) => platform.faults };
	}
	const faultsOf = (sandbox: Sandbox) => sandbox[connector].faults;
	if (connector === 'insightly' || connector === 'icontact') return { ...watched, label, faultsOf };
	return { ...watched, label, faultsOf, oauth2Of: (sandbox) => sandbox[connector].oauth2 };
}

export const SUBJECTS: readonly Subject[] = WATCHED.map(toSubject);

const HIGH = 1_000_000;
const UNHURRIED_KEAP = { perSecond: HIGH, perMinute: HIGH, perDay: HIGH };

/** Takes the limits of requests away: here only the faults of the timetable limit them. */
export function liftLimits(sandbox: Sandbox): void {
	const { insightly, icontact, constantcontact, infusionsoftrest, maximizer } = sandbox;
	insightly.behaviour.set({ requestsPerSecond: HIGH, requestsPerDay: HIGH });
	icontact.behaviour.set({ requestsPerHour: HIGH, requestsPerDay: HIGH });
	constantcontact.behaviour.set({ requestsPerSecond: HIGH, requestsPerDay: HIGH });
	infusionsoftrest.behaviour.set({
		oauth: UNHURRIED_KEAP,
		key: UNHURRIED_KEAP,
		tenant: UNHURRIED_KEAP,
		spikePerSecond: HIGH,
	});
	maximizer.behaviour.set({ requestsPerWindow: HIGH });
}
