import { mock } from 'jest-mock-extended';
import type { IPollFunctions } from 'n8n-workflow';
import { NodeRuntime, Remembered } from '../../nodes/OpenConnectors/host/nodeRuntime';
import { DAY, pass, releaseTime, setClock, stopTime } from '../harness/clock';

beforeEach(() => stopTime());
afterEach(releaseTime);

it('what was asked for is remembered by its name', () => {
	const remembered = new Remembered(() => ({}));
	expect(remembered.get('one')).toBe(remembered.get('one'));
	expect(remembered.get('one')).not.toBe(remembered.get('other'));
});

it('what nobody asked for in two days goes when something else is asked for', () => {
	const remembered = new Remembered(() => ({}));
	const [gone, used] = [remembered.get('gone'), remembered.get('used')];
	pass(1.5 * DAY);
	expect(remembered.get('used')).toBe(used);
	pass(DAY);
	remembered.get('new');
	expect(remembered.get('used')).toBe(used);
	expect(remembered.get('gone')).not.toBe(gone);
});

it('a local clock that is set makes nothing go', () => {
	const remembered = new Remembered(() => ({}));
	const kept = remembered.get('kept');
	setClock(Date.now() + 30 * DAY);
	remembered.get('new');
	expect(remembered.get('kept')).toBe(kept);
});

describe('what a process remembers of a node', () => {
	it('has one sample of each list', () => {
		const runtime = new NodeRuntime();
		expect(runtime.samplesOf('contacts')).toBe(runtime.samplesOf('contacts'));
		expect(runtime.samplesOf('contacts')).not.toBe(runtime.samplesOf('leads'));
	});

	it.each(['update', 'leadershipChange'] as const)('lets every list be read now (%s)', (mode) => {
		const runtime = new NodeRuntime();
		runtime.nextDue.set('contacts', Infinity);
		runtime.resumeAt = 'leads';
		runtime.latest = {};
		runtime.replay = { items: [], states: new Map() };
		runtime.activate(mock<IPollFunctions>({ getActivationMode: () => mode }));
		expect(runtime).toMatchObject({ nextDue: new Map(), resumeAt: undefined, latest: undefined });
		expect(runtime.replay === undefined).toBe(mode === 'leadershipChange');
	});

	it.each(['failures', 'settingsFailures'] as const)(
		'%s are told anew after publishing',
		(which) => {
			const runtime = new NodeRuntime();
			runtime[which].fail('contacts', { error: new Error('503'), at: 0, round: 0 });
			expect(runtime[which].has('contacts')).toBe(true);
			runtime.activate(mock<IPollFunctions>({ getActivationMode: () => 'activate' }));
			expect(runtime[which].has('contacts')).toBe(false);
		},
	);
});
