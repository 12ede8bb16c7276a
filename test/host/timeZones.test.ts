import { mock } from 'jest-mock-extended';
import type { ILoadOptionsFunctions } from 'n8n-workflow';
import { parseZone } from '../../nodes/OpenConnectors/dates/zone';
import { getTimeZones } from '../../nodes/OpenConnectors/host/timeZones';

async function offered(chosen?: string): Promise<readonly string[]> {
	const context = mock<ILoadOptionsFunctions>();
	context.getCurrentNodeParameter.mockReturnValue(chosen);
	return (await getTimeZones.call(context)).map(({ value }) => String(value));
}

it('begins with UTC, and offers nothing that the node does not know', async () => {
	const zones = await offered();
	expect(zones[0]).toBe('UTC');
	expect(zones).toContain('America/New_York');
	expect(zones.filter((zone) => !parseZone(zone))).toEqual([]);
});

it('keeps what was written before', async () => {
	expect((await offered('-05:00')).slice(0, 2)).toEqual(['UTC', '-05:00']);
});
