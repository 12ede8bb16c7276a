import type { Draw } from './random';

const FIRST_NAMES =
	`Ada Amara Anders Beatriz Bruno Carmen Chidi Clara Dagmar Daniel Elif Emma Farid Fiona Grace Hana
	Henrik Ines Ivan Jamal Jana Katya Lars Leila Lucia Malik Marta Mateo Mei Nadia Nils Noor Olga Omar
	Paula Petra Rafael Rosa Samir Sofia Tariq Teresa Uma Viktor Wanda Yusuf Zeynep Zoe`.split(/\s+/);

const LAST_NAMES =
	`Abbott Almeida Andersson Baker Barros Becker Castillo Chen Dubois Eriksen Farouk Fischer Garcia
	Haddad Hoffmann Ibrahim Ito Jansen Johnson Kaya Keller Kowalski Larsen Lindqvist Lopez Martins Meyer
	Moreau Nakamura Novak Okafor Olsen Park Pereira Petrov Quinn Rossi Santos Schmidt Silva Smith Suzuki
	Taylor Tran Vogel Wagner Weber Yilmaz`.split(/\s+/);

const COMPANY_NAMES =
	`Alder Amber Beacon Birch Bluewater Cedar Cobalt Copper Delta Evergreen Falcon Granite Harbor Juniper
	Keystone Lantern Maple Meridian Northgate Oakfield Orchard Pinnacle Quarry Redwood Sterling Summit
	Tidewater Vanguard Westbrook Willow`.split(/\s+/);

const COMPANY_KINDS = [
	'Logistics',
	'Instruments',
	'Foods',
	'Energy',
	'Textiles',
	'Software',
	'Paper',
	'Clinics',
];

const PLACES = [
	{ city: 'Portland', state: 'OR', postcode: '97204', country: 'United States' },
	{ city: 'Austin', state: 'TX', postcode: '78701', country: 'United States' },
	{ city: 'Leeds', state: 'West Yorkshire', postcode: 'LS1 4DY', country: 'United Kingdom' },
	{ city: 'Hamburg', state: 'Hamburg', postcode: '20095', country: 'Germany' },
	{ city: 'Lyon', state: 'Rhône', postcode: '69002', country: 'France' },
	{ city: 'Malmö', state: 'Skåne', postcode: '211 20', country: 'Sweden' },
	{ city: 'Osaka', state: 'Osaka', postcode: '530-0001', country: 'Japan' },
	{ city: 'Kraków', state: 'Małopolska', postcode: '31-001', country: 'Poland' },
] as const;

const STREETS = ['Mill Street', 'Station Road', 'Garden Lane', 'Harbour Way', 'Church Street'];

const JOB_TITLES = [
	'Account Manager',
	'Buyer',
	'Chief Engineer',
	'Finance Director',
	'Office Manager',
	'Operations Lead',
	'Sales Representative',
];

export interface Person {
	readonly firstName: string;
	readonly lastName: string;
	readonly email: string;
	readonly phone: string;
	readonly title: string;
}

export interface Company {
	readonly name: string;
	readonly website: string;
}

export interface Address {
	readonly street: string;
	readonly city: string;
	readonly state: string;
	readonly postcode: string;
	readonly country: string;
}

/** Somebody made up; the address ends in a domain reserved for examples (RFC 2606). */
export const drawPerson = (draw: Draw): Person => {
	const firstName = draw.pick(FIRST_NAMES);
	const lastName = draw.pick(LAST_NAMES);
	return {
		firstName,
		lastName,
		email: `${firstName}.${lastName}${draw.int(1, 99)}@example.com`.toLowerCase(),
		phone: `+1 555 ${draw.digits(3)} ${draw.digits(4)}`,
		title: draw.pick(JOB_TITLES),
	};
};

export const drawCompany = (draw: Draw): Company => {
	const name = `${draw.pick(COMPANY_NAMES)} ${draw.pick(COMPANY_KINDS)}`;
	return { name, website: `https://${name.toLowerCase().replace(' ', '-')}.example` };
};

export const drawAddress = (draw: Draw): Address => ({
	...draw.pick(PLACES),
	street: `${draw.int(1, 180)} ${draw.pick(STREETS)}`,
});
