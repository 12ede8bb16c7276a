type Fields = Readonly<Record<string, unknown>>;

/** The fields that people know a record by, best first; a pair is a first and a last name. */
const NAME_FIELDS: ReadonlyArray<readonly string[]> = [
	['FIRST_NAME', 'LAST_NAME'],
	['firstName', 'lastName'],
	['first_name', 'last_name'],
	['given_name', 'family_name'],
	['FirstName', 'LastName'],
	['ORGANISATION_NAME'],
	['OPPORTUNITY_NAME'],
	['TITLE'],
	['NAME'],
	['messageName'],
	['CompanyName'],
	['company_name'],
	['product_name'],
	['opportunity_title'],
	['Objective'],
	['Subject'],
	['Activity'],
	['Name'],
	['name'],
	['title'],
	['subject'],
	['label'],
	['Text'],
];

const LONGEST = 60;

/** The mark by which the sandbox tells what change a record shows. */
const CHANGE_MARK = / *\[sandbox change \d+\]/g;

function readText(value: unknown): string {
	return typeof value === 'string' ? value.replace(CHANGE_MARK, '').trim() : '';
}

/** A record's name as a person would say it; empty when it has none. */
export function displayName(record: Fields): string {
	for (const fields of NAME_FIELDS) {
		const name = fields
			.map((field) => readText(record[field]))
			.filter(Boolean)
			.join(' ');
		if (name.length > LONGEST) return `${name.slice(0, LONGEST)}…`;
		if (name) return name;
	}
	return '';
}
