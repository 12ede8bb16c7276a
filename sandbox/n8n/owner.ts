import { randomInt } from 'node:crypto';

/** The one account of an n8n that we start. */
export interface Owner {
	readonly email: string;
	readonly password: string;
	readonly firstName: string;
	readonly lastName: string;
}

/** Without those that look like one another: people may have to type it. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const PASSWORD_LENGTH = 20;

/** n8n asks for 8 to 64 characters, a number and an upper case letter. */
const isGoodEnough = (password: string): boolean => /\d/.test(password) && /[A-Z]/.test(password);

function drawPassword(): string {
	for (;;) {
		const letters = Array.from(
			{ length: PASSWORD_LENGTH },
			() => LETTERS[randomInt(LETTERS.length)],
		);
		const password = letters.join('');
		if (isGoodEnough(password)) return password;
	}
}

/** An account that only whoever is told the password can use: other programs of the machine reach n8n too. */
export function drawOwner(): Owner {
	return {
		email: 'demo@example.com',
		password: drawPassword(),
		firstName: 'Ada',
		lastName: 'Example',
	};
}
