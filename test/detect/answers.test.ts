import { detect } from '../../nodes/OpenConnectors/detect';
import { faultsOf, readAnswers } from './labelled';

/**
 * `given`: the first fifteen. `blind`: labelled before the detection was ever run on it; 26, 26, 25, 25, 24 of 26 were
 * right then (records, id, updated, created, paging). `known`: written to find what it could not do. `second`:
 * blind once more, 30, 30, 30, 29, 29 of 30; `third`: 12, 11, 12, 12, 11 of 12.
 */
const SETS = ['given', 'blind', 'known', 'second', 'third'];

describe.each(SETS)('answers of the set %s', (set) => {
	it.each(readAnswers(set))('reads %s as a careful reader does', (_, answer) => {
		expect(faultsOf(answer, detect(answer))).toEqual({});
	});
});

it('notices a wrong proposal', () => {
	const [, answer] = readAnswers('given')[0];
	const faults = faultsOf(answer, { ...detect(answer), idField: 'fields.Name', paging: null });
	expect(Object.keys(faults)).toEqual(['id', 'paging']);
});
