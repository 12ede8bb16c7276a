import { bytesOf, handed, type Contestant } from './contest';
import { contactTexts } from './pages';
import { unordered, type Contact, type Run } from './contacts';

/** The least that any engine has to do: read the JSON. */
export function parseFloor(run: Run): Contestant {
	const texts = contactTexts(run, unordered(run.count));
	return {
		texts,
		begin: () => ({
			poll: async () => handed(texts.flatMap((text): readonly unknown[] => JSON.parse(text))),
			requests: texts.length,
			stateBytes: () => 0,
		}),
	};
}

/** The least that an engine which tells records apart has to do: id and date of each, in a Map. */
export function mapFloor(run: Run): Contestant {
	const texts = contactTexts(run, unordered(run.count));
	return {
		texts,
		begin: () => {
			const seen = new Map<string, number>();
			return {
				poll: async () => {
					const fresh: Contact[] = [];
					for (const text of texts) {
						const contacts: readonly Contact[] = JSON.parse(text);
						for (const contact of contacts) {
							const id = String(contact.CONTACT_ID);
							const updated = Date.parse(`${contact.DATE_UPDATED_UTC}Z`);
							if (seen.get(id) === updated) continue;
							seen.set(id, updated);
							fresh.push(contact);
						}
					}
					return handed(fresh);
				},
				requests: texts.length,
				stateBytes: () => bytesOf([...seen]),
			};
		},
	};
}
