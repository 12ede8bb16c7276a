import type { JsonRecord } from '../../json';
import { formatIsoSeconds } from '../../stamps';
import type { Change, RecordVersion, World } from '../../world';
import type { MaximizerBehaviour } from './behaviour';
import { lazyRow, type Row } from './criteria';
import { MAXIMIZER_RESOURCES } from './resources';

const ENTITY_OF: ReadonlyMap<string, string> = new Map(
	MAXIMIZER_RESOURCES.map(({ resource, entity }) => [resource, entity.name]),
);

const VERBS = { created: 'Created', updated: 'Modified', deleted: 'Deleted' } as const;

/**
 * The audit log of a world: one entry for each change of an audited entity, oldest first. A creation has the
 * record as `New`, a deletion as `Org`, an edit both.
 */
export class AuditLog {
	private readonly entries: { readonly change: Change; readonly before?: Change }[] = [];
	private readonly latest = new Map<string, Change>();
	private told = 0;
	/** Of `auditTypes`: their plain forms cost much, and never change. */
	private readonly rowsOf = new WeakMap<MaximizerBehaviour['auditTypes'], Map<number, Row>>();

	constructor(private readonly world: World) {}

	rows({
		audited,
		auditTypes,
	}: Pick<MaximizerBehaviour, 'audited' | 'auditTypes'>): readonly Row[] {
		this.catchUp();
		const known = this.rowsOf.get(auditTypes) ?? new Map<number, Row>();
		this.rowsOf.set(auditTypes, known);
		return this.entries
			.filter(({ change }) => audited.includes(ENTITY_OF.get(change.resource) ?? ''))
			.map(({ change, before }) => {
				const row = known.get(change.n) ?? toRow(change, before, auditTypes);
				known.set(change.n, row);
				return row;
			});
	}

	private catchUp(): void {
		const { changes } = this.world;
		for (; this.told < changes.length; this.told++) {
			const change = changes[this.told];
			const key = `${change.resource} ${change.id}`;
			this.entries.push({ change, before: this.latest.get(key) });
			this.latest.set(key, change);
		}
	}
}

const toRow = (
	change: Change,
	before: Change | undefined,
	types: MaximizerBehaviour['auditTypes'],
): Row => {
	const { n, id, kind, at, resource } = change;
	const version: RecordVersion = {
		n,
		resource,
		id,
		kind,
		createdAt: at,
		updatedAt: at,
		madeAt: at,
		fields: {},
	};
	const source = ENTITY_OF.get(resource) ?? '';
	const toRecord = (): JsonRecord => {
		const shown = change.record;
		const original = kind === 'deleted' ? shown : before?.record;
		return {
			CreationDate: formatIsoSeconds(at),
			...(typeof shown.ModifiedBy === 'string' ? { Creator: shown.ModifiedBy } : {}),
			Application: 'Maximizer CRM',
			OPID: 100_000 + n,
			Type: types[kind],
			Source: source,
			Info: `${VERBS[kind]} ${source}`,
			...(original ? { Org: { [source]: original } } : {}),
			...(kind === 'deleted' ? {} : { New: { [source]: shown } }),
		};
	};
	return lazyRow(version, toRecord);
};
