import { readListing, toOrder, type Listing } from '../../listing';
import type { Lateness, RecordVersion, World } from '../../world';
import type { IContactBehaviour } from './behaviour';
import type { IContactResource } from './resources';
import { readTerms, type Parameters } from './terms';

export interface IContactQuery {
	readonly parameters: Parameters;
	readonly skip: number;
	readonly top: number;
	/** The message or segment whose records are meant, for those that lie below one. */
	readonly parent?: { readonly field: string; readonly id: string };
	/** Instead of `orderby`. */
	readonly order?: (one: RecordVersion, other: RecordVersion) => number;
	readonly lateness?: Lateness;
}

export interface IContactListing extends Listing {
	/** Terms that had no effect. */
	readonly ignored: readonly string[];
}

type SearchBehaviour = Pick<IContactBehaviour, 'createdFilter' | 'deletedContacts' | 'order'>;

/** One page of a resource's records, as the API and whatever stands in front of it would read it. */
export const searchIContact = (
	world: World,
	resource: IContactResource,
	query: IContactQuery,
	behaviour: SearchBehaviour,
): IContactListing => {
	const { parent, skip, top } = query;
	const { parameters, versions } =
		resource.resource === 'contacts'
			? readContacts(world, query, behaviour)
			: {
					parameters: query.parameters,
					versions: world.visible(resource.resource, query.lateness),
				};
	const isIgnored = resource.resource === 'contacts' && behaviour.createdFilter === 'ignored';
	const terms = readTerms(world, resource, parameters, isIgnored ? ['createDate'] : []);
	const meant = versions.filter(
		({ fields }) => parent === undefined || fields[parent.field] === parent.id,
	);
	const standing = toOrder(behaviour.order);
	const chosen = query.order ?? terms.order;
	const order: typeof standing = (one, other) => chosen?.(one, other) || standing(one, other);
	const { since, matches, ignored } = terms;
	return { ...readListing(meant, { since, matches, order, skip, top }), ignored };
};

/**
 * The contacts that `status` means, and the terms left: `total` means all, `unlisted` those on no list.
 * Otherwise only contacts on a list are found; whether that holds for a state such as `normal` too is
 * undocumented, and so it is here.
 */
const readContacts = (
	world: World,
	{ parameters, lateness }: IContactQuery,
	{ deletedContacts }: SearchBehaviour,
): { readonly parameters: Parameters; readonly versions: readonly RecordVersion[] } => {
	const isListed = ({ fields }: RecordVersion): boolean => fields.listId !== null;
	const others = Object.fromEntries(
		Object.entries(parameters).filter(([name]) => name !== 'status'),
	);
	const visible = world.visible('contacts', lateness);
	switch (parameters.status) {
		case 'total':
			return { parameters: others, versions: visible };
		case 'unlisted':
			return { parameters: others, versions: visible.filter((version) => !isListed(version)) };
		case 'deleted': {
			const kept = world.visible('contacts', lateness, 'kept');
			const gone = kept.filter(({ kind }) => kind === 'deleted');
			return { parameters: others, versions: deletedContacts === 'listed' ? gone : [] };
		}
		default:
			return { parameters, versions: visible.filter(isListed) };
	}
};
