import {
	toEvent,
	toRecordWithEvent,
	type EventContext,
} from '../../nodes/OpenConnectors/host/event';
import type { Change } from '../../nodes/OpenConnectors/engine/change';

const UPDATED = Date.UTC(2026, 0, 5, 12);
const POLL = Date.UTC(2026, 0, 5, 12, 1, 0, 123);

const CONTEXT: EventContext = {
	elementKey: 'insightly',
	hubKey: 'crm',
	objectType: 'contacts',
	instanceName: 'mine',
	tags: ['a', 'b'],
};

const CHANGE: Change = {
	kind: 'updated',
	id: '42',
	updated: UPDATED,
	version: '1767614400000',
	record: { CONTACT_ID: 42, FIRST_NAME: 'Ada' },
};

const eventId = (change: Partial<Change> = {}, context: Partial<EventContext> = {}, at = POLL) =>
	toEvent({ ...CHANGE, ...change }, { ...CONTEXT, ...context }, at).eventId;

it('an event has the documented shape, in the documented order', () => {
	const event = toEvent(CHANGE, CONTEXT, POLL);
	expect(JSON.stringify(event, null, '\t')).toBe(
		JSON.stringify(
			{
				eventType: 'UPDATED',
				objectType: 'contacts',
				objectId: '42',
				date: '2026-01-05T12:00:00.000Z',
				record: { CONTACT_ID: 42, FIRST_NAME: 'Ada' },
				elementKey: 'insightly',
				hubKey: 'crm',
				instanceName: 'mine',
				tags: ['a', 'b'],
				pollDate: '2026-01-05T12:01:00.123Z',
				eventId: 'insightly:contacts:42:1767614400000',
			},
			null,
			'\t',
		),
	);
});

it('which of several lists it is of stands behind the record', () => {
	const context = { ...CONTEXT, values: { project: '7' }, listName: 'contacts (7)' };
	expect(Object.keys(toEvent(CHANGE, context, POLL)).slice(4, 7)).toEqual([
		'record',
		'values',
		'elementKey',
	]);
});

describe('as a record', () => {
	const event = toEvent(CHANGE, CONTEXT, POLL);

	it('the fields of the record come first, and all but the record is in one more', () => {
		const { record, ...rest } = event;
		expect(Object.entries(toRecordWithEvent(event))).toEqual([
			...Object.entries(record),
			['_event', rest],
		]);
	});

	it('a field of the same name gives way, and the record stays as it is', () => {
		const record = { _event: 'mine', id: 1 };
		expect(toRecordWithEvent({ ...event, record })._event).toMatchObject({ objectId: '42' });
		expect(record).toEqual({ _event: 'mine', id: 1 });
	});
});

it.each([
	['created', 'CREATED'],
	['updated', 'UPDATED'],
	['deleted', 'DELETED'],
] as const)('a record that was %s is %s', (kind, eventType) => {
	expect(toEvent({ ...CHANGE, kind }, CONTEXT, POLL).eventType).toBe(eventType);
});

describe('the event id', () => {
	it.each<[string, Partial<Change>, Partial<EventContext>, number]>([
		['in any poll', {}, {}, POLL + 1],
		['whether it is told as created or updated', { kind: 'created' }, {}, POLL],
		['whatever the instance is called', {}, { instanceName: 'other', tags: [] }, POLL],
		['whatever the hub is called', {}, { hubKey: '' }, POLL],
	])('is the same %s', (_name, change, context, at) => {
		expect(eventId(change, context, at)).toBe(eventId());
	});

	it.each<[string, Partial<Change>, Partial<EventContext>]>([
		['another record', { id: '43' }, {}],
		['another version', { version: '1767614400001' }, {}],
		['another resource', {}, { objectType: 'leads' }],
		['another connector', {}, { elementKey: 'icontact' }],
	])('is another for %s', (_name, change, context) => {
		expect(eventId(change, context)).not.toBe(eventId());
	});
});

it('a record without an id still makes an event', () => {
	expect(toEvent({ ...CHANGE, id: '' }, CONTEXT, POLL)).toMatchObject({
		objectId: '',
		eventId: 'insightly:contacts::1767614400000',
	});
});

describe('the date of an event', () => {
	it.each<[string, number | undefined, string]>([
		['the updated time of the record', UPDATED, '2026-01-05T12:00:00.000Z'],
		['the time of the poll, when the record has none', undefined, '2026-01-05T12:01:00.123Z'],
		['1970', 0, '1970-01-01T00:00:00.000Z'],
		['before 1970', -1, '1969-12-31T23:59:59.999Z'],
		['held at the last date there is', 1e300, '+275760-09-13T00:00:00.000Z'],
		['held at the last date there is', Number.MAX_SAFE_INTEGER, '+275760-09-13T00:00:00.000Z'],
		['held at the first date there is', -1e300, '-271821-04-20T00:00:00.000Z'],
	])('is %s', (_name, updated, date) => {
		expect(toEvent({ ...CHANGE, updated }, CONTEXT, POLL).date).toBe(date);
	});
});

it('the record is handed on as it is', () => {
	expect(toEvent(CHANGE, CONTEXT, POLL).record).toBe(CHANGE.record);
});
