import type { EpochMs } from '../../clock';
import type { JsonRecord, JsonValue } from '../../json';
import { drawAddress, drawCompany, drawPerson } from '../../people';
import type { Draw } from '../../random';
import { formatIsoSeconds } from '../../stamps';
import type { Surroundings } from '../../world';

/** Draws what a person at a desk would type. Instants are true UTC here; answers show them otherwise. */
export type FieldMaker = (draw: Draw, near: Surroundings) => JsonRecord;

const DAY_MS = 86_400_000;

const SUBJECTS = [
	'Annual maintenance visit',
	'Complaint about a late delivery',
	'Extension of the licence',
	'Offer for the new branch',
	'Question about the warranty',
	'Training for two colleagues',
];

const SENTENCES = [
	'Call back after the board meeting.',
	'Compares us with two other suppliers.',
	'Has the budget, needs approval.',
	'Introduced by a partner.',
	'Prefers delivery in the morning.',
];

const instant = (draw: Draw, near: Surroundings, fromDays: number, toDays: number): string =>
	formatIsoSeconds(near.now + draw.int(fromDays * 24, toDays * 24) * 3_600_000);

const day = (at: EpochMs): string => new Date(at).toISOString().slice(0, 10);

const linkTo = (near: Surroundings, resource: string): JsonValue => near.anyId(resource) ?? null;

const money = (draw: Draw): number => draw.int(5_00, 250_000_00) / 100;

const makePhone = (draw: Draw, description: string, isDefault: boolean): JsonRecord => ({
	Default: isDefault,
	Description: description,
	Number: `+1 555 ${draw.digits(3)} ${draw.digits(4)}`,
	Extension: draw.chance(0.2) ? draw.digits(3) : '',
});

const makeEmail = (address: string): JsonRecord => ({
	Default: true,
	Description: 'Main',
	Address: address,
});

const makeAddress = (draw: Draw): JsonRecord => {
	const { street, city, state, postcode, country } = drawAddress(draw);
	return {
		AddressLine1: street,
		AddressLine2: '',
		City: city,
		StateProvince: state,
		ZipCode: postcode,
		Country: country,
		Description: 'Main Address',
		Default: true,
	};
};

const authors = (near: Surroundings): JsonRecord => ({
	Creator: linkTo(near, 'users'),
	ModifiedBy: linkTo(near, 'users'),
});

const makePerson: FieldMaker = (draw) => {
	const { firstName, lastName, email, title } = drawPerson(draw);
	return {
		MrMs: draw.pick(['Mr.', 'Ms.', '']),
		FirstName: firstName,
		LastName: lastName,
		Salutation: firstName,
		Position: title,
		Department: draw.pick(['Sales', 'Purchasing', 'Service']),
		Phone1: makePhone(draw, 'Main', true),
		Phone2: draw.chance(0.3) ? makePhone(draw, 'Cell', false) : null,
		Email1: makeEmail(email),
		Address: makeAddress(draw),
	};
};

const ofAddressBook = (draw: Draw, near: Surroundings): JsonRecord => ({
	...authors(near),
	AccountManager: linkTo(near, 'users'),
	Category: draw.chance(0.4) ? [draw.pick(['1', '2', '3'])] : [],
	LastContactDate: draw.chance(0.5) ? instant(draw, near, -200, -1) : null,
});

export const makeCompany: FieldMaker = (draw, near) => {
	const { name, website } = drawCompany(draw);
	return {
		...ofAddressBook(draw, near),
		Type: 'Company',
		CompanyName: name,
		WebSite: website,
		Division: draw.pick(['North', 'South', null]),
		Phone1: makePhone(draw, 'Main', true),
		Email1: makeEmail(`office${draw.int(1, 99)}@example.com`),
		Address: makeAddress(draw),
	};
};

export const makeIndividual: FieldMaker = (draw, near) => ({
	Type: 'Individual',
	...ofAddressBook(draw, near),
	...makePerson(draw, near),
});

export const makeContact: FieldMaker = (draw, near) => ({
	Type: 'Contact',
	...ofAddressBook(draw, near),
	...makePerson(draw, near),
	CompanyName: drawCompany(draw).name,
});

