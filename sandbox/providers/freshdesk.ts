import { OpenConnectorsFreshdeskApi } from '../../credentials/OpenConnectorsFreshdeskApi.credentials';
import { freshdesk as definition } from '../../nodes/OpenConnectors/connectors/freshdesk/definition';
import { basic, standInOf } from '../generic';
import { drawPerson } from '../people';

export const freshdesk = standInOf({
	definition,
	credential: new OpenConnectorsFreshdeskApi(),
	login: ({ apiKey }) => basic(apiKey, 'X'),
	records: {
		contacts: {
			seeded: 20,
			make: (draw) => {
				const { firstName, lastName, email, phone, title } = drawPerson(draw);
				const name = `${firstName} ${lastName}`;
				return { name, email, phone, mobile: null, job_title: title, company_id: null, tags: [] };
			},
		},
		tickets: {
			seeded: 25,
			make: (draw, near) => ({
				subject: draw.pick(['Cannot sign in', 'Parcel has not arrived', 'Printer error 49']),
				status: draw.int(2, 5),
				priority: draw.int(1, 4),
				type: draw.pick(['Question', 'Incident', 'Problem', null]),
				requester_id: Number(near.anyId('contacts')),
				tags: draw.chance(0.3) ? ['vip'] : [],
			}),
		},
	},
});
