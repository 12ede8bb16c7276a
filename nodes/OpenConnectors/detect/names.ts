/** A name as it is compared: `page[Size]`, `page_size` and `$pageSize` are the same. */
export function plainName(name: string): string {
	return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** `companies` and `company`, `invoices` and `invoice`; as good as names of lists need it. */
export function singular(name: string): string {
	if (/ies$/.test(name)) return name.replace(/ies$/, 'y');
	if (/(?:ss|x|ch|sh)es$/.test(name)) return name.replace(/es$/, '');
	return /[^su]s$/.test(name) ? name.slice(0, -1) : name;
}

/** Objects that hold fields of the record itself, and not of another thing. */
const PARTS_OF_RECORDS = new Set(
	(
		'attributes properties fields data meta metadata sys source system audit auditinfo dates timestamps info ' +
		'header details record node content item entity object document doc payload value resource general summary ' +
		'core base common basic standard values columns attrs props profile history tracking recordinfo systeminfo'
	).split(' '),
);

const LIKE_PARTS = /audit|stamps?$|^meta|metadata$|attributes$|properties$/;

/** Names of the single value in an object: `{"$date": …}`, `{"timestampValue": …}`, `{"at": …, "by": …}`. */
const AROUND_VALUES = new Set(
	'timestampvalue stringvalue integervalue date oid numberlong value text iso utc raw time datetime epoch at on when'.split(
		' ',
	),
);

/** What a field is called, and how far from the record itself it stands. */
export interface FieldName {
	/** Plain. */
	readonly name: string;
	/** Objects around it that are parts of the record. */
	readonly parts: number;
	/** Objects around it that are other things: `user` in `user.id`. */
	readonly others: number;
}

/** @param resources what the records may be called, plain and singular */
export function fieldName(steps: readonly string[], resources: ReadonlySet<string>): FieldName {
	const names = steps.map(plainName);
	if (names.length > 1 && AROUND_VALUES.has(names[names.length - 1])) names.pop();
	const around = names.slice(0, -1);
	const isPart = (name: string) =>
		PARTS_OF_RECORDS.has(name) || LIKE_PARTS.test(name) || resources.has(singular(name));
	const parts = around.filter(isPart).length;
	return { name: names[names.length - 1] ?? '', parts, others: around.length - parts };
}

/** What the records may be called: words of the address, of the list's path and of `object`, `type`. */
export function resourceNames(words: readonly string[]): ReadonlySet<string> {
	const names = words.map((word) => singular(plainName(word.replace(/\.(?:json|xml)$/, ''))));
	return new Set(names.filter((name) => /^\p{L}{3,}$/u.test(name) && !GENERAL.has(name)));
}

const GENERAL = new Set(
	'api rest json data item result record value entry element content node list object search query http https com'.split(
		' ',
	),
);