export const makeOpportunity: FieldMaker = (draw, near) => ({
	...authors(near),
	AbEntryKey: linkTo(near, 'companies'),
	ContactKey: linkTo(near, 'contacts'),
	Objective: `${draw.pick(SUBJECTS)} ${draw.digits(4)}`,
	Description: draw.pick(SENTENCES),
	Status: draw.int(1, 4),
	Cost: money(draw),
	ForecastRevenue: money(draw),
	ActualRevenue: null,
	StartDate: instant(draw, near, -40, 0),
	CloseDate: instant(draw, near, 5, 120),
	Leader: linkTo(near, 'users'),
});

export const makeCase: FieldMaker = (draw, near) => ({
	...authors(near),
	CaseNumber: `CAS-${draw.digits(6)}`,
	Subject: draw.pick(SUBJECTS),
	Description: draw.pick(SENTENCES),
	AbEntryKey: linkTo(near, 'companies'),
	ContactKey: linkTo(near, 'contacts'),
	AssignedTo: linkTo(near, 'users'),
	Owner: linkTo(near, 'users'),
	Priority: draw.pick(['1', '2', '3']),
	Severity: draw.pick(['1', '2', '3']),
	Status: draw.pick(['57998', '57999', '58000']),
	FollowUpDate: instant(draw, near, 1, 20),
	ResolvedDate: null,
});

export const makeLead: FieldMaker = (draw, near) => ({
	...authors(near),
	...makePerson(draw, near),
	CompanyName: drawCompany(draw).name,
	Email: drawPerson(draw).email,
	AssignedTo: linkTo(near, 'users'),
	Status: draw.int(1, 3),
	Source: draw.pick(['Web', 'Trade fair', 'Referral']),
	NoEmployees: draw.int(2, 900),
	CloseDate: instant(draw, near, 5, 90),
});

export const makeTask: FieldMaker = (draw, near) => ({
	Creator: linkTo(near, 'users'),
	AssignedTo: linkTo(near, 'users'),
	AbEntryKey: linkTo(near, 'companies'),
	DateTime: instant(draw, near, 1, 30),
	Activity: draw.pick(SUBJECTS),
	Priority: draw.pick(['1', '2', '3']),
	Completed: draw.chance(0.3),
});

export const makeNote: FieldMaker = (draw, near) => {
	const text = draw.pick(SENTENCES);
	return {
		Creator: linkTo(near, 'users'),
		ParentKey: linkTo(near, 'contacts'),
		Text: text,
		RichText: `<p>${text}</p>`,
		Category: draw.pick(['General', 'Phone call']),
		Type: draw.pick(['0', '1']),
		Important: draw.chance(0.2),
	};
};

export const makeAppointment: FieldMaker = (draw, near) => {
	const start =
		Math.floor(near.now / DAY_MS + draw.int(1, 30)) * DAY_MS + draw.int(15, 23) * 3_600_000;
	return {
		Subject: draw.pick(SUBJECTS),
		Description: draw.pick(SENTENCES),
		StartDate: formatIsoSeconds(start),
		EndDate: formatIsoSeconds(start + 3_600_000),
		Organizer: linkTo(near, 'users'),
		Private: draw.chance(0.2),
	};
};

export const makeCampaign: FieldMaker = (draw, near) => ({
	Name: `${draw.pick(['Spring', 'Summer', 'Autumn', 'Winter'])} mailing ${draw.digits(2)}`,
	Description: draw.pick(SENTENCES),
	Status: draw.pick(['1', '2', '3']),
	Type: draw.pick(['1', '2']),
	Cost: money(draw),
	ForecastRevenue: money(draw),
	ActualRevenue: null,
	StartDate: day(near.now - draw.int(0, 60) * DAY_MS),
	EndDate: day(near.now + draw.int(1, 60) * DAY_MS),
});

export const makeInteractionLog: FieldMaker = (draw, near) => ({
	Subject: draw.pick(SUBJECTS),
	Description: draw.pick(SENTENCES),
	User: linkTo(near, 'users'),
	Source: draw.pick(['Phone', 'Email']),
	Direction: draw.pick(['Incoming', 'Outgoing']),
	StartDate: instant(draw, near, -2, 0),
	EndDate: formatIsoSeconds(near.now),
	Duration: draw.int(1, 60),
});

export const makeUser: FieldMaker = (draw) => {
	const { firstName, lastName, email, title } = drawPerson(draw);
	return {
		FirstName: firstName,
		LastName: lastName,
		DisplayName: `${firstName} ${lastName}`,
		Position: title,
		Email1: makeEmail(email),
		Phone1: makePhone(draw, 'Main', true),
		Enabled: true,
	};
};
