/** What fits a line of `git log --oneline` and of GitHub's lists. */
const MAX_SUBJECT = 72;

/**
 * Whether a commit message has the form that CONTRIBUTING.md asks for, as far as a program can tell.
 *
 * @returns what is wrong, one sentence each
 */
export function commitProblems(message: string): readonly string[] {
	const [subject = '', second = ''] = message.split(/\r?\n/);
	const length = [...subject].length;
	return [
		...(length > MAX_SUBJECT
			? [`The subject has ${length} characters, more than ${MAX_SUBJECT}.`]
			: []),
		...(/^\p{Lu}/u.test(subject) ? [] : ['The subject does not begin with a capital letter.']),
		...(subject.endsWith('.') ? ['The subject ends with a period.'] : []),
		...(second === '' ? [] : ['A blank line is missing below the subject.']),
	];
}
