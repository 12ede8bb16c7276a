import { commitProblems } from '../../scripts/commitProblems';

it.each([
	'Refuse leftovers of editors and merges in the repository\n\nOne lay there.\n',
	'Fix a typo\n',
	`${'Ä'.repeat(72)}\r\n\r\nWhy.\r\n`,
])('takes %j', (message) => {
	expect(commitProblems(message)).toEqual([]);
});

it.each([
	[`A${'b'.repeat(72)}\n`, 'The subject has 73 characters, more than 72.'],
	['fix: a typo\n', 'The subject does not begin with a capital letter.'],
	['Fix a typo.\n', 'The subject ends with a period.'],
	['Fix a typo\nin the README\n', 'A blank line is missing below the subject.'],
])('refuses %j', (message, problem) => {
	expect(commitProblems(message)).toEqual([problem]);
});
